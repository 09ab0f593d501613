"""What must hold when everything has come to rest, whatever went wrong before."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from deploy.provision import SERVICES
from shared.messaging.streams import READERS, streams_written_by
from tests.faults.readers import acted_on_by
from tests.faults.told import Pair, Told
from tests.faults.world import World

LOST = """
    SELECT event_id, type FROM {writer}.outbox o
     WHERE stream = $1 AND created_at >= $2
       AND NOT EXISTS (SELECT FROM {reader}.inbox i WHERE i.event_id = o.event_id)
       AND NOT EXISTS (SELECT FROM {reader}.dead_letters d WHERE d.event_id = o.event_id)
"""
PARTNERS = "SELECT id, name, description FROM {schema}.partners WHERE region = $1"
KNOWN_PARTNERS = "SELECT id, name FROM notifier.partners WHERE region = $1 AND NOT erased"
LISTINGS = """
    SELECT l.id, l.title, l.status = 'open' AS open FROM registry.listings l
      JOIN registry.partners p ON p.id = l.partner_id WHERE p.region = $1
"""
ITEMS = """
    SELECT id, title, status = 'open' AS open FROM matcher.items
     WHERE region = $1 AND kind <> 'capability'
"""
SUGGESTIONS = """
    SELECT id, seeker_item_id, provider_item_id, status FROM matcher.suggestions WHERE region = $1
"""
INTRODUCTIONS = "SELECT id FROM notifier.introductions WHERE region = $1"
LETTERS = """
    SELECT l.id, l.introduction_id, l.partner_id, l.message_id, l.state, l.body IS NULL AS unwritten
      FROM notifier.letters l JOIN notifier.introductions i ON i.id = l.introduction_id
     WHERE i.region = $1
"""
ANSWERS = """
    SELECT introduction_id, partner_id FROM notifier.answers
      JOIN notifier.introductions ON id = introduction_id WHERE region = $1
"""
TOLD_BACK = "SELECT id, version, state FROM {schema}.introductions WHERE region = $1"
SENT_BACK = """
    SELECT i.id, i.version, i.state FROM notifier.introductions i WHERE i.region = $1
       AND i.state <> 'waiting'
"""
DEAD = "SELECT stream, event_id, reason FROM {schema}.dead_letters WHERE last_failed_at >= $1"
TABLES = """
    SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
     WHERE table_schema = ANY($1) AND table_type = 'BASE TABLE'
"""


@dataclass
class Findings:
    """`problems` is empty when every promise was kept."""

    problems: list[str] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    unknown: int = 0
    refused: int = 0
    dead: int = 0
    letters: int = 0
    events: int = 0


@dataclass
class Expected:
    """What a fault makes right that otherwise would be wrong."""

    dead_letters: int = 0
    any_dead_letters: bool = False
    may_refuse: bool = False


async def check(world: World, told: Told, since: datetime, expected: Expected) -> Findings:
    found = Findings()
    async with world.admin() as connection:
        look = _Look(connection, world, told, since, found)
        await look.events()
        await look.dead_letters(expected)
        await look.copies()
        await look.suggestions()
        await look.introductions()
        await look.letters(expected)
        await look.answers()
        await look.erased()
    await _erased_on_the_broker(world, told, found)
    return found


class _Look:
    def __init__(
        self,
        connection: asyncpg.Connection,
        world: World,
        told: Told,
        since: datetime,
        found: Findings,
    ) -> None:
        self._connection = connection
        self._world = world
        self._told = told
        self._since = since
        self._found = found

    async def events(self) -> None:
        for writer in SERVICES:
            for stream in streams_written_by(writer):
                for reader in READERS[stream]:
                    await self._lost(writer, stream, reader)

    async def _lost(self, writer: str, stream: str, reader: str) -> None:
        query = LOST.format(writer=writer, reader=reader)
        for row in await self._connection.fetch(query, stream, self._since):
            if row["type"] in acted_on_by(reader):
                self._found.lost += 1
                self._say(f"{row['type']} {row['event_id']} never reached the {reader}")

    async def dead_letters(self, expected: Expected) -> None:
        for service in SERVICES:
            rows = await self._connection.fetch(DEAD.format(schema=service), self._since)
            self._found.dead += len(rows)
            for row in rows[: 20 if len(rows) != expected.dead_letters else 0]:
                if not (expected.dead_letters or expected.any_dead_letters):
                    self._say(f"dead letter at the {service}: {row['stream']} {row['reason']}")
        if expected.dead_letters and self._found.dead != expected.dead_letters:
            self._say(f"{self._found.dead} dead letters, not {expected.dead_letters}")

    async def copies(self) -> None:
        """Everybody knows what was acknowledged, as it was last."""
        partners = {one.id: one for one in self._told.partners if not one.erased}
        wanted = {one.id: (one.name, one.description) for one in partners.values()}
        for schema in ("registry", "matcher"):
            rows = await self._rows(PARTNERS.format(schema=schema))
            seen = {row["id"]: (row["name"], row["description"]) for row in rows}
            self._compare(f"partners of the {schema}", seen, wanted)
        rows = await self._rows(KNOWN_PARTNERS)
        names = {one.id: one.name for one in partners.values()}
        self._compare("partners of the notifier", {row["id"]: row["name"] for row in rows}, names)
        listings = [one for one in self._told.listings if not one.partner.erased]
        wanted_listings = {one.id: (one.title, one.open) for one in listings}
        for whose, query in (("registry", LISTINGS), ("matcher", ITEMS)):
            rows = await self._rows(query)
            seen_listings = {row["id"]: (row["title"], row["open"]) for row in rows}
            self._compare(f"listings of the {whose}", seen_listings, wanted_listings)

    async def suggestions(self) -> None:
        rows = await self._rows(SUGGESTIONS)
        seen = {(row["seeker_item_id"], row["provider_item_id"]): row["status"] for row in rows}
        by_items = {(pair.need.id, pair.offer.id): pair for pair in self._told.pairs}
        for items, pair in by_items.items():
            wanted = _wanted_status(pair)
            status = seen.get(items)
            if wanted == "gone" and status in (None, "withdrawn"):
                continue
            if pair.is_alive and status != wanted:
                self._say(f"pair {items} is {status}, not {wanted}")
        for items in set(seen) - set(by_items):
            self._say(f"{items} are suggested and have nothing in common")

    async def introductions(self) -> None:
        """Every approval led to one introduction, and nothing else did."""
        seen = {row["id"] for row in await self._rows(INTRODUCTIONS)}
        approved = {one.suggestion: one for one in self._told.pairs if one.decision == "approved"}
        for introduction in seen - set(approved):
            self._say(f"introduction {introduction} was never approved")
        for suggestion, pair in approved.items():
            if suggestion not in seen and pair.is_alive:
                self._say(f"approval {suggestion} led to no introduction")
        told = {
            row["id"]: (row["version"], row["state"])
            for row in await self._rows(SENT_BACK)
            if row["id"] in approved and approved[row["id"]].is_alive
        }
        for schema in ("registry", "matcher"):
            rows = await self._rows_of_introductions(schema)
            known = {one: rows.get(one) for one in told}
            self._compare(f"introductions of the {schema}", known, told)

    async def _rows_of_introductions(self, schema: str) -> dict[UUID, tuple[int, str]]:
        query = TOLD_BACK.format(schema=schema)
        if schema == "matcher":
            query = query.removesuffix(" WHERE region = $1") + " WHERE $1::text IS NOT NULL"
        return {row["id"]: (row["version"], row["state"]) for row in await self._rows(query)}

    async def letters(self, expected: Expected) -> None:
        rows = await self._rows(LETTERS)
        self._found.letters = len(rows)
        counts = Counter(row["introduction_id"] for row in rows)
        for introduction, count in counts.items():
            if count != 2:
                self._say(f"introduction {introduction} has {count} letters")
        copies = Counter(kept.message_id for kept in self._world.sink.kept)
        for row in rows:
            await self._letter(row, copies[row["message_id"]], expected)
        known = {row["message_id"] for row in rows}
        for letter in self._world.sink.kept:
            if letter.message_id not in known and self._told.region in str(letter.message["From"]):
                self._say(f"a letter to {letter.recipient} that nobody wrote")
        if self._found.doubled > self._found.unknown:
            self._say(f"{self._found.doubled} mails doubled, {self._found.unknown} unknown")

    async def _letter(self, row: asyncpg.Record, copies: int, expected: Expected) -> None:
        state = row["state"]
        self._found.doubled += max(0, copies - 1)
        self._found.unknown += state == "unknown"
        self._found.refused += state == "refused"
        if state == "sent" and not copies:
            self._say(f"letter {row['id']} is called sent, and never arrived")
        if state in ("waiting", "sending"):
            self._say(f"letter {row['id']} is still {state}")
        if state == "refused" and not (expected.may_refuse or self._was_cancelled(row)):
            self._say(f"letter {row['id']} was refused")
        if state == "refused" and copies:
            self._say(f"letter {row['id']} is called refused, and arrived")

    def _was_cancelled(self, row: asyncpg.Record) -> bool:
        pair = next(one for one in self._told.pairs if one.suggestion == row["introduction_id"])
        return not pair.is_alive or any(
            one.email in self._told.unsubscribed for one in pair.partners
        )

    async def answers(self) -> None:
        rows = await self._rows(ANSWERS)
        seen = {(row["introduction_id"], row["partner_id"]) for row in rows}
        for pair in self._told.pairs:
            for partner_id in pair.answered:
                if (pair.suggestion, partner_id) not in seen and pair.is_alive:
                    self._say(f"the answer of {partner_id} is lost")

    async def erased(self) -> None:
        words = _canaries(self._told)
        if not words:
            return
        tables = await self._connection.fetch(TABLES, [*SERVICES, "access"])
        for (table,) in tables:
            query = f"SELECT count(*) FROM {table} t WHERE t::text ~ $1"
            if table.endswith((".outbox", ".dead_letters", ".letters", ".idempotency_keys")):
                query = _decoded(table)
            if await self._connection.fetchval(query, "|".join(words)):
                self._say(f"words of somebody erased are still in {table}")

    def _compare(self, what: str, seen: dict[UUID, object], wanted: dict[UUID, object]) -> None:
        for one in seen.keys() | wanted.keys():
            if seen.get(one) != wanted.get(one):
                self._say(f"{what}: {one} is {seen.get(one)}, not {wanted.get(one)}")

    async def _rows(self, query: str) -> list[asyncpg.Record]:
        found: list[asyncpg.Record] = await self._connection.fetch(query, self._told.region)
        return found

    def _say(self, problem: str) -> None:
        self._found.problems.append(problem)


def _wanted_status(pair: Pair) -> str:
    if pair.decision:
        return pair.decision
    return "proposed" if pair.need.open and pair.offer.open else "gone"


def _canaries(told: Told) -> list[str]:
    return [word for one in told.partners if one.erased for word in one.canaries]


def _decoded(table: str) -> str:
    """Letters and bodies are bytes; as text they would be hexadecimal."""
    column = {"outbox": "body", "dead_letters": "body", "letters": "body"}.get(
        table.partition(".")[2], "answer"
    )
    text = column if table.endswith("outbox") else f"encode({column}, 'escape')"
    return f"SELECT count(*) FROM {table} t WHERE {text} ~ $1 OR t::text ~ $1"


async def _erased_on_the_broker(world: World, told: Told, found: Findings) -> None:
    words = [word.encode() for word in _canaries(told)]
    if not words:
        return
    async for where, text in _everything_on_the_broker(world):
        if any(word in text for word in words):
            found.problems.append(f"words of somebody erased are still on the broker, in {where}")


async def _everything_on_the_broker(world: World) -> AsyncIterator[tuple[str, bytes]]:
    async with world.broker() as redis:
        for stream in READERS:
            for entry_id, fields in await redis.xrange(stream):
                yield f"{stream} {entry_id.decode()}", repr(fields).encode()
