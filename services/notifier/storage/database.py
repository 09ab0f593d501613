"""One transaction over everything the notifier keeps."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from services.notifier.storage import MIGRATIONS
from services.notifier.storage.address_book import AddressBook
from services.notifier.storage.answers import Answers
from services.notifier.storage.clock import Clock
from services.notifier.storage.contact_records import ContactRecords
from services.notifier.storage.coordinators import Coordinators
from services.notifier.storage.drafts import Drafts
from services.notifier.storage.forgotten_letters import ForgottenLetters
from services.notifier.storage.introductions import Introductions
from services.notifier.storage.letter_log import LetterLog
from services.notifier.storage.letters import Letters
from services.notifier.storage.listings import Listings
from services.notifier.storage.outcomes import Outcomes
from services.notifier.storage.preferences import Preferences
from services.notifier.storage.queue import QueueCopy
from services.notifier.storage.returned_letters import ReturnedLetters
from services.notifier.storage.sending import Sending
from services.notifier.storage.sign_in_letters import SignInLetters
from services.notifier.storage.suppressions import Suppressions
from services.notifier.storage.weeks import Weeks
from shared.access.sign_in_links import SignInLinks
from shared.audit.log import AuditLog
from shared.messaging import MIGRATIONS as MESSAGING_MIGRATIONS
from shared.messaging.inbox import Inbox
from shared.messaging.outbox import Outbox
from shared.storage.migrations import migrate, migrations_in
from shared.storage.pool import Connection, ConnectionPool
from shared.storage.scope import everywhere

SCHEMA = "notifier"
LETTERS_HINT = "notifier_letters"  #: notified when a letter may leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """Everything written through one of these is kept together, or not at all."""

    address_book: AddressBook
    clock: Clock
    coordinators: Coordinators
    contact_records: ContactRecords
    introductions: Introductions
    letters: Letters
    letter_log: LetterLog
    forgotten_letters: ForgottenLetters
    drafts: Drafts
    sending: Sending
    returned_letters: ReturnedLetters
    sign_in_letters: SignInLetters
    sign_in_links: SignInLinks
    answers: Answers
    outcomes: Outcomes
    listings: Listings
    queue: QueueCopy
    weeks: Weeks
    preferences: Preferences
    suppressions: Suppressions
    inbox: Inbox
    outbox: Outbox
    audit: AuditLog


class Database:
    def __init__(self, pool: ConnectionPool) -> None:
        self._pool = pool

    async def migrate(self) -> None:
        await migrate(
            self._pool,
            [
                *migrations_in("shared", MESSAGING_MIGRATIONS),
                *migrations_in("notifier", MIGRATIONS),
            ],
        )

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._pool.transaction() as connection:
            yield _over(connection)

    @asynccontextmanager
    async def everywhere(self) -> AsyncIterator[Transaction]:
        """A transaction about what belongs to no region."""
        with everywhere():
            async with self.transaction() as tx:
                yield tx


def _over(connection: Connection) -> Transaction:
    return Transaction(
        address_book=AddressBook(connection),
        clock=Clock(connection),
        coordinators=Coordinators(connection),
        contact_records=ContactRecords(connection),
        introductions=Introductions(connection),
        letters=Letters(connection),
        letter_log=LetterLog(connection),
        forgotten_letters=ForgottenLetters(connection),
        drafts=Drafts(connection),
        sending=Sending(connection),
        returned_letters=ReturnedLetters(connection),
        sign_in_letters=SignInLetters(connection),
        sign_in_links=SignInLinks(connection),
        answers=Answers(connection),
        outcomes=Outcomes(connection),
        listings=Listings(connection),
        queue=QueueCopy(connection),
        weeks=Weeks(connection),
        preferences=Preferences(connection),
        suppressions=Suppressions(connection),
        inbox=Inbox(connection),
        outbox=Outbox(connection),
        audit=AuditLog(connection),
    )
