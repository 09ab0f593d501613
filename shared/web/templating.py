"""Render pages with our look, in the visitor's language."""

from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.locale import LANGUAGES, Language, Words, formats, words
from shared.web.assets import asset_url
from shared.web.language import language_of, language_url
from shared.web.masthead import Masthead

SHARED_TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """The templates of one service; its own folder first, then the shared one.

    Every template has `_("code", name=…)` and `_n("code", count)` for words, the filters
    `date`, `month`, `time`, `number`, `percent` and `distance`, and the variables `masthead`,
    `language` and `language_urls`.
    """

    def __init__(self, *folders: Path) -> None:
        self._environments = {
            language: environment(language, (*folders, SHARED_TEMPLATES)) for language in LANGUAGES
        }

    def render(
        self,
        request: Request,
        template: str,
        *,
        status: int = 200,
        language: Language | None = None,
        masthead: Masthead | None = None,
        **context: object,
    ) -> HTMLResponse:
        """`language` is the person's own choice where it is known, else the visitor's is used."""
        language = language or language_of(request)
        html = self.template(template, language).render(
            language=language,
            language_urls={other: language_url(request, other) for other in LANGUAGES},
            masthead=masthead or Masthead(),
            **context,
        )
        return HTMLResponse(html, status, headers={"content-language": language})

    def template(self, name: str, language: Language) -> Template:
        return self._environments[language].get_template(name)


def environment(language: Language, folders: tuple[Path, ...]) -> Environment:
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"_": _worded(words(language)), "_n": _counted(words(language))}
    made.globals |= {"asset": asset_url}
    made.filters |= _filters(language)
    return made


def _filters(language: Language) -> Mapping[str, Callable[..., str]]:
    return {
        "date": lambda value: formats.long_date(value, language),
        "time": lambda value: formats.clock_time(value, language),
        "month": lambda value: formats.short_month(value, language),
        "number": lambda value: formats.number(value, language),
        "percent": lambda value: formats.percent(value, language),
        "distance": lambda value: formats.distance(value, language),
    }


def _worded(texts: Words) -> Callable[..., str]:
    # Markup escapes what fills the braces, so a link may stand in a sentence.
    return lambda code, **values: Markup(texts.raw(code)).format(**values)  # noqa: S704 our text


def _counted(texts: Words) -> Callable[..., str]:
    return lambda code, n, **values: Markup(texts.raw(code, n)).format(n=n, **values)  # noqa: S704
