"""The cookies that tell who a browser is: with a session, or nobody yet."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from shared.access.sessions import LIFETIME

VISIT_SECONDS = 3600
KEPT_SECONDS = 24 * 3600


class Cookies:
    def __init__(self, *, public_url: str) -> None:
        self.https = public_url.startswith("https://")
        # A __Host- cookie can be set neither by a neighbouring host nor without HTTPS.
        prefix = "__Host-" if self.https else ""
        self.session = f"{prefix}session"
        self.visitor = f"{prefix}visitor"
        self.kept = f"{prefix}kept"

    def session_of(self, request: Request) -> str:
        """The secret, or nothing."""
        return request.cookies.get(self.session, "")

    def visitor_of(self, request: Request) -> str:
        return request.cookies.get(self.visitor, "")

    def kept_of(self, request: Request) -> str:
        """The secret of a form that was sent when nobody was signed in, or nothing."""
        return request.cookies.get(self.kept, "")

    def keep_session(self, response: Response, secret: str) -> None:
        self._keep(response, self.session, secret, seconds=int(LIFETIME.total_seconds()))

    def keep_visitor(self, response: Response, secret: str) -> None:
        self._keep(response, self.visitor, secret, seconds=VISIT_SECONDS)

    def keep_form(self, response: Response, secret: str) -> None:
        self._keep(response, self.kept, secret, seconds=KEPT_SECONDS)

    def drop(self, response: Response, *names: str) -> None:
        for name in names:
            response.delete_cookie(name, **self._attributes())

    def _keep(self, response: Response, name: str, secret: str, *, seconds: int) -> None:
        response.set_cookie(name, secret, max_age=seconds, **self._attributes())

    def _attributes(self) -> Mapping[str, Any]:
        return {"secure": self.https, "httponly": True, "samesite": "lax"}
