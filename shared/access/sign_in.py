"""The page behind a sign-in link. Looking at it spends nothing: mail scanners look too."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as PathPart
from fastapi.responses import RedirectResponse, Response

from shared.access.credentials import SESSION_LIFETIME, Credentials
from shared.access.gate import Gate
from shared.storage.pool import ConnectionPool
from shared.web.templating import Pages

TEMPLATES = Path(__file__).parent / "templates"

Code = Annotated[str, PathPart(max_length=100)]


def sign_in_routes(pool: ConnectionPool, gate: Gate, *, prefix: str) -> APIRouter:
    """`GET prefix/sign-in/CODE` shows a button, `POST` signs in and goes on to `prefix`."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    pages = Pages(TEMPLATES)

    @router.get("/sign-in")
    async def how_to_sign_in(request: Request) -> Response:
        return pages.render(request, "sign_in.html", code=None, status=401)

    @router.get("/sign-in/{code}")
    async def show(request: Request, code: Code) -> Response:
        return pages.render(request, "sign_in.html", code=code)

    @router.post("/sign-in/{code}")
    async def sign_in(code: Code) -> Response:
        async with pool.transaction() as connection:
            session = await Credentials(connection).sign_in(code)
        answer = RedirectResponse(prefix, status_code=303)
        answer.set_cookie(
            gate.cookie,
            session,
            max_age=int(SESSION_LIFETIME.total_seconds()),
            secure=gate.https,
            httponly=True,
            samesite="lax",
        )
        return answer

    @router.post("/sign-out")
    async def sign_out(request: Request) -> Response:
        async with pool.transaction() as connection:
            await Credentials(connection).sign_out(request.cookies.get(gate.cookie, ""))
        answer = RedirectResponse(f"{prefix}/sign-in", status_code=303)
        answer.delete_cookie(gate.cookie, secure=gate.https, httponly=True, samesite="lax")
        return answer

    return router
