"""Keep up with whom to write to, and in whose name."""

from dataclasses import fields

from services.notifier.actions.erase import forget_letters_alone_to
from services.notifier.actions.opening import decide_how_to_ask
from services.notifier.actions.prepare import prepare_waiting
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Absence, Contact, Coordinator, Partner, Region
from services.notifier.domain.text import storable
from services.notifier.storage.database import Database, Transaction
from shared.events.contacts import ContactUpdated, CoordinatorUpdated, RegionUpdated
from shared.events.profiles import ProfilePublished

#: More is told of a region than letters need.
KEPT = {field.name for field in fields(Region)}


async def keep_contact(database: Database, event: ContactUpdated, *, writer: LetterWriter) -> None:
    contact = Contact(
        id=event.subject,
        partner_id=event.data.partner_id,
        name=storable(event.data.name),
        email=storable(event.data.email),
        language=event.data.language,
    )
    absence = Absence(
        away_from=event.data.away_from,
        away_until=event.data.away_until,
        deputy_id=event.data.deputy_id,
    )
    async with database.transaction() as tx:
        await tx.address_book.take_turns(contact.partner_id)
        if not await tx.inbox.claim(event):
            return
        if await tx.address_book.any_erased(contact.partner_id):
            return
        if await tx.address_book.keep_contact(
            contact, region=event.region, version=event.version, absence=absence
        ):
            await prepare_waiting(tx, writer=writer, holder_id=contact.partner_id)


async def keep_partner(database: Database, event: ProfilePublished) -> None:
    partner = Partner(
        id=event.subject,
        name=storable(event.data.name),
        kind=event.data.kind,
        sector=storable(event.data.sector),
        place=storable(event.data.place),
        description=storable(event.data.description),
        language=event.data.language,
    )
    async with database.transaction() as tx:
        if await tx.inbox.claim(event):
            await tx.address_book.keep_partner(partner, region=event.region, version=event.version)


async def keep_region(database: Database, event: RegionUpdated, *, writer: LetterWriter) -> None:
    region = Region(**event.data.model_dump(include=KEPT))
    async with database.transaction() as tx:
        if not await tx.inbox.claim(event):
            return
        await tx.address_book.take_turn_of_region(region.slug)
        if await tx.address_book.keep_region(region, version=event.version):
            await _decide_how_to_ask(tx, region, writer=writer)
            await prepare_waiting(tx, writer=writer, region=region.slug)


async def _decide_how_to_ask(tx: Transaction, region: Region, *, writer: LetterWriter) -> None:
    for introduction_id in await tx.introductions.undecided(region.slug):
        introduction = await tx.introductions.locked(introduction_id)
        if introduction and introduction.asks_first is None:
            await decide_how_to_ask(tx, introduction, asks_first=region.asks_first, writer=writer)


async def keep_coordinator(
    database: Database, event: CoordinatorUpdated, *, writer: LetterWriter
) -> None:
    coordinator = Coordinator(
        id=event.subject,
        regions=event.data.regions,
        name=storable(event.data.name),
        email=storable(event.data.email),
        language=event.data.language,
    )
    # Of several regions, or of none.
    async with database.everywhere() as tx:
        if not await tx.inbox.claim(event):
            return
        if not coordinator.regions:
            await forget_letters_alone_to(tx, coordinator.id)
            await tx.coordinators.forget(coordinator.id, version=event.version)
        elif await tx.coordinators.keep(coordinator, version=event.version):
            await prepare_waiting(tx, writer=writer, holder_id=coordinator.id)
