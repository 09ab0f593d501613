"""Every text is in all three languages, and every text a page asks for exists."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.extract import extract_from_dir
from jinja2 import Environment, nodes

from shared.locale import LANGUAGES, WordUnknown, formats, language_or_default, words
from shared.locale.languages import preferred_language
from shared.locale.words import read_catalogue

ROOT = Path(__file__).parents[3]
PAGES = sorted(
    path
    for folder in ("shared", "services", "deploy")
    for path in (ROOT / folder).rglob("*.html")
    if "letters" not in path.parts
)
#: Names stay as they are in every language.
NAMES = {"Koblingsboks", "CSV", "Excel", "PNG"}


def forms(message):
    return [message.string] if isinstance(message.string, str) else list(message.string)


def braces(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def catalogues():
    return {
        language: {str(message.id): message for message in read_catalogue(language) if message.id}
        for language in LANGUAGES
    }


def test_the_languages_have_the_same_texts():
    codes = {language: set(texts) for language, texts in catalogues().items()}

    assert codes["nn"] == codes["nb"]
    assert codes["en"] == codes["nb"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_missing_or_fuzzy(language):
    unfinished = [
        code
        for code, message in catalogues()[language].items()
        if message.fuzzy or not all(forms(message))
    ]

    assert unfinished == []


def test_the_same_braces_are_filled_in_every_language():
    texts = catalogues()
    for code, message in texts["nb"].items():
        expected = braces(forms(message)[-1])
        for language in LANGUAGES:
            assert braces(forms(texts[language][code])[-1]) == expected, (code, language)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_text_a_page_asks_for_exists(page):
    tree = Environment(autoescape=True).parse(page.read_text(encoding="utf-8"))

    asked = {
        call.args[0].value
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name)
        and call.node.name in {"_", "_n"}
        and isinstance(call.args[0], nodes.Const)
    }
    assert [code for code in sorted(asked) if code not in words("nb")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_has_words_of_its_own(page):
    tree = Environment(autoescape=True).parse(page.read_text(encoding="utf-8"))

    # What is put in by the template does not count, nor does what stands inside a tag.
    in_tags = [
        data
        for block in tree.find_all(nodes.Block)
        if block.name == "width"
        for data in block.find_all(nodes.TemplateData)
    ]
    written = "".join(
        data.data for data in tree.find_all(nodes.TemplateData) if data not in in_tags
    )
    visible = re.sub(r"<[^>]*>|&\w+;|[\w-]+=\"[^\"]*\"", " ", written)
    attributes = re.findall(r"(?:aria-label|title|placeholder|alt)=\"([^\"]+)\"", written)
    assert set(re.findall(r"[^\W\d_]{2,}", visible)) - NAMES == set()
    assert [text for text in attributes if text.strip()] == []


def test_every_text_the_code_asks_for_exists():
    found = extract_from_dir(ROOT / "shared/web", [("**.py", "python")], keywords={"word": None})

    assert [code for _, _, code, _, _ in found if code not in words("nb")] == []


def test_a_text_nobody_wrote_is_an_error():
    with pytest.raises(WordUnknown):
        words("nn")("no.such.text")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", ("23. november 2026", "15.32", "9\N{NO-BREAK SPACE}000", "2,1\N{NO-BREAK SPACE}km")),
        ("nn", ("23. november 2026", "15.32", "9\N{NO-BREAK SPACE}000", "2,1\N{NO-BREAK SPACE}km")),
        ("en", ("23 November 2026", "15:32", "9,000", "2.1\N{NO-BREAK SPACE}km")),
    ],
)
def test_dates_and_numbers_are_written_as_the_language_does(language, expected):
    written = (
        formats.long_date(date(2026, 11, 23), language),
        formats.clock_time(datetime(2026, 11, 23, 14, 32, tzinfo=UTC), language),
        formats.number(9000, language),
        formats.distance(2.13, language),
    )

    assert written == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("nn-NO,nn;q=0.9,no;q=0.8,en;q=0.5", "nn"),
        ("no", "nb"),
        ("de, en-GB;q=0.4, nb;q=0.6", "nb"),
        ("nn;q=0, en;q=0.1", "en"),
        ("de", None),
        ("", None),
        ("nb;q=x, nn;q=x", None),
        ("nn," * 10_000, "nn"),
    ],
)
def test_the_browsers_first_wish_we_can_meet_is_met(header, expected):
    assert preferred_language(header) == expected


def test_bokmal_is_what_others_read():
    assert [language_or_default(tag) for tag in ("no-NO", "sv", None)] == ["nb", "nb", "nb"]
