"""What lies before a partner: its listings, drafts and introductions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.registry.domain.introductions import Introduction
from services.registry.pages.listing_rows import Row, rows_of
from services.registry.pages.portal import Visit
from services.registry.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    rows: Sequence[Row]
    introductions: Sequence[Introduction]
    titles: dict[UUID, str]  #: of what of ours each introduction is about
    today: date

    def title_of(self, introduction: Introduction) -> str:
        """Nothing where our listing is gone."""
        return self.titles.get(introduction.own_item_id, "") if introduction.own_item_id else ""


async def bench_of(database: Database, visit: Visit) -> Bench:
    partner = visit.partner
    async with database.transaction() as tx:
        listings = await tx.listings.find(partner_id=partner.id)
        drafts = await tx.drafts.of_partner(partner.id)
        today = await tx.listings.today()
    introductions = await introductions_of(database, partner.id)
    titles = {listing.id: listing.title for listing in listings}
    titles |= {capability.id: capability.text for capability in partner.capabilities}
    return Bench(
        rows=rows_of(listings, drafts, introductions, today=today),
        introductions=introductions,
        titles=titles,
        today=today,
    )


async def introductions_of(database: Database, partner_id: UUID) -> list[Introduction]:
    async with database.everywhere() as tx:
        return await tx.introductions.of_partner(partner_id)
