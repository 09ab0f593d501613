"""A coordinator has approved a pair: introduce the two."""

from uuid6 import uuid7

from services.notifier.actions.prepare import prepare_letters
from services.notifier.actions.progress import tell
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import NewLetter, to_partner
from services.notifier.letters.facts import IntroductionFacts
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
        region = await tx.address_book.region(event.region)
        introduction = await tx.introductions.add(
            event.subject,
            region=event.region,
            suggestion=event.data,
            asks_first=region.asks_first if region else None,
        )
        if not introduction:
            return
        for partner_id in partners:
            letter_id = uuid7()
            await tx.letters.add(
                NewLetter(
                    id=letter_id,
                    message_id=writer.message_id(letter_id),
                    key=f"introduction:{introduction.id}:{partner_id}",
                    region=introduction.region,
                    to=to_partner(partner_id),
                    facts=IntroductionFacts(),
                    introduction_id=introduction.id,
                )
            )
        await tell(tx, introduction, IntroductionOpened)
        await prepare_letters(tx, introduction, writer=writer)
