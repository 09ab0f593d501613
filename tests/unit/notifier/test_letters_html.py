"""What mail programs need of the HTML: a lint over every letter in every language."""

import re
from html.parser import HTMLParser

import pytest

from services.notifier.letters.samples import SAMPLE_NAMES, SITE, sample_letter
from shared.locale import LANGUAGES

LARGEST_HTML_BYTES = 30_000
WIDEST = 600
LEAST_CONTRAST = 4.5
#: What runs, what is fetched, and what some mail programs take a letter apart for.
NEVER = {"script", "iframe", "object", "embed", "form", "input", "link", "svg", "video", "base"}
VOID = {"meta", "br", "img", "hr"}
DARK_TEXT = {"#ececec": "#1f2523", "#b3bab7": "#141817", "#8fd3bf": "#1f2523", "#0c241d": "#8fd3bf"}


class Lint(HTMLParser):
    """Collects what is wrong while it reads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.hrefs: list[str] = []
        self.seen: list[str] = []
        self._open: list[str] = []
        self._inks: list[tuple[str, str]] = []
        self.feed(html)
        self.wrong += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", given.get("style") or ""))
        self.seen.append(tag)
        if tag in NEVER:
            self.wrong.append(f"<{tag}>")
        if any(name.startswith("on") for name in given):
            self.wrong.append(f"a handler on <{tag}>")
        if tag == "img" and ("alt" not in given or not given["src"].startswith("data:")):
            self.wrong.append("an image without alt, or from elsewhere")
        if tag == "table" and given.get("role") != "presentation" and "cellpadding" not in given:
            self.wrong.append("a table that is neither layout nor figures")
        if tag == "a":
            self.hrefs.append(given.get("href", ""))
        width = style.get("max-width", style.get("width", ""))
        if width.endswith("px") and float(width[:-2]) > WIDEST:
            self.wrong.append(f"wider than {WIDEST} px: {width}")
        if "url(" in (given.get("style") or ""):
            self.wrong.append(f"something fetched by the style of <{tag}>")
        if tag not in VOID:
            ink, paper = self._inks[-1] if self._inks else ("#292c30", "#ffffff")
            paper = style.get("background-color", style.get("background", paper)).strip()
            self._inks.append((style.get("color", ink).strip(), paper))
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.wrong.append(f"</{tag}> closes nothing")
        if self._inks:
            self._inks.pop()

    def handle_data(self, data):
        if data.strip() and "style" not in self._open and "title" not in self._open:
            ink, paper = self._inks[-1]
            if contrast(ink, paper) < LEAST_CONTRAST:
                self.wrong.append(f"{ink} on {paper}: {data[:40]!r}")


def contrast(one: str, other: str) -> float:
    """As WCAG 2.2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_every_mail_program_can_show_it(name, language):
    letter = sample_letter(name, language)
    lint = Lint(letter.html)

    assert lint.wrong == []
    assert len(letter.html.encode()) <= LARGEST_HTML_BYTES
    assert f'<html lang="{language}"' in letter.html
    assert lint.seen.count("h1") == (0 if name == "introduction-edited" else 1)
    assert all(href.startswith(f"{SITE}/") for href in lint.hrefs)
    assert '<meta name="color-scheme" content="light dark"' in letter.html
    assert not re.search(r"@import|@font-face|fonts\.googleapis", letter.html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLE_NAMES)
def test_the_text_has_the_links_of_the_html_each_on_a_line_of_its_own(name, language):
    letter = sample_letter(name, language)

    in_text = [line.rpartition(" ")[2] for line in letter.text.splitlines() if "https://" in line]
    assert in_text == Lint(letter.html).hrefs
    assert letter.text.count("\n-- \n") == 1
    assert "  \n" not in letter.text


@pytest.mark.parametrize(("ink", "paper"), DARK_TEXT.items())
def test_the_dark_colours_can_be_read(ink, paper):
    letter = sample_letter("introduction-to-seeker", "nb")

    assert ink in letter.html
    assert contrast(ink, paper) >= LEAST_CONTRAST


def test_the_lint_sees_what_is_wrong():
    html = '<p style="color:#eeeeee">x</p><img src="https://x.example/p.gif"><table></table></b>'

    assert len(Lint(html).wrong) == 4
