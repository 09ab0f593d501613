"""Act on a mail that came back. Nothing is ever answered: two programs that answer never end."""

import asyncio
import logging
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from uuid import UUID, uuid5

from services.notifier.actions.give_up import give_up_address
from services.notifier.actions.progress import advance
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.incoming import (
    AutoReply,
    Complaint,
    DeliveryReport,
    IncomingMail,
    PersonalReply,
    Unreadable,
    severity,
)
from services.notifier.domain.return_addresses import Purpose, ReturnAddress, ReturnAddresses
from services.notifier.mail.reading import read_incoming
from services.notifier.storage.database import Database, Transaction
from services.notifier.storage.returned_letters import ReturnedLetter
from shared.events.introductions import IntroductionBounced
from shared.metrics import MAIL_RECEIVED

logger = logging.getLogger(__name__)

LONGEST_REASON = 500

Result = Literal[
    "bounced",
    "delayed",
    "report",
    "complaint",
    "unsubscribed",
    "reply",
    "reply_to_nothing",
    "auto_reply",
    "unreadable",
    "stranger",
    "early",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedMail:
    """`sender` is the envelope's, empty for programs; `recipient` is the address it came to."""

    sender: str
    recipient: str
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOffice:
    """After `soft_bounces` letters that could not be delivered for now an address is given up."""

    database: Database
    writer: LetterWriter
    addresses: ReturnAddresses
    soft_bounces: int


async def receive(office: IntakeOffice, mail: ArrivedMail) -> Result:
    """What the mail was taken for. Again and again the same mail has one effect.

    `early` means: it is about a letter whose sender is still at it; bring it again later.
    """
    incoming = await asyncio.to_thread(read_incoming, mail.raw, envelope_sender=mail.sender)
    about = _address(office.addresses, mail, incoming)
    result = await _act(office, about, incoming, mail.raw) if about else "stranger"
    if result != "early":
        MAIL_RECEIVED.labels(result).inc()
        logger.info("a mail came back and is: %s", result)
    return result


def _address(
    addresses: ReturnAddresses, mail: ArrivedMail, incoming: IncomingMail
) -> ReturnAddress | None:
    """Where it came to; else, for reports, what stands in the letter it reports about."""
    direct = addresses.read(mail.recipient)
    if direct or not isinstance(incoming.meaning, DeliveryReport | Complaint):
        return direct
    return next(filter(None, map(addresses.read, incoming.mentions)), None)


async def _act(
    office: IntakeOffice, about: ReturnAddress, incoming: IncomingMail, raw: bytes
) -> Result:
    async with office.database.everywhere() as tx:
        letter = await tx.returned_letters.find(about.letter_id)
        if letter is None:
            return "stranger"
        if letter.partner_id:
            # What waits for this partner may be written anew, and others write for it too.
            await tx.address_book.take_turns(letter.partner_id)
        if letter.introduction_id:
            await tx.introductions.locked(letter.introduction_id)
        match incoming.meaning:
            case DeliveryReport() as report:
                return await _on_report(office, tx, letter, report)
            case Complaint():
                await give_up_address(tx, letter, "complained", writer=office.writer)
                return "complaint"
            case Unreadable():
                return "unreadable"
            case other:
                return await _on_answer(office, tx, letter, about.purpose, other, raw)


async def _on_report(
    office: IntakeOffice, tx: Transaction, letter: ReturnedLetter, report: DeliveryReport
) -> Result:
    if report.action != "failed":
        return "delayed" if report.action == "delayed" else "report"
    current = await tx.returned_letters.find(letter.id)
    if current and current.state == "sending":
        return "early"
    reason = f"{report.status} {report.diagnostic}".strip()[:LONGEST_REASON]
    if await tx.returned_letters.mark_bounced(letter.id, reason=reason):
        await _tell(tx, letter)
    if severity(report.status) == "hard":
        await give_up_address(tx, letter, "bounced", writer=office.writer, status=report.status)
    elif letter.address_hash:
        count = await tx.returned_letters.count_soft(letter)
        if count >= office.soft_bounces:
            await give_up_address(tx, letter, "bounced", writer=office.writer, status=report.status)
    return "bounced"


async def _on_answer(
    office: IntakeOffice,
    tx: Transaction,
    letter: ReturnedLetter,
    purpose: Purpose,
    meaning: AutoReply | PersonalReply,
    raw: bytes,
) -> Result:
    if purpose == "unsubscribe":
        await give_up_address(tx, letter, "unsubscribed", writer=office.writer)
        return "unsubscribed"
    if isinstance(meaning, AutoReply):
        return "auto_reply"
    if not (letter.introduction_id and letter.partner_id):
        return "reply_to_nothing"
    await tx.answers.add_reply(
        reply_id(letter.id, raw),
        introduction_id=letter.introduction_id,
        partner_id=letter.partner_id,
        text=meaning.text,
    )
    return "reply"


def reply_id(letter_id: UUID, raw: bytes) -> UUID:
    """The same for the same mail, should it be handed in twice."""
    return uuid5(letter_id, sha256(raw).hexdigest())


async def _tell(tx: Transaction, letter: ReturnedLetter) -> None:
    # What servers say often holds the address, so it is kept with the letter only.
    logger.warning("letter %s came back", letter.id)
    if letter.introduction_id is None:
        return
    introduction = await tx.introductions.locked(letter.introduction_id)
    if introduction:
        await advance(tx, introduction, IntroductionBounced)
