"""The dependencies by which routes ask who is there, and turn away whom they must.

A page asks `partner`, `coordinator` or `signed_in`; its forms ask `partner_form`,
`coordinator_form` or `signed_in_form`, and hold `csrf_token` in a hidden field.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from secrets import compare_digest
from typing import Annotated

from fastapi import Form, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.access.cookies import Cookies
from shared.access.credentials import Credentials
from shared.access.errors import FormNotOurs, NotAllowed, NotSignedIn, SignInAgain
from shared.access.principal import Principal
from shared.access.sessions import Sessions
from shared.audit.asking import name_actor
from shared.storage.pool import Connection, ConnectionPool
from shared.storage.scope import everywhere, serve
from shared.web.origins import SAFE_METHODS, is_from_elsewhere

BEARER = HTTPBearer(auto_error=False, description="An API token, see `koblingsboks token create`.")

Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
CsrfToken = Annotated[str, Form(max_length=200)]


class Gate:
    """Knows people by their API token or by the session cookie that signing in gave them."""

    def __init__(self, pool: ConnectionPool, *, public_url: str) -> None:
        self._pool = pool
        self._public_url = public_url
        self.cookies = Cookies(public_url=public_url)

    @property
    def https(self) -> bool:
        return self.cookies.https

    async def anyone(self, request: Request, bearer: Bearer = None) -> Principal | None:
        """Who asks, or None for a stranger. A token that is no good is refused all the same.

        From now on the request sees the rows of this one's regions, and no others.

        Raises:
            NotSignedIn: the token is unknown, expired or revoked.
            FormNotOurs: a signed-in browser was made to send this by another site.
        """
        principal = await self._asking(request, bearer)
        if principal:
            name_actor(principal.actor)
            serve(await self._regions_of(principal))
        return principal

    async def _asking(self, request: Request, bearer: Bearer) -> Principal | None:
        if bearer:
            return await self._of_token(bearer.credentials)
        session = self.cookies.session_of(request)
        if not session:
            return None
        is_write = request.method not in SAFE_METHODS
        if is_write and is_from_elsewhere(request, public_url=self._public_url):
            raise FormNotOurs
        async with self._looking_up() as connection:
            return await Sessions(connection).principal(session)

    async def signed_in(self, request: Request, bearer: Bearer = None) -> Principal:
        """Raises NotSignedIn for a stranger."""
        principal = await self.anyone(request, bearer)
        if not principal:
            raise NotSignedIn
        return principal

    async def partner(self, request: Request, bearer: Bearer = None) -> Principal:
        """A contact on behalf of the own partner, else NotAllowed."""
        principal = await self.signed_in(request, bearer)
        if principal.role != "partner":
            raise NotAllowed
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

    async def signed_in_form(self, request: Request, csrf_token: CsrfToken = "") -> Principal:
        """Whoever sent a form of ours: session cookie, origin and token agree."""
        return _own_form(await self.signed_in(request), csrf_token)

    async def partner_form(self, request: Request, csrf_token: CsrfToken = "") -> Principal:
        return _own_form(await self.partner(request), csrf_token)

    async def coordinator_form(self, request: Request, csrf_token: CsrfToken = "") -> Principal:
        return _own_form(await self.coordinator(request), csrf_token)

    async def recent_form(self, request: Request, csrf_token: CsrfToken = "") -> Principal:
        """For what a borrowed browser must not do: a form of one who signed in just now.

        Raises:
            SignInAgain: the last sign-in was more than ten minutes ago.
        """
        principal = await self.signed_in_form(request, csrf_token)
        if not principal.signed_in_recently:
            raise SignInAgain
        return principal

    async def _of_token(self, token: str) -> Principal:
        async with self._looking_up() as connection:
            principal = await Credentials(connection).principal_of_token(token)
        if not principal:
            raise NotSignedIn
        return principal

    async def _regions_of(self, principal: Principal) -> Sequence[str] | None:
        """Those whose rows the request may touch; None stands for all."""
        if principal.role != "partner" or principal.regions:
            return principal.regions_seen()
        async with self._looking_up() as connection:
            return await Credentials(connection).regions_of_partner(principal.partner_id)

    @asynccontextmanager
    async def _looking_up(self) -> AsyncIterator[Connection]:
        """Who asks is found out before it is known what they may see."""
        with everywhere():
            async with self._pool.connection() as connection:
                yield connection


def _own_form(principal: Principal, csrf_token: str) -> Principal:
    expected = (principal.csrf_token or "").encode()
    if not expected or not compare_digest(expected, csrf_token.encode("utf-8", "replace")):
        raise FormNotOurs
    return principal
