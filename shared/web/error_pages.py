"""The small page people see when something is refused."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.locale import words
from shared.web.language import language_of
from shared.web.templating import Pages

#: Codes of heading and text; any other refusal, then any other failure, use the last two.
TEXTS = {
    401: ("error.title.signed_out", "error.signed_out"),
    403: ("error.title.forbidden", "error.forbidden"),
    404: ("error.title.not_found", "error.not_found"),
    410: ("error.title.refused", "error.link.expired"),
    413: ("error.title.refused", "error.too_large"),
    429: ("error.title.too_many", "error.too_many"),
}
REFUSED = ("error.title.refused", "error.refused")
FAILED = ("error.title.server", "error.server_unsaved")
FIRST_FAILURE = 500
NOT_SIGNED_IN = 401
SIGN_IN = "/sign-in"


class ErrorPages:
    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def suit(self, request: Request) -> bool:
        """A browser asks for a page, not a program for data."""
        accepts_html = "text/html" in request.headers.get("accept", "")
        return accepts_html and not request.url.path.startswith("/api/")

    def render(
        self, request: Request, *, status: int, headers: Mapping[str, str] | None = None
    ) -> Response:
        if status == NOT_SIGNED_IN and request.method == "GET":
            return _to_sign_in(request)
        heading, message = TEXTS.get(status, FAILED if status >= FIRST_FAILURE else REFUSED)
        word = words(language_of(request))
        response = self._pages.render(
            request,
            "error.html",
            status=status,
            heading=word(heading),
            message=word(message),
            sign_in=SIGN_IN if status == NOT_SIGNED_IN else "",
        )
        response.headers.update(headers or {})
        return response


def _to_sign_in(request: Request) -> Response:
    """And back to this page afterwards."""
    query = f"?{request.url.query}" if request.url.query else ""
    leads_to = quote(f"{request.url.path}{query}", safe="/")
    return RedirectResponse(f"{SIGN_IN}?next={leads_to}", status_code=303)
