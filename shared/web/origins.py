"""Which site a browser was on when it sent a request."""

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.error_pages import ErrorPages
from shared.web.problems import Problem

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
#: "none" is a person's own doing: the address bar, a bookmark.
OURS = frozenset({"same-origin", "none"})
NOT_OURS = "This was sent from another site's page. Open our page and repeat it there."


def is_from_elsewhere(request: Request, *, public_url: str) -> bool:
    """A browser says so of a request that another site's page made it send. Programs say nothing,
    and old browsers under our referrer policy only "null": forms have their token besides."""
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in OURS
    origin = request.headers.get("origin", "null")
    is_ours = origin == public_url or urlsplit(origin).netloc == request.headers.get("host")
    return origin != "null" and not is_ours


class OwnPagesOnly:
    """Turn away writes that another site's page had a browser send, whatever they are."""

    def __init__(self, app: ASGIApp, *, public_url: str, pages: ErrorPages) -> None:
        self._app = app
        self._public_url = public_url
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS:
            request = Request(scope)
            if is_from_elsewhere(request, public_url=self._public_url):
                app = self._refusal(request)
        await app(scope, receive, send)

    def _refusal(self, request: Request) -> ASGIApp:
        if self._pages.suit(request):
            return self._pages.render(request, status=403)
        return Problem(status=403, detail=NOT_OURS, instance=request.url.path).response()
