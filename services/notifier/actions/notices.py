"""Letters that somebody else asks for: an invitation, a question about a listing."""

from services.notifier.actions.letters import add_letter
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.letters import to_contact, to_partner
from services.notifier.domain.text import storable
from services.notifier.letters.facts import InvitationFacts, NobodyFitsFacts
from services.notifier.storage.database import Database
from shared.events.contacts import ContactInvited
from shared.events.suggestions import QuestionAsked


async def invite(database: Database, event: ContactInvited, *, writer: LetterWriter) -> None:
    """One letter; it waits until the contact's address has come."""
    data = event.data
    async with database.transaction() as tx:
        await tx.address_book.take_turns(data.partner_id)
        if not await tx.inbox.claim(event) or await tx.address_book.any_erased(data.partner_id):
            return
        await add_letter(
            tx,
            InvitationFacts(
                partner_name=storable(data.partner_name),
                invited_by=storable(data.invited_by),
                had_applied=data.had_applied,
            ),
            key=f"invitation:{event.subject}",
            region=event.region,
            to=to_contact(data.contact_id, partner_id=data.partner_id),
            about=[data.partner_id],
            writer=writer,
        )


async def ask_about_listing(
    database: Database, event: QuestionAsked, *, writer: LetterWriter
) -> None:
    """A coordinator asks about a listing that nobody fits."""
    item = event.data.item
    if item.kind == "capability":
        return
    async with database.transaction() as tx:
        await tx.address_book.take_turns(item.partner_id)
        if not await tx.inbox.claim(event) or await tx.address_book.any_erased(item.partner_id):
            return
        listing = await tx.listings.get(item.item_id)
        days = (await tx.clock.now() - listing.published_at).days if listing else None
        await add_letter(
            tx,
            NobodyFitsFacts(
                listing_id=item.item_id,
                listing_kind=item.kind,
                title=storable(item.title),
                question=event.data.question,
                note=storable(event.data.note),
                days=days,
            ),
            key=f"nobody_fits:{event.subject}",
            region=event.region,
            to=to_partner(item.partner_id),
            about=[item.partner_id],
            writer=writer,
        )
