"""A coordinator has approved a pair: introduce the two."""

from services.notifier.actions.drafts import follow_proposal
from services.notifier.actions.monday import keep_queue
from services.notifier.actions.progress import tell
from services.notifier.actions.turns import take_turn
from services.notifier.actions.writing import LetterWriter
from services.notifier.storage.database import Database
from shared.events.introductions import IntroductionOpened
from shared.events.suggestions import SuggestionApproved


async def introduce(database: Database, event: SuggestionApproved, *, writer: LetterWriter) -> None:
    """One letter to each; they wait where it is not known yet whom to write to."""
    sides = (event.data.seeker, event.data.provider, *event.data.others)
    partners = [side.partner_id for side in sides]
    async with database.transaction() as tx:
        await tx.address_book.take_turns(*partners)
        if not await tx.inbox.claim(event) or await tx.address_book.any_erased(*partners):
            return
        await keep_queue(tx, event)
        region = await tx.address_book.awaited_region(event.region)
        introduction = await tx.introductions.add(
            event.subject,
            region=event.region,
            suggestion=event.data,
            asks_first=region.asks_first if region else None,
        )
        if not introduction:
            return
        await follow_proposal(tx, event)
        await tell(tx, introduction, IntroductionOpened)
        await take_turn(tx, introduction, region, writer=writer)
