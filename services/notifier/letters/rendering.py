"""One template, two forms: the same words as text and as HTML."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from shared.locale import Language, formats, words

TEMPLATES = Path(__file__).parent / "templates"

Form = Literal["txt", "html"]


def rendered(letter: str, *, language: Language, form: Form, facts: Mapping[str, object]) -> str:
    text = _environment(language, form).get_template(f"{letter}.{language}.jinja").render(facts)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@cache
def _environment(language: Language, form: Form) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=form == "html",  # noqa: S701 text is not HTML
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"language": language, "word": words(language)}
    made.globals |= {"layout": f"letter.{form}", "parts": f"parts.{form}"}
    made.filters["one_line"] = _one_line
    made.filters["kilometres"] = lambda value: formats.kilometre_number(value, language)
    return made


def _one_line(text: str) -> str:
    # What a template escaped stays escaped.
    line = " ".join(text.split())
    return Markup(line) if isinstance(text, Markup) else line  # noqa: S704
