"""Who coordinates a region and who manages them all. Open sessions follow at once."""

from uuid import UUID

from services.registry.domain.errors import AdminUnknown, LastAdmin, SetUpDone
from services.registry.domain.facts import coordinator_updated
from services.registry.domain.people import Person, PersonRecord
from services.registry.storage.database import Database, Transaction


async def add_coordinator(database: Database, region: str, record: PersonRecord) -> Person:
    """Raises RegionNotFound or CoordinatorKnown."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        return await _add_coordinator(tx, region, record)


async def remove_coordinator(database: Database, region: str, person_id: UUID) -> None:
    """Raises CoordinatorUnknown."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        await tx.people.drop_coordinator(region, person_id)
        await tx.audit.add("coordinator.removed", subject=person_id, region=region)
        await _follow(tx, person_id)


async def add_admin(database: Database, record: PersonRecord) -> Person:
    """Raises AdminKnown."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        return await _add_admin(tx, record)


async def remove_admin(database: Database, person_id: UUID) -> None:
    """Raises AdminUnknown or LastAdmin."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        admins = {admin.id for admin in await tx.people.admins()}
        if person_id not in admins:
            raise AdminUnknown
        if admins == {person_id}:
            raise LastAdmin
        await tx.people.drop_admin(person_id)
        await tx.audit.add("admin.removed", subject=person_id)
        await _follow(tx, person_id)


async def erase_person(database: Database, person_id: UUID) -> None:
    """Forget somebody whatever they were: they have been erased before, and were restored."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        if await tx.people.get(person_id):
            await tx.people.drop_offices(person_id)
            await tx.audit.add("person.erased", subject=person_id)
            await _follow(tx, person_id)


async def tell_untold_people(database: Database) -> None:
    """Of coordinators whom nobody who writes letters has heard of."""
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        for person in await tx.people.untold():
            await tx.outbox.add(coordinator_updated(person))
            await tx.people.told(person.id)


async def set_up(database: Database, region: str, record: PersonRecord) -> None:
    """The very first person becomes coordinator of the region, and admin.

    Raises:
        SetUpDone: there is somebody already.
        RegionNotFound: there is no such region.
    """
    async with database.everywhere() as tx:
        await tx.people.take_turns()
        if await tx.people.anybody():
            raise SetUpDone
        await _add_coordinator(tx, region, record)
        await _add_admin(tx, record)


async def _add_coordinator(tx: Transaction, region: str, record: PersonRecord) -> Person:
    language = (await tx.regions.get(region)).language
    person_id = await tx.people.ensure(record, language=language)
    await tx.people.add_coordinator(region, person_id)
    await tx.audit.add("coordinator.added", subject=person_id, region=region)
    return await _follow(tx, person_id)


async def _add_admin(tx: Transaction, record: PersonRecord) -> Person:
    person_id = await tx.people.ensure(record, language="nb")
    await tx.people.add_admin(person_id)
    await tx.audit.add("admin.added", subject=person_id)
    return await _follow(tx, person_id)


async def _follow(tx: Transaction, person_id: UUID) -> Person:
    """What the person may do from now on holds for open sessions too, and for tokens they made."""
    person = await tx.people.renew(person_id)
    assert person, "who was changed is there"
    await tx.sessions.follow(person_id, person.grant)
    await tx.credentials.revoke_beyond(person_id, person.grant)
    if not person.grant:
        await tx.sign_in_links.spend_of(person_id)
        await tx.erasures.forget_messages(person_id)
        await tx.erasures.forget_sign_ins(person.email)
        await tx.people.forget_without_office(person_id)
    await tx.outbox.add(coordinator_updated(person))
    return person
