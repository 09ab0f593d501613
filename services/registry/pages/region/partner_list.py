"""`/region/partners`: the partners of a region, to be looked through and taken along."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from services.registry.domain.partners import Partner
from services.registry.domain.records import PartnerKind
from services.registry.pages.region.desk import PARTNERS, Chosen, RegionDesk
from shared.access.principal import Principal
from shared.locale import words
from shared.web.language import language_of
from shared.web.tables import Form, Table, table_answer

SHOWN = 200
HEADINGS = (
    "partner.name",
    "partner.kind",
    "partner.orgnr",
    "partner.place",
    "partner.sector",
    "partner.description",
    "partner.capabilities",
    "partner.website",
    "partner.contacts",
    "partner.emails",
    "partner.changed",
)

Wanted = Annotated[str, Query(alias="region", max_length=60)]
Words_ = Annotated[str, Query(max_length=200)]
Kind = Annotated[PartnerKind | Literal[""], Query()]
Contacts = Annotated[Literal["", "none", "some"], Query()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What was asked for: words that occur, a kind, and whether anybody can be written to."""

    q: str
    kind: str
    contacts: str

    def lets_through(self, partner: Partner) -> bool:
        return (not self.kind or partner.kind == self.kind) and (
            not self.contacts or bool(partner.contacts) == (self.contacts == "some")
        )


async def filtered(q: Words_ = "", kind: Kind = "", contacts: Contacts = "") -> Filter:
    return Filter(q=q, kind=kind, contacts=contacts)


def partner_list_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Asked = Annotated[Filter, Depends(filtered)]  # noqa: N806 a type

    async def found(chosen: Chosen, asked: Filter) -> list[Partner]:
        async with desk.database.transaction() as tx:
            partners = await tx.partners.find(regions=[chosen.region.slug], words=asked.q.split())
        return [partner for partner in partners if asked.lets_through(partner)]

    @router.get(PARTNERS)
    async def show(
        request: Request,
        principal: Coordinator,
        asked: Asked,
        wanted: Wanted = "",
        done: Annotated[Literal["erased", "imported"] | None, Query()] = None,
    ) -> Response:
        chosen = await desk.chosen(principal, wanted)
        partners = await found(chosen, asked)
        async with desk.database.transaction() as tx:
            listings = await tx.listings.find(regions=[chosen.region.slug], status="open")
        query = {"region": chosen.region.slug, "q": asked.q, "kind": asked.kind}
        return await desk.page(
            request,
            principal,
            "region_partners.html",
            chosen=chosen,
            partners=partners[:SHOWN],
            count=len(partners),
            listings=Counter(listing.partner_id for listing in listings),
            asked=asked,
            query=urlencode({**query, "contacts": asked.contacts}),
            done=done,
        )

    @router.get(f"{PARTNERS}.csv")
    @router.get(f"{PARTNERS}.xlsx")
    async def take(
        request: Request, principal: Coordinator, asked: Asked, wanted: Wanted = ""
    ) -> Response:
        """All that the list would show, as a table to keep."""
        form: Form = "csv" if request.url.path.endswith(".csv") else "xlsx"
        chosen = await desk.chosen(principal, wanted)
        word = words(language_of(request))
        table = Table(
            name=f"{word('menu.partners')} {chosen.region.slug}",
            headings=[word(code) for code in HEADINGS],
            rows=[
                _row(partner, word(f"kind.{partner.kind}"))
                for partner in await found(chosen, asked)
            ],
        )
        return table_answer(table, form, language=language_of(request))

    return router


def _row(partner: Partner, kind: str) -> list[str | None]:
    return [
        partner.name,
        kind,
        partner.orgnr,
        partner.location.place,
        partner.sector,
        partner.description,
        "\n".join(capability.text for capability in partner.capabilities),
        partner.website,
        ", ".join(contact.name for contact in partner.contacts),
        ", ".join(contact.email for contact in partner.contacts),
        partner.updated_at.date().isoformat(),
    ]
