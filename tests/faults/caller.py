"""Calls the services as a careful program does: until an answer comes, with the same key."""

import asyncio
import random
import time
from typing import Any
from uuid import UUID

from httpx import AsyncClient, HTTPError, Response

from tests.faults.patience import patient
from tests.faults.told import Told
from tests.faults.world import World

PATIENCE_SECONDS = patient(75.0)
ANSWER_SECONDS = patient(6.0)
PAUSE_SECONDS = 0.1
LOOK_SECONDS = 0.04


class NoAnswer(Exception):
    """A service gave no answer although the faults are over."""


class Caller:
    def __init__(self, world: World, told: Told, seed: str) -> None:
        self._told = told
        self._drawn = random.Random(f"{seed} keys")
        self._clients = {
            name: AsyncClient(
                base_url=process.url,
                headers={"authorization": f"Bearer {world.token}"},
                timeout=ANSWER_SECONDS,
            )
            for name, process in world.processes.items()
        }

    async def close(self) -> None:
        for client in self._clients.values():
            await client.aclose()

    async def call(
        self, service: str, method: str, path: str, body: Any = None, **options: Any
    ) -> Response:
        """The answer, once one came that is no "not now"."""
        key = str(UUID(int=self._drawn.getrandbits(128)))
        deadline = time.monotonic() + PATIENCE_SECONDS
        self._told.calls += 1
        while time.monotonic() < deadline:
            answer = await self._try(service, method, path, body, key, **options)
            if answer is not None and answer.status_code < 500:
                return answer
            self._told.repeated += 1
            await asyncio.sleep(PAUSE_SECONDS)
        seen = answer.text[:300] if answer is not None else "no answer"
        raise NoAnswer(f"{method} {path}: {seen}")

    async def made(self, service: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """What was made; anything but success is a finding."""
        answer = await self.call(service, method, path, body)
        if not answer.is_success:
            raise NoAnswer(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    async def _try(
        self, service: str, method: str, path: str, body: Any, key: str, **options: Any
    ) -> Response | None:
        headers = {"idempotency-key": key}
        try:
            return await self._clients[service].request(
                method, path, json=body, headers=headers, **options
            )
        except HTTPError:
            return None
