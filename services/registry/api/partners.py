"""`/api/partners`"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from services.registry.actions.partners import change_partner, erase_partner, register_partner
from services.registry.api.answers import Page, PartnerAnswer
from services.registry.api.paging import USUAL_PAGE, Cursor, Limit, page_of
from services.registry.api.reach import check_region, reach_of, reached_partner
from services.registry.domain.records import PartnerRecord
from services.registry.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor

Search = Annotated[
    str,
    Query(
        max_length=200,
        description="Words that must all occur in the name, place, description or capabilities.",
    ),
]
OneRegion = Annotated[str | None, Query(max_length=60, description="Only of this region.")]


def partner_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix="/api/partners", tags=["partners"])
    SignedIn = Annotated[Principal, Depends(gate.signed_in)]  # noqa: N806 a type
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.post("", status_code=201)
    async def register(
        record: PartnerRecord, principal: Coordinator, response: Response
    ) -> PartnerAnswer:
        """Register a partner. An unknown place is accepted and told under `notices`.

        The language is found from the texts when it is not given; contacts without a language
        read the partner's. A name or organisation number that the region has already is a 409.
        """
        await check_region(database, principal, record.region)
        partner = await register_partner(database, record)
        response.headers["location"] = f"/api/partners/{partner.id}"
        return PartnerAnswer.of(partner)

    @router.get("")
    async def list_partners(
        principal: SignedIn,
        region: OneRegion = None,
        q: Search = "",
        cursor: Cursor = None,
        limit: Limit = USUAL_PAGE,
    ) -> Page[PartnerAnswer]:
        """Partners by name. Partners see only themselves, coordinators their regions."""
        after = decode_cursor(cursor, str, UUID) if cursor else None
        reach = await reach_of(database, principal, region=region)
        async with database.transaction() as tx:
            found = await tx.partners.find(
                regions=reach.regions,
                partner_id=reach.partner_id,
                words=q.split(),
                after=(after[0], after[1]) if after else None,
                limit=limit + 1,
            )
        return page_of(
            found, limit=limit, place=lambda last: (last.name, last.id), answer=PartnerAnswer.of
        )

    @router.get("/{partner_id}")
    async def show(partner_id: UUID, principal: SignedIn) -> PartnerAnswer:
        """One partner, with its contacts. What is out of your reach is a 404."""
        return PartnerAnswer.of(await reached_partner(database, principal, partner_id))

    @router.put("/{partner_id}")
    async def change(partner_id: UUID, record: PartnerRecord, principal: SignedIn) -> PartnerAnswer:
        """Replace everything about the partner; the region stays.

        Capabilities with an unchanged text keep their ids, contacts with the same e-mail
        address theirs. Contacts that are left out are erased.
        """
        await reached_partner(database, principal, partner_id)
        return PartnerAnswer.of(await change_partner(database, partner_id, record))

    @router.delete("/{partner_id}", status_code=204)
    async def erase(partner_id: UUID, principal: SignedIn) -> None:
        """Erase the partner, its contacts, listings and access, here and in all services."""
        await reached_partner(database, principal, partner_id)
        await erase_partner(database, partner_id)

    return router
