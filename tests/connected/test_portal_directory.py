"""Who is in the region and what they have open: to be looked through and searched."""

import re
from time import perf_counter

import pytest

from tests.connected.portal_harness import portal
from tests.connected.registry_harness import a_partner

__all__ = ["portal"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

PARTNERS, LISTINGS = 60, 600
#: Seconds for a page by itself; on a busy machine nineteen of twenty come within ten times that.
QUICK = 0.1
LARGEST = 150_000  #: bytes over the line, with styles, script and picture
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
TEXTS = (
    ("Overskuddsvarme fra kjøleanlegget", "Vi har 40 grader til overs hele året."),
    ("Elektrisk varebil", "Vi deler gjerne en elvarebil i sentrum på kveldstid."),
    ("Wood chips", "We can deliver wood chips from our sawmill all year round."),
    ("Klimarekneskap", "Me treng hjelp til klimarekneskap før jul."),
    ("Matavfall", "Vi tar imot matavfall fra storkjøkken, {number} tonn i året."),
)


async def fill(portal):
    """A region as large as they come."""
    partners = [
        a_partner(name=f"Partner {number:02}", orgnr=None, contacts=[], capabilities=[])
        for number in range(PARTNERS)
    ]
    listings = [
        {
            "partner": number % PARTNERS,
            "listing": {
                "kind": ("need", "offer", "idea")[number % 3],
                "title": f"{title} {number}",
                "text": text.format(number=number),
            },
        }
        for number in range(LISTINGS)
        for title, text in (TEXTS[number % len(TEXTS)],)
    ]
    body = {"partners": partners, "listings": listings}
    answer = await portal.registry.admin.post("/api/imports", json=body)
    assert answer.status_code in {200, 201}, answer.text[:500]


async def test_the_directory_of_a_whole_region(portal):
    åse = await portal.contact(name="Steinvåg Meieri")
    await portal.contact("Nils Nord", name="Nordlig AS", region="troms", place="Tromsø")
    await fill(portal)

    everything = await åse.open("/partners")
    more = await åse.open("/partners?page=2")
    offers = await åse.open("/partners?kind=offer&q=matavfall")

    assert "61 partnere" in everything
    assert "600 åpne oppslag" in everything
    assert "Nordlig AS" not in everything
    assert everything.count('<a class="ds-link" data-color="neutral" href="/listings/') == 20
    assert 'href="/partners?q=&amp;kind=&amp;page=2"' in everything
    assert "61 partnere" not in more
    assert "40 åpne oppslag" in offers

    async def found(query: str) -> str:
        page = await åse.open(f"/partners?q={query}")
        return page.partition("<main")[2]

    assert "Overskuddsvarme fra" in await found("overskotsvarme")
    assert "Overskuddsvarme fra" in await found("waste heat")
    assert "Elektrisk varebil" in await found("electric van")
    assert "Wood chips" in await found("flis")
    assert "Klimarekneskap" in await found("klimaregnskap")
    assert "Viser treff på «matavfall»." in await found("mattavfall")
    assert "Steinvåg Meieri" in await found("Steinvåg")
    nothing = await found("helikopterlandingsplass")
    assert "Ingen treff på «helikopterlandingsplass»." in nothing
    assert "Ingen treff" in await found("'; DROP --")


async def test_pages_are_quick_and_light(portal):
    åse = await portal.contact(name="Rask AS")
    need = await portal.registry.published(åse.partner["id"])
    paths = [
        "/",
        "/listings",
        "/listings/new?kind=need",
        f"/listings/{need['id']}",
        "/partners",
        "/partners?q=waste+heat+klimarekneskap",
        "/profile",
        "/account",
    ]
    for path in paths:
        size, page = 0, await åse.browser.get(path)
        for address in (path, *set(ASSET.findall(page.text))):
            given = await åse.browser.get(address, headers={"accept-encoding": "gzip"})
            size += int(given.headers["content-length"])
        assert size <= LARGEST, (path, size)

    took = {path: [] for path in paths}
    for _ in range(8):
        for path in paths:
            begun = perf_counter()
            await åse.open(path)
            took[path].append(perf_counter() - begun)
    every = sorted(seconds for times in took.values() for seconds in times)
    by_itself = {path: min(times) for path, times in took.items()}
    assert max(by_itself.values()) <= QUICK, by_itself
    assert every[int(len(every) * 0.95)] <= 10 * QUICK, took


async def test_a_partner_is_shown_with_what_it_can_and_has_open_and_no_people(portal):
    åse = await portal.contact()
    per = await portal.contact(
        "Per Vik", name="Vik Transport", capabilities=["Vi kan kjøre kasser"]
    )
    await portal.registry.published(per.partner["id"], title="Kasser å kjøre")

    theirs = await åse.open(f"/partners/{per.partner['id']}")
    own = await per.open(f"/partners/{per.partner['id']}")

    assert "Vi kan kjøre kasser" in theirs
    assert "Kasser å kjøre" in theirs
    assert 'href="https://elvemo.example"' in theirs
    assert "Per Vik" not in theirs
    assert "partner.example" not in theirs
    assert "Rediger profilen" in own
