"""What a partner says about itself on its own page."""

from uuid import UUID

from services.registry.actions.locating import locate
from services.registry.actions.partners import move_listings
from services.registry.domain.errors import ProfileChanged
from services.registry.domain.facts import profile_published
from services.registry.domain.partners import Partner
from services.registry.domain.profiles import ProfileRecord, with_profile
from services.registry.languages import detect_language
from services.registry.storage.database import Database


async def change_profile(
    database: Database, partner_id: UUID, record: ProfileRecord, *, seen_version: int
) -> Partner:
    """Everything but who its people are. Saving the same again changes nothing.

    Raises:
        ProfileChanged: somebody else saved it after `seen_version`.
        PartnerNameTaken, OrgnrTaken or TextsTooLong
    """
    language = detect_language("\n".join((record.description, *record.capabilities)))
    async with database.transaction() as tx:
        earlier = await tx.partners.lock(partner_id)
        location = locate(record.place, region=earlier.region)
        partner = with_profile(earlier, record, location=location, language=language)
        if partner == earlier:
            return earlier
        if earlier.version != seen_version:
            raise ProfileChanged
        await tx.partners.change(partner)
        await tx.outbox.add(profile_published(partner))
        if partner.location != earlier.location:
            await move_listings(tx, partner)
    return partner


async def pause(database: Database, partner_id: UUID, *, is_paused: bool) -> None:
    """Take no new suggestions for the time being, or take them again."""
    async with database.transaction() as tx:
        earlier = await tx.partners.lock(partner_id)
        if earlier.is_paused != is_paused:
            partner = earlier.paused(is_paused)
            await tx.partners.change(partner)
            await tx.outbox.add(profile_published(partner))
