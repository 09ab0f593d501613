"""One template, two forms: the same words as text and as HTML."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from services.notifier.letters.letter import Letter
from services.notifier.letters.plain_text import one_line, shortened
from shared.locale import Language, formats, words

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_SUBJECT = 150

Form = Literal["txt", "html"]


def rendered(letter: str, *, language: Language, facts: Mapping[str, object]) -> Letter:
    """A letter by the template of its kind. A `subject` among the facts is the one it gets."""
    subject = facts.get("subject") or _block(letter, "subject", language, facts)
    subject = shortened(one_line(str(subject)), LONGEST_SUBJECT)
    text, html = (
        _template(letter, language, form).render({**facts, "subject": subject})
        for form in ("txt", "html")
    )
    return Letter(language=language, subject=subject, text=_tidied(text), html=_tidied(html))


def rendered_words(letter: str, *, language: Language, facts: Mapping[str, object]) -> str:
    """What is said in a letter, without buttons, signature and footer."""
    subject = _block(letter, "subject", language, facts)
    return _tidied(_block(letter, "words", language, {**facts, "subject": subject.strip()}))


def _block(letter: str, block: str, language: Language, facts: Mapping[str, object]) -> str:
    template = _template(letter, language, "txt")
    return "".join(template.blocks[block](template.new_context(dict(facts))))


def _template(letter: str, language: Language, form: Form) -> Template:
    return _environment(language, form).select_template(
        [f"{letter}.{language}.jinja", f"{letter}.jinja"]
    )


@cache
def _environment(language: Language, form: Form) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=form == "html",  # noqa: S701 text is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"language": language, "word": words(language), "layout": f"letter.{form}"}
    made.filters |= {
        "one_line": _one_line,
        "date": lambda day: formats.long_date(day, language),
        "kilometres": lambda value: formats.kilometre_number(value, language),
        "lower_first": lambda text: text[:1].lower() + text[1:],
    }
    # Not imported by each template, so that a block can be rendered by itself.
    made.globals["part"] = made.get_template(f"parts.{form}").module
    made.globals["say"] = made.get_template(f"phrases.{language}.jinja").module
    return made


def moment(value: dt.datetime, language: Language) -> str:
    """`tirsdag 1. desember kl. 10.00`, `Tuesday 1 December at 10:00`."""
    at = "at" if language == "en" else "kl."
    day = formats.weekday_date(value, language)
    return f"{day} {at} {formats.clock_time(value, language)}"


def _tidied(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _one_line(text: str) -> str:
    # What a template escaped stays escaped.
    line = " ".join(text.split())
    return Markup(line) if isinstance(text, Markup) else line  # noqa: S704
