"""Whom a coordinator may bring together, proposed on a page and put together by hand."""

import re
from uuid import uuid4

from shared.events.profiles import PartnerKind
from tests.connected.matcher_harness import HEAT_NEED, HEAT_OFFER, a_listing_of, a_profile_of
from tests.connected.matcher_service import running_matcher
from tests.servers import FreshServers

PAGE = "/coordinator/groups"
KINDS: dict[str, PartnerKind] = {
    "Lauvdal Gartneri": "business",
    "Steinvåg Meieri": "business",
    "Fjordheim Universitet": "academia",
    "Havna Veksthus": "ngo",
}


async def test_groups_are_proposed_and_put_together_by_hand(fresh: FreshServers):
    ids = {name: uuid4() for name in KINDS}
    async with running_matcher(fresh) as service:
        await service.tell(
            *(a_profile_of(ids[name], name=name, kind=kind) for name, kind in KINDS.items())
        )
        listings = [
            a_listing_of(ids["Lauvdal Gartneri"], "need", HEAT_NEED, title="Varme til oss"),
            a_listing_of(ids["Havna Veksthus"], "need", HEAT_NEED, title="Varme til oss"),
            a_listing_of(ids["Steinvåg Meieri"], "offer", HEAT_OFFER),
            a_listing_of(ids["Fjordheim Universitet"], "offer", HEAT_OFFER + " Vi forsker på det."),
        ]
        await service.tell(*listings)
        for listing in listings:
            await service.item_is_known(listing.subject)

        page = await service.browser.get(PAGE)

        assert page.status_code == 200
        for role in ("Har behovet", "Leverer", "Forsker", "Prøver ut"):
            assert role in page.text
        assert "Ingen ser ut til å søke det samme" not in page.text
        links = re.findall(r'href="(/coordinator/by-hand\?[^"]+)"', page.text)
        chosen = await service.browser.get(links[0].replace("&amp;", "&"))
        assert chosen.text.count("Ta bort") >= 4


async def test_where_nobody_fits_no_group_is_made_up(fresh: FreshServers):
    async with running_matcher(fresh) as service:
        page = await service.browser.get(PAGE)

        assert "ingen behov eller ideer" in page.text
