"""Our own HTTP API, called as any program would call it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx

from deploy.cli.connecting import App
from deploy.cli.errors import ApiRefused, StoppedMeanwhile
from deploy.embedded.access import create_token
from shared.access.grant import Grant

TOKEN_LIFETIME = timedelta(hours=1)
PATIENCE_SECONDS = 600.0  #: a large import takes its time

Body = dict[str, Any]


class Api:
    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def get(self, path: str, **query: str) -> Body:
        return await self._asked("GET", path, params=query)

    async def every(self, path: str, **query: str) -> list[Body]:
        """All items of a list, page after page."""
        items: list[Body] = []
        page = await self.get(path, **query)
        items += page["items"]
        while page.get("next"):
            page = await self.get(path, **query, cursor=page["next"])
            items += page["items"]
        return items

    async def post(self, path: str, body: Body) -> Body:
        """Raises ApiRefused, with what to mend."""
        return await self._asked("POST", path, json=body)

    async def _asked(self, method: str, path: str, **request: Any) -> Body:
        try:
            response = await self._client.request(method, path, **request)
        except httpx.HTTPError as error:
            raise StoppedMeanwhile(url=self._client.base_url) from error
        if not response.is_success:
            raise ApiRefused(response)
        body: Body = response.json()
        return body


@asynccontextmanager
async def admin_api(app: App) -> AsyncIterator[Api]:
    """With a token of its own that soon expires."""
    token = await create_token(
        app.servers, Grant(role="admin", name="command line"), lifetime=TOKEN_LIFETIME
    )
    async with httpx.AsyncClient(
        base_url=app.url,
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
        trust_env=False,  # a proxy for the world outside does not know our loopback
    ) as client:
        yield Api(client)
