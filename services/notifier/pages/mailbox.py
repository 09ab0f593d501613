"""/mail/mailbox: the letters of a system that sends to itself. For those on this machine: for
coordinators, or for all where these letters are the way to sign in."""

from asyncio import to_thread
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi import Path as PathPart
from fastapi.responses import HTMLResponse

from services.notifier.mail.maildir import ReceivedLetter, received_letter, received_letters
from shared.access.gate import Gate
from shared.web.templating import Pages

LOOPBACK = frozenset({"127.0.0.1", "::1"})
# The page may frame the letter, and the letter may do nothing at all.
FRAMING = "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
FRAMING += "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
HARMLESS = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"

Key = Annotated[str, PathPart(max_length=200, pattern=r"^[\w.,:=-]+$")]


def from_this_machine(request: Request) -> None:
    """Others are not even told that there is a mailbox."""
    if request.client is None or request.client.host not in LOOPBACK:
        raise HTTPException(404)


def mailbox_routes(
    folder: Path, gate: Gate, pages: Pages, *, is_open: bool, public_url: str
) -> APIRouter:
    known = [] if is_open else [Depends(gate.coordinator)]
    router = APIRouter(
        prefix="/mail/mailbox",
        include_in_schema=False,
        dependencies=[Depends(from_this_machine), *known],
    )

    async def found(key: Key) -> ReceivedLetter:
        letter = await to_thread(received_letter, folder, key)
        if letter is None:
            raise HTTPException(404)
        return letter

    @router.get("")
    async def list_all(request: Request) -> Response:
        letters = await to_thread(received_letters, folder)
        return pages.render(request, "mailbox.html", letters=letters)

    @router.get("/{key}")
    async def show(request: Request, letter: Annotated[ReceivedLetter, Depends(found)]) -> Response:
        links = _own_links(letter.text, public_url=public_url)
        page = pages.render(request, "received_letter.html", letter=letter, links=links)
        page.headers["content-security-policy"] = FRAMING
        return page

    @router.get("/{key}/html")
    async def html(letter: Annotated[ReceivedLetter, Depends(found)]) -> Response:
        return HTMLResponse(letter.html, headers={"content-security-policy": HARMLESS})

    return router


def _own_links(text: str, *, public_url: str) -> list[str]:
    """To our own pages: in its frame the letter cannot be made to lead anywhere."""
    words = (word for word in text.split() if word.startswith(f"{public_url}/"))
    return [f"/{word.removeprefix(public_url).lstrip('/')}" for word in dict.fromkeys(words)]
