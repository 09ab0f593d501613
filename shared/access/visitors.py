"""Browsers that nobody is signed in with: known by a cookie, so that their forms are their own."""

from hashlib import sha256
from secrets import compare_digest
from typing import Annotated

from fastapi import Form, Request
from starlette.responses import Response

from shared.access.cookies import Cookies
from shared.access.errors import FormNotOurs
from shared.access.secrets import new_secret

CsrfToken = Annotated[str, Form(max_length=200)]


class Visitor:
    """One browser. `secret` is what its cookie holds."""

    def __init__(self, secret: str) -> None:
        self.secret = secret

    @property
    def csrf_token(self) -> str:
        """For the forms of this browser; the secret cannot be found from it."""
        return sha256(f"form {self.secret}".encode()).hexdigest()


class Visitors:
    def __init__(self, cookies: Cookies) -> None:
        self._cookies = cookies

    def greet(self, request: Request) -> Visitor:
        """The visitor of before, or a new one; `remember` it with the page."""
        return Visitor(self._cookies.visitor_of(request) or new_secret())

    def remember(self, response: Response, visitor: Visitor) -> None:
        self._cookies.keep_visitor(response, visitor.secret)

    async def known(self, request: Request) -> Visitor:
        """Whose browser it is, with a new secret where it has none."""
        return self.greet(request)

    async def form(self, request: Request, csrf_token: CsrfToken = "") -> Visitor:
        """The visitor who sent a form of ours, else FormNotOurs."""
        visitor = Visitor(self._cookies.visitor_of(request))
        sent = csrf_token.encode("utf-8", "replace")
        if not visitor.secret or not compare_digest(visitor.csrf_token.encode(), sent):
            raise FormNotOurs
        return visitor
