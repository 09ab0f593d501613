"""The dependencies by which routes ask who is there, and turn away whom they must."""

from secrets import compare_digest
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Form, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.access.credentials import Credentials
from shared.access.errors import FormNotOurs, NotAllowed, NotSignedIn
from shared.access.principal import Principal
from shared.storage.pool import ConnectionPool

BEARER = HTTPBearer(auto_error=False, description="An API token, see `koblingsboks token create`.")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
CsrfToken = Annotated[str, Form(max_length=200)]


class Gate:
    """Knows people by their API token or by the session cookie that signing in gave them."""

    def __init__(self, pool: ConnectionPool, *, public_url: str) -> None:
        self._pool = pool
        self.https = public_url.startswith("https://")
        # A __Host- cookie can be set neither by a neighbouring host nor without HTTPS.
        self.cookie = "__Host-session" if self.https else "session"

    async def anyone(self, request: Request, bearer: Bearer = None) -> Principal | None:
        """Who asks, or None for a stranger. A token that is no good is refused all the same.

        Raises:
            NotSignedIn: the token is unknown, expired or revoked.
            FormNotOurs: a signed-in browser was made to send this by another site.
        """
        if bearer:
            return await self._of_token(bearer.credentials)
        session = request.cookies.get(self.cookie)
        if not session:
            return None
        if request.method not in SAFE_METHODS:
            _check_origin(request)
        async with self._pool.connection() as connection:
            return await Credentials(connection).principal_of_session(session)

    async def signed_in(self, request: Request, bearer: Bearer = None) -> Principal:
        """Raises NotSignedIn for a stranger."""
        principal = await self.anyone(request, bearer)
        if not principal:
            raise NotSignedIn
        return principal

    async def coordinator(self, request: Request, bearer: Bearer = None) -> Principal:
        """A coordinator or an admin, else NotAllowed; the region is the route's to check."""
        principal = await self.signed_in(request, bearer)
        if not principal.decides:
            raise NotAllowed
        return principal

    async def admin(self, request: Request, bearer: Bearer = None) -> Principal:
        principal = await self.signed_in(request, bearer)
        if principal.role != "admin":
            raise NotAllowed
        return principal

    async def form(self, request: Request, csrf_token: CsrfToken = "") -> Principal:
        """A coordinator who sent a form of ours: session cookie, origin and token agree."""
        principal = await self.coordinator(request)
        expected = principal.csrf_token or ""
        if not expected or not compare_digest(expected.encode(), csrf_token.encode()):
            raise FormNotOurs
        return principal

    async def _of_token(self, token: str) -> Principal:
        async with self._pool.connection() as connection:
            principal = await Credentials(connection).principal_of_token(token)
        if not principal:
            raise NotSignedIn
        return principal


def _check_origin(request: Request) -> None:
    site = request.headers.get("sec-fetch-site")
    if site:
        if site != "same-origin":
            raise FormNotOurs
        return
    # Older browsers say only the origin; under a strict referrer policy not even that.
    origin = request.headers.get("origin", "null")
    if origin != "null" and urlsplit(origin).netloc != request.headers.get("host"):
        raise FormNotOurs
