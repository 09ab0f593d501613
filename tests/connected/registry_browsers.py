"""People at the registry's pages, signed in as somebody or not."""

import re
from dataclasses import dataclass
from html import unescape

from httpx import AsyncClient, Response

from shared.access.grant import Grant
from shared.access.sessions import Sessions
from tests.connected.registry_harness import Registry

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
ERROR = re.compile(r'id="([\w.-]+)-error">([^<]+)<')
PAGE = {"accept": "text/html", "accept-language": "en", "sec-fetch-site": "same-origin"}


@dataclass(frozen=True, slots=True)
class Visitor:
    client: AsyncClient

    async def get(self, path: str, **given: object) -> Response:
        return await self.client.get(path, **given)  # type: ignore[arg-type]

    async def send(self, page: str, typed: dict[str, object], **given: object) -> Response:
        """The form of `page`, filled in; to `to` where it leads elsewhere."""
        token = token_in(await self.client.get(page))
        to = str(given.pop("to", page.partition("?")[0]))
        data = {"csrf_token": token, **typed}
        return await self.client.post(to, data=data, **given)  # type: ignore[arg-type]


async def visitor(registry: Registry, grant: Grant | None = None) -> Visitor:
    client: AsyncClient = await registry.new_client(None)
    client.headers.update(PAGE)
    if grant:
        client.cookies.set("session", await Sessions(registry.database).open(grant))
    return Visitor(client)


def token_in(page: Response) -> str:
    found = CSRF.search(page.text)
    assert found, (page.status_code, page.text[:500])
    return unescape(found[1])


def errors_in(page: Response) -> dict[str, str]:
    """By the field they stand beside."""
    return {name: unescape(text) for name, text in ERROR.findall(page.text)}


def coordinator(*regions: str) -> Grant:
    return Grant(role="coordinator", regions=regions, name="Ingrid Solhaug")
