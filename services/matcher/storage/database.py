"""Everything the matcher keeps, and the transactions it is written in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from services.matcher.storage.agenda import Agenda
from services.matcher.storage.candidates import Candidates
from services.matcher.storage.decisions import Decisions
from services.matcher.storage.fairness import Fairness
from services.matcher.storage.following import Following
from services.matcher.storage.grace import Grace
from services.matcher.storage.introductions import Introductions
from services.matcher.storage.items import Items
from services.matcher.storage.lessons import Lessons
from services.matcher.storage.partners import Partners
from services.matcher.storage.questions import Questions
from services.matcher.storage.queue import Queue
from services.matcher.storage.region_settings import RegionsSettings
from services.matcher.storage.search import Search
from services.matcher.storage.suggestions import Suggestions
from services.matcher.storage.tellings import Tellings
from services.matcher.storage.unmatched import Unmatched
from services.matcher.storage.vectors import StoredVectors
from shared.audit.log import AuditLog
from shared.messaging import MIGRATIONS as MESSAGING
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.storage.migrations import migrate, migrations_in
from shared.storage.pool import ConnectionPool

SCHEMA = "matcher"
MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything written through one of these is kept together, or not at all."""

    partners: Partners
    items: Items
    vectors: StoredVectors
    candidates: Candidates
    suggestions: Suggestions
    decisions: Decisions
    grace: Grace
    queue: Queue
    search: Search
    unmatched: Unmatched
    questions: Questions
    agenda: Agenda
    introductions: Introductions
    fairness: Fairness
    lessons: Lessons
    following: Following
    regions: RegionsSettings
    tellings: Tellings
    outbox: Outbox
    inbox: Inbox
    audit: AuditLog


class Database:
    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def migrate(self) -> None:
        migrations = [*migrations_in("shared", MESSAGING), *migrations_in("matcher", MIGRATIONS)]
        await migrate(self._pool, migrations)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._pool.transaction() as connection:
            yield Transaction(
                Partners(connection),
                Items(connection),
                StoredVectors(connection),
                Candidates(connection),
                Suggestions(connection),
                Decisions(connection),
                Grace(connection),
                Queue(connection),
                Search(connection),
                Unmatched(connection),
                Questions(connection),
                Agenda(connection),
                Introductions(connection),
                Fairness(connection),
                Lessons(connection),
                Following(connection),
                RegionsSettings(connection),
                Tellings(connection),
                Outbox(connection),
                Inbox(connection),
                AuditLog(connection),
            )
