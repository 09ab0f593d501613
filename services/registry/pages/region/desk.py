"""What all pages of a region need: which region it is about, its head and its forms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from services.registry.domain.regions import Region
from services.registry.storage.database import Database
from shared.access.errors import NotAllowed
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.menus import masthead_of
from shared.web.templating import Pages

PREFIX = "/region"
SETTINGS = f"{PREFIX}/settings"
PARTNERS = f"{PREFIX}/partners"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The region that a page is about, and all that its reader may choose."""

    region: Region
    regions: Sequence[Region]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionDesk:
    database: Database
    pages: Pages
    gate: Gate

    async def chosen(self, principal: Principal, wanted: str) -> Chosen:
        """The wanted one, else their own, else the first.

        Raises:
            NotAllowed: it is not there, or somebody else's.
        """
        async with self.database.transaction() as tx:
            regions = [one for one in await tx.regions.all() if principal.sees_region(one.slug)]
        own = [one for one in regions if one.slug in principal.regions]
        found = [one for one in regions if one.slug == wanted] if wanted else own or regions
        if not found:
            raise NotAllowed
        return Chosen(region=found[0], regions=regions)

    async def page(
        self,
        request: Request,
        principal: Principal,
        template: str,
        *,
        chosen: Chosen,
        current: str = PARTNERS,
        status: int = 200,
        **context: Any,
    ) -> Response:
        """`current` is the entry in the menu that the page belongs to."""
        region = chosen.region
        async with self.database.transaction() as tx:
            waiting = await tx.applications.count(regions=principal.regions_seen())
        return self.pages.render(
            request,
            template,
            status=status,
            masthead=masthead_of(
                principal,
                language=language_of(request),
                current=current,
                waiting={PARTNERS: waiting},
                network_name=region.network_name,
                host_name=region.host,
                colour=region.colour or "",
            ),
            csrf_token=principal.csrf_token or "",
            region=region,
            regions=chosen.regions,
            waiting_applications=waiting,
            **context,
        )
