"""Send the next letter: claim it, hand it over, write down what became of it.

Each step is committed before the next begins, so that a sender that dies leaves behind how far
it came.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

import asyncpg

from services.notifier.actions.give_up import give_up_address
from services.notifier.actions.prepare import prepare_letter, prepare_letters
from services.notifier.actions.progress import advance
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.domain_limits import DomainLimits
from services.notifier.domain.incoming import is_dead_address, status_in
from services.notifier.domain.letters import ClaimedLetter
from services.notifier.domain.retries import RetryPlan
from services.notifier.letters.facts import OPENING_KINDS, LetterKind
from services.notifier.mail.mailer import MailDelayed, Mailer, MailRefused, MailUnknown
from services.notifier.storage.database import Database, Transaction
from shared.events.introductions import IntroductionBounced, IntroductionSent
from shared.metrics import LETTERS

logger = logging.getLogger(__name__)

UNWANTED = "Not sent: the recipient does not want this kind of letter."
UNSUBSCRIBED = "Not sent: the recipient wants no letters from us."
CAME_BACK = "Not sent: letters to this address came back. Ask the partner for another."
SETTLE_TRIES = 60
SETTLE_PAUSE = 1.0
#: Also while it shuts down or starts again.
DATABASE_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
)
NEVER_CAME_BACK = "The letter was handed over, and the sender ended before the server's reply."


class LetterWithheld(Exception):
    """The letter may not leave: it was taken over, or its recipient was erased or unsubscribed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leases:
    """For how many seconds a letter is one sender's own, before DATA and from then on."""

    before_data: float
    handed_over: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """What sending needs besides the letter."""

    database: Database
    mailer: Mailer
    writer: LetterWriter
    plan: RetryPlan
    leases: Leases
    limits: DomainLimits | None = None


async def send_next(office: PostOffice) -> bool:
    """True when there was a letter to send, whatever became of it."""
    letter = await _claim(office)
    if letter is None:
        return False
    try:
        reply = await office.mailer.send(letter, before_data=_leave(office, letter))
    except LetterWithheld:
        await _give_back(office, letter)
    except MailDelayed as error:
        await _postpone(office, letter, error)
    except MailRefused as error:
        await _settle(office, letter, _refuse(office, str(error)))
    except MailUnknown as error:
        await _settle(office, letter, _lose_sight(str(error)))
    else:
        await _settle(office, letter, _mark_sent(reply))
    return True


async def recover_abandoned(database: Database) -> None:
    """End the leases of senders that died: send again what cannot have arrived, count the rest."""
    async with database.transaction() as tx:
        recovered = await tx.sending.recover(reason=NEVER_CAME_BACK)
    for letter_id, state in recovered:
        logger.warning("letter %s was left behind by its sender and is now %s", letter_id, state)
        if state == "unknown":
            LETTERS.labels("unknown").inc()


Step = Callable[[Transaction, ClaimedLetter], Awaitable[None]]


async def _claim(office: PostOffice) -> ClaimedLetter | None:
    async with office.database.transaction() as tx:
        return await tx.sending.claim(lease_seconds=office.leases.before_data, limits=office.limits)


def _leave(office: PostOffice, letter: ClaimedLetter) -> Callable[[], Awaitable[None]]:
    async def ask() -> None:
        async with office.database.transaction() as tx:
            may_leave = await tx.sending.hand_over(letter, lease_seconds=office.leases.handed_over)
        if not may_leave:
            raise LetterWithheld

    return ask


async def _settle(office: PostOffice, letter: ClaimedLetter, step: Step) -> None:
    """Write down what is known. What a restart of the database swallowed would be unknown."""
    for _ in range(SETTLE_TRIES - 1):
        try:
            return await _settle_once(office, letter, step)
        except DATABASE_AWAY as error:
            logger.warning("letter %s cannot be marked yet: %s", letter.id, type(error).__name__)
            await asyncio.sleep(SETTLE_PAUSE)
    return await _settle_once(office, letter, step)


async def _settle_once(office: PostOffice, letter: ClaimedLetter, step: Step) -> None:
    async with office.database.transaction() as tx:
        # The introduction first: whoever changes letters and introduction locks in this order.
        if letter.introduction_id:
            await tx.introductions.locked(letter.introduction_id)
        await step(tx, letter)


def _mark_sent(reply: str) -> Step:
    async def step(tx: Transaction, letter: ClaimedLetter) -> None:
        if not await tx.sending.mark_sent(letter, reply):
            logger.warning("letter %s was accepted after its lease had ended", letter.id)
            return
        LETTERS.labels("sent").inc()
        if letter.introduction_id and letter.kind in OPENING_KINDS:
            await _tell_sent(tx, letter.introduction_id, letter.kind)

    return step


async def _tell_sent(tx: Transaction, introduction_id: UUID, kind: LetterKind) -> None:
    """Once everybody has been written to."""
    if not await tx.letters.are_sent(introduction_id, kind):
        return
    introduction = await tx.introductions.locked(introduction_id)
    if introduction:
        await advance(tx, introduction, IntroductionSent)


def _refuse(office: PostOffice, reason: str) -> Step:
    async def step(tx: Transaction, letter: ClaimedLetter) -> None:
        if await tx.sending.mark_refused(letter, reason):
            await _tell_refused(tx, letter)
            if is_dead_address(reason):
                await _give_up(tx, letter, reason, writer=office.writer)

    return step


async def _give_up(
    tx: Transaction, letter: ClaimedLetter, reason: str, *, writer: LetterWriter
) -> None:
    returned = await tx.returned_letters.find(letter.id)
    if returned:
        status = status_in(reason) or ""
        await give_up_address(tx, returned, "bounced", writer=writer, status=status)


def _lose_sight(reason: str) -> Step:
    async def step(tx: Transaction, letter: ClaimedLetter) -> None:
        if await tx.sending.mark_unknown(letter, reason):
            LETTERS.labels("unknown").inc()
            logger.error("letter %s may or may not have arrived", letter.id)

    return step


async def _postpone(office: PostOffice, letter: ClaimedLetter, error: MailDelayed) -> None:
    pause = office.plan.pause(error.delay, attempts=letter.attempts)

    async def step(tx: Transaction, letter: ClaimedLetter) -> None:
        state = await tx.sending.postpone(
            letter, str(error), pause=pause, give_up_after=office.plan.give_up_after
        )
        if state == "refused":
            await _tell_refused(tx, letter)
        elif state:
            LETTERS.labels("delayed").inc()
            logger.info("letter %s is delayed after %d tries", letter.id, letter.attempts)
            await _mend(office, tx, letter)

    await _settle(office, letter, step)


async def _give_back(office: PostOffice, letter: ClaimedLetter) -> None:
    async def step(tx: Transaction, letter: ClaimedLetter) -> None:
        reasons = await tx.suppressions.reasons(letter.address_hash)
        if reasons:
            why = CAME_BACK if reasons == {"bounced"} else UNSUBSCRIBED
            if await tx.sending.mark_refused(letter, why):
                await _tell_refused(tx, letter)
        elif not await tx.preferences.wants(letter.address_hash, letter.kind):
            if await tx.sending.mark_refused(letter, UNWANTED):
                await _tell_refused(tx, letter)
        elif await tx.sending.release(letter):
            await _mend(office, tx, letter)

    await _settle(office, letter, step)


async def _mend(office: PostOffice, tx: Transaction, letter: ClaimedLetter) -> None:
    """A letter whose words were forgotten while it was out has to be written anew."""
    if letter.introduction_id:
        letters = await tx.letters.of(letter.introduction_id)
        introduction = await tx.introductions.locked(letter.introduction_id)
        if introduction and any(found.id == letter.id and not found.to for found in letters):
            await prepare_letters(tx, introduction, writer=office.writer)
        return
    found = await tx.letters.get(letter.id)
    if found and not found.to:
        await prepare_letter(tx, found, writer=office.writer)


async def _tell_refused(tx: Transaction, letter: ClaimedLetter) -> None:
    # What the server said often holds the address, so it is kept with the letter only.
    LETTERS.labels("refused").inc()
    logger.warning("letter %s is refused for good", letter.id)
    if letter.introduction_id:
        introduction = await tx.introductions.locked(letter.introduction_id)
        if introduction:
            await advance(tx, introduction, IntroductionBounced)
