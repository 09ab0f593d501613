"""Contacts of partners with a browser and a session of their own, on a running registry."""

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Any
from uuid import UUID

import pytest_asyncio
from httpx import AsyncClient, Response

from shared.access.grant import Grant
from shared.access.sessions import Sessions
from tests.connected.registry_harness import Registry, a_partner, running_registry
from tests.servers import RunningServers, fresh_servers

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
FIELD = re.compile(r'<input[^>]*name="(?P<name>[^"]+)"[^>]*?(?:value="(?P<value>[^"]*)")')
TEXT = re.compile(r'<textarea[^>]*name="(?P<name>[^"]+)"[^>]*>\n(?P<value>[^<]*)</textarea>')
ACTION = re.compile(r'<form[^>]*action="(/listings/drafts/[^"]+)"')
NUMBERS = count()
TITLE = re.compile(r"<title>([^<]*)</title>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """`browser` is signed in as this contact."""

    browser: AsyncClient
    partner: dict[str, Any]
    id: str

    async def open(self, path: str) -> str:
        answer = await self.browser.get(path)
        assert answer.status_code == 200, (answer.status_code, answer.headers, answer.text[:500])
        return answer.text

    async def press(self, path: str, *, on: str, **form: str) -> Response:
        """Send a form that stands on the page `on`."""
        token = csrf_in(await self.open(on))
        return await self.browser.post(path, data={"csrf_token": token, **form})

    async def begin(self, kind: str = "need") -> tuple[str, dict[str, str]]:
        """The address of a new draft and what its form holds."""
        page = await self.open(f"/listings/new?kind={kind}")
        found = ACTION.search(page)
        assert found
        return found[1], fields_in(page)


def csrf_in(page: str) -> str:
    found = CSRF.search(page)
    assert found, page[:2000]
    return unescape(found[1])


def fields_in(page: str) -> dict[str, str]:
    """What the form holds that one writes in; those of sign-out and language are left out."""
    body = page.partition("<main")[2]
    found = [*FIELD.finditer(body), *TEXT.finditer(body)]
    return {one["name"]: unescape(one["value"] or "") for one in found}


def title_in(page: str) -> str:
    found = TITLE.search(page)
    return unescape(found[1]) if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    registry: Registry

    async def contact(self, person: str = "Åse Lindvåg", **partner: Any) -> Contact:
        """Of a new partner in Østfold."""
        number = next(NUMBERS)
        contact = {"name": person, "email": f"nr{number}@partner.example", "language": "nb"}
        given = {"name": f"Virksomhet {number}", "orgnr": None, "contacts": [contact], **partner}
        return await self.of(await self.registry.added(**a_partner(**given)))

    async def of(self, partner: dict[str, Any], *, number: int = 0) -> Contact:
        contact = partner["contacts"][number]
        grant = Grant(
            role="partner",
            regions=(partner["region"],),
            partner_id=UUID(partner["id"]),
            name=contact["name"],
            holder_id=UUID(contact["id"]),
        )
        browser = await self.browser()
        browser.cookies.set("session", await Sessions(self.registry.database).open(grant))
        return Contact(browser=browser, partner=partner, id=contact["id"])

    async def told(self, about: str, type_: str) -> list[dict[str, Any]]:
        """The events of this type that mention the id."""
        events = await self.registry.events(type_)
        return [event for event in events if about in json.dumps(event)]

    async def browser(self) -> AsyncClient:
        """Of a stranger who reads bokmål."""
        browser: AsyncClient = await self.registry.new_client(None)
        browser.headers.update({"accept": "text/html", "accept-language": "nb"})
        return browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def portal(servers: RunningServers) -> AsyncIterator[Portal]:
    """One for all tests of a module: each brings partners of its own."""
    async with fresh_servers(servers) as emptied, running_registry(emptied) as registry:
        yield Portal(registry=registry)
