"""Give an address up: it gets no more letters, and people are told.

The region's coordinators hear which partner it was; whoever can still be reached there is asked
for another contact. What waited for the address goes to that one, or waits.
"""

import logging
from uuid import UUID

from services.notifier.actions.letters import add_letter
from services.notifier.actions.prepare import prepare_waiting
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import to_coordinator, to_partner
from services.notifier.letters.facts import NewContactFacts, UndeliveredFacts
from services.notifier.storage.database import Transaction
from services.notifier.storage.returned_letters import ReturnedLetter
from services.notifier.storage.suppressions import Reason

logger = logging.getLogger(__name__)

LONGEST_STATUS = 20


async def give_up_address(
    tx: Transaction,
    letter: ReturnedLetter,
    reason: Reason,
    *,
    writer: LetterWriter,
    status: str = "",
) -> None:
    """The address that `letter` went to. Once is enough, however many letters come back."""
    hashed = letter.address_hash
    if hashed is None:
        return
    if not await tx.suppressions.add(hashed, reason, status=status[:LONGEST_STATUS]):
        return
    logger.warning("the address of letter %s gets no more letters: %s", letter.id, reason)
    if letter.partner_id is None:
        return
    await prepare_waiting(tx, writer=writer, holder_id=letter.partner_id)
    if reason == "bounced":
        await _tell(tx, letter, writer)


async def _tell(tx: Transaction, letter: ReturnedLetter, writer: LetterWriter) -> None:
    assert letter.partner_id, "asked before"
    name = await _partner_name(tx, letter, letter.partner_id)
    facts = UndeliveredFacts(partner_id=letter.partner_id, partner_name=name)
    for coordinator in await tx.coordinators.of_region(letter.region):
        await add_letter(
            tx,
            facts,
            key=f"undelivered:{letter.id}:{coordinator.id}",
            region=letter.region,
            to=to_coordinator(coordinator.id),
            about=(letter.partner_id,),
            writer=writer,
        )
    if await tx.address_book.reachable(letter.partner_id):
        await add_letter(
            tx,
            NewContactFacts(),
            key=f"new_contact:{letter.id}",
            region=letter.region,
            to=to_partner(letter.partner_id),
            writer=writer,
        )


async def _partner_name(tx: Transaction, letter: ReturnedLetter, partner_id: UUID) -> str:
    """As its profile has it; else as it stood in the pair."""
    if partner := await tx.address_book.partner(partner_id):
        return partner.name
    found = letter.introduction_id and await tx.introductions.get(letter.introduction_id)
    return found.side_of(partner_id).partner_name if found else ""
