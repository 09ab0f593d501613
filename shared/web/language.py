"""Which language a visitor reads: chosen by a link, else by the browser, else bokmål."""

from urllib.parse import parse_qsl, quote, urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.locale import DEFAULT_LANGUAGE, LANGUAGES, Language
from shared.locale.languages import language_named, preferred_language

COOKIE = "lang"
PARAMETER = "lang"
A_YEAR_IN_SECONDS = 365 * 24 * 3600


def language_of(request: Request) -> Language:
    return (
        language_named(request.cookies.get(COOKIE, ""))
        or preferred_language(request.headers.get("accept-language", ""))
        or DEFAULT_LANGUAGE
    )


def language_url(request: Request, language: Language) -> str:
    """This page's address with a switch of language; works as a plain link."""
    kept = [pair for pair in _query(request) if pair[0] != PARAMETER]
    return "?" + urlencode([*kept, (PARAMETER, language)])


def keep_language(response: Response, language: Language, *, secure: bool) -> None:
    """What was chosen holds for a year."""
    response.set_cookie(
        COOKIE,
        language,
        max_age=A_YEAR_IN_SECONDS,
        secure=secure,
        httponly=True,
        samesite="lax",
    )


class LanguageChoice:
    """Turns `GET /page?lang=nn` from a browser into a cookie and the same page without it."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        language = _chosen(scope)
        answer = self._switched(scope, language) if language else self._app
        await answer(scope, receive, send)

    def _switched(self, scope: Scope, language: Language) -> RedirectResponse:
        request = Request(scope)
        kept = urlencode([pair for pair in _query(request) if pair[0] != PARAMETER])
        # "//other.example" would be another host: a path of ours has one slash in front.
        path = "/" + quote(request.url.path.lstrip("/\\"), safe="/%:@-._~!$&'()*+,;=")
        response = RedirectResponse(path + (f"?{kept}" if kept else ""), status_code=303)
        keep_language(response, language, secure=self._secure)
        return response


def _chosen(scope: Scope) -> Language | None:
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    request = Request(scope)
    if "text/html" not in request.headers.get("accept", ""):
        return None
    value = request.query_params.get(PARAMETER)
    return next((language for language in LANGUAGES if language == value), None)


def _query(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.url.query, keep_blank_values=True)
