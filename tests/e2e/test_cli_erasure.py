"""What an erased partner and an erased contact leave behind: nothing, within a minute."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest
import pytest_asyncio
from redis.asyncio import Redis

from deploy.embedded.letters import Letter, LetterBox
from deploy.embedded.servers import Addresses, addresses
from tests.connected.matcher_service import csrf_token_in
from tests.e2e.command_line import Up, is_ready, started
from tests.e2e.story import DAIRY, NEED, OFFER, answered
from tests.servers import short_lived_folder
from tests.waiting import until

WITHIN_SECONDS = 60
COLUMNS = """
    SELECT table_schema, table_name, column_name, data_type
      FROM information_schema.columns
     WHERE table_schema IN ('access', 'registry', 'matcher', 'notifier')
"""
HITS = "SELECT count(*) FROM {table} WHERE position($1 IN lower({text})) > 0"
ANSWER_LINK = re.compile(r"/mail/answer/[^\s?]+")


@dataclass
class Canaries:
    """Words that nobody else would write, a new one for every place they are written to."""

    stem: str
    places: list[str] = field(default_factory=list)

    def word(self, place: str) -> str:
        self.places.append(place)
        return f"{self.stem}{place}"

    def email(self, place: str) -> str:
        return f"{self.word(place)}@kanari.example"


@dataclass(frozen=True)
class House:
    """A running start, and every place in it that could remember."""

    running: Up
    servers: Addresses
    admin: httpx.AsyncClient

    async def traces(self, stem: str) -> dict[str, int]:
        return {**await self._in_tables(stem), **await asyncio.to_thread(self._in_files, stem)}

    async def _in_tables(self, stem: str) -> dict[str, int]:
        connection = await asyncpg.connect(self.servers.admin_dsn)
        found = {}
        try:
            for schema, table, column, kind in await connection.fetch(COLUMNS):
                text = f"encode({column}, 'escape')" if kind == "bytea" else f"{column}::text"
                question = HITS.format(table=f"{schema}.{table}", text=text)
                found[f"{schema}.{table}.{column}"] = await connection.fetchval(question, stem)
        finally:
            await connection.close()
        return {place: count for place, count in found.items() if count}

    def _in_files(self, stem: str) -> dict[str, int]:
        folders = (self.running.data / name for name in ("valkey", "logs", "mailbox"))
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        found = {
            str(file.relative_to(self.running.data)): read(file).lower().count(stem.encode())
            for file in files
        }
        return {place: count for place, count in found.items() if count}

    def letters(self) -> list[Letter]:
        return LetterBox(self.running.data / "mailbox").letters()

    async def letter_to(self, email: str, *, but: int = 0) -> Letter:
        async def look() -> list[Letter]:
            return [letter for letter in self.letters() if email in letter.to]

        return (await until(look, lambda found: len(found) > but, seconds=30))[0]


def read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError:  # written anew this very moment
        return b""


@pytest.fixture(scope="module")
def running() -> Iterator[Up]:
    with short_lived_folder() as folder, started(folder) as first:
        asyncio.run(until(lambda: is_ready(first), seconds=60))
        yield first


@pytest_asyncio.fixture
async def house(running: Up) -> AsyncIterator[House]:
    async with running.client("--role", "admin") as admin:
        yield House(running, addresses(running.data), admin)


@pytest.fixture
def canaries() -> Canaries:
    return Canaries(stem=f"zq{uuid4().hex[:12]}")


async def test_nothing_is_left_of_an_erased_partner(house, canaries):
    partner = await a_partner_everywhere(house, canaries)
    before = await house.traces(canaries.stem)

    erased_at = time.monotonic()
    answer = await house.admin.delete(f"/api/partners/{partner['id']}")

    assert answer.status_code == 204
    await until(
        lambda: house.traces(canaries.stem),
        lambda left: not left,
        seconds=WITHIN_SECONDS - (time.monotonic() - erased_at),
    )
    # The canaries really sang in all these places.
    assert {place.rpartition(".")[0] for place in before} >= {
        "registry.partners",
        "registry.contacts",
        "registry.listings",
        "registry.capabilities",
        "registry.outbox",
        "registry.idempotency_keys",
        "matcher.partners",
        "matcher.items",
        "matcher.suggestions",
        "matcher.outbox",
        "notifier.partners",
        "notifier.contacts",
        "notifier.introductions",
        "notifier.letters",
        "notifier.answers",
        "notifier.outcomes",
        "notifier.dead_letters",
        "access.tokens",
    }
    assert any(place.startswith("valkey/") for place in before)
    assert any(place.startswith("mailbox/") for place in before)


async def test_nothing_is_left_of_an_erased_contact(house, canaries):
    person = {"name": canaries.word("name"), "email": canaries.email("email")}
    colleague = {"name": "Unni Moen", "email": f"unni@{canaries.stem[::-1]}.example"}
    fields = {**DAIRY, "name": f"Fjordkraft {canaries.stem[::-1]}"}
    partner = await registered(house, {**fields, "contacts": [person, colleague]})
    await introduced(house, partner, NEED, note="Ring først.")
    await answered_by_letter(house, person["email"], canaries)
    await asked_to_sign_in(house, person["email"])
    assert await house.traces(canaries.stem)

    answer = await house.admin.delete(f"/api/contacts/{partner['contacts'][0]['id']}")

    assert answer.status_code == 204
    await until(lambda: house.traces(canaries.stem), lambda left: not left, seconds=WITHIN_SECONDS)


async def a_partner_everywhere(house: House, canaries: Canaries) -> dict[str, Any]:
    """A canary in everything that somebody can fill in."""
    person = {"name": canaries.word("contact"), "email": canaries.email("email")}
    partner = await registered(
        house,
        {
            **DAIRY,
            "name": canaries.word("partner"),
            "sector": canaries.word("sector"),
            "place": canaries.word("place"),
            "description": f"{DAIRY['description']} {canaries.word('description')}",
            "capabilities": [f"Vi kan kjøling {canaries.word('capability')}"],
            "website": f"https://{canaries.word('website')}.example",
            "contacts": [person],
        },
    )
    text = f"{NEED['text']} {canaries.word('text')}"
    need = {**NEED, "title": canaries.word("title"), "text": text}
    introduction = await introduced(house, partner, need, note=canaries.word("approval"))
    await answered_by_letter(house, person["email"], canaries)
    outcome = {"result": "met", "note": canaries.word("outcome")}
    answered(
        await house.admin.post(f"/api/introductions/{introduction['id']}/outcome", json=outcome)
    )
    await rejected(house, partner, canaries)
    await asked_to_sign_in(house, person["email"])
    token = {"role": "partner", "partner_id": partner["id"], "label": canaries.word("label")}
    answered(await house.admin.post("/api/tokens", json=token))
    await buried(house, partner, canaries)
    return partner


async def registered(house: House, body: dict[str, Any]) -> dict[str, Any]:
    key = {"idempotency-key": str(uuid4())}
    return answered(await house.admin.post("/api/partners", json=body, headers=key))


async def introduced(
    house: House, partner: dict[str, Any], listing: dict[str, str], *, note: str
) -> dict[str, Any]:
    other = {**DAIRY, "name": f"Motpart {uuid4()}", "contacts": [other_person()]}
    offer = await published(house, (await registered(house, other))["id"], OFFER)
    need = await published(house, partner["id"], listing)
    pair = await paired(house, need, offer)
    path = f"/api/suggestions/{pair['id']}/approve"
    answered(await house.admin.post(path, json={"note": note}))
    for contact in (*partner["contacts"][:1], other["contacts"][0]):
        await house.letter_to(contact["email"])
    return pair


async def rejected(house: House, partner: dict[str, Any], canaries: Canaries) -> None:
    other = {**DAIRY, "name": f"Motpart {uuid4()}", "contacts": []}
    offer = await published(house, (await registered(house, other))["id"], OFFER)
    need = await published(house, partner["id"], {**NEED, "place": canaries.word("listingplace")})
    pair = await paired(house, need, offer)
    decision = {"reason": "other", "note": canaries.word("rejection")}
    answered(await house.admin.post(f"/api/suggestions/{pair['id']}/reject", json=decision))


async def published(house: House, partner_id: str, listing: dict[str, Any]) -> str:
    path = f"/api/partners/{partner_id}/listings"
    return str(answered(await house.admin.post(path, json=listing))["id"])


async def paired(house: House, need: str, offer: str) -> dict[str, Any]:
    body = {"seeker_listing": need, "provider_listing": offer}

    async def look() -> httpx.Response:
        return await house.admin.post("/api/suggestions", json=body)

    return answered(await until(look, lambda answer: answer.is_success, seconds=30))


async def answered_by_letter(house: House, email: str, canaries: Canaries) -> None:
    link = ANSWER_LINK.search((await house.letter_to(email)).text)
    assert link
    form = {
        "answer": "wrong_person",
        "note": canaries.word("note"),
        "who": canaries.word("colleague"),
    }
    answer = await house.admin.post(link[0], data=form)
    assert answer.is_success, answer.text


async def asked_to_sign_in(house: House, email: str) -> None:
    before = len([letter for letter in house.letters() if email in letter.to])
    async with house.running.client() as browser:
        token = csrf_token_in(await browser.get("/sign-in", headers={"accept": "text/html"}))
        await browser.post("/sign-in", data={"email": email, "csrf_token": token})
    await house.letter_to(email, but=before)


async def buried(house: House, partner: dict[str, Any], canaries: Canaries) -> None:
    """An event about the contact that the notifier cannot read."""
    body = f'{{"type": "contact.updated.v9", "partner": "{partner["id"]}", ' + (
        f'"name": "{canaries.word("unreadable")}"}}'
    )
    async with Redis.from_url(house.servers.admin_broker_url) as redis:
        await redis.xadd("contacts", {"__data__": '{"data": %s}' % body})  # noqa: UP031

    async def listed() -> dict[str, int]:
        return await house.traces(f"{canaries.stem}unreadable")

    await until(listed, lambda found: "notifier.dead_letters.body" in found, seconds=30)


def other_person() -> dict[str, str]:
    return {"name": "Åse Lindvåg", "email": f"ase@{uuid4()}.example"}
