"""The page on which a coordinator says how the region works."""

import pytest_asyncio

from tests.connected.registry_browsers import coordinator, errors_in, visitor
from tests.connected.registry_harness import running_registry

PAGE = "/region/settings"
TYPED = {
    "region": "ostfold",
    "version": "1",
    "network_name": "Klimapartnere Østfold",
    "host": "Østfold fylkeskommune",
    "coordinator_name": "",
    "sender_address": "klima@ostfold.example",
    "reply_to": "other",
    "language": "nb",
    "languages": ["nb", "nn"],
    "asks_first": "yes",
    "introductions_a_month": "2",
    "open_introductions": "",
    "reminder_days": "21, 7",
    "pauses_in_july": "yes",
    "threshold": "40,5 %",
    "open_suggestions": "",
    "bridging": "20",
    "nobody_fits_days": "14",
    "nothing_got_months": "3",
    "colour": "accent",
}


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


async def test_a_coordinator_changes_how_the_region_works(registry):
    ingrid = await visitor(registry, coordinator("ostfold"))

    saved = await ingrid.send(PAGE, TYPED)

    assert saved.headers["location"] == f"{PAGE}?region=ostfold&saved=true"
    region = (await registry.ostfold.get("/api/regions/ostfold")).json()
    assert region["name"] == "Østfold"
    assert (region["asks_first"], region["pauses_in_july"]) == (True, True)
    assert (region["proposes_time"], region["keeps_quiet_hours"]) == (False, False)
    assert (region["threshold"], region["bridging"]) == (0.405, 0.2)
    assert (region["reminder_days"], region["languages"]) == ([7, 21], ["nb", "nn"])
    assert (region["introductions_a_month"], region["open_introductions"]) == (2, None)
    shown = await ingrid.get(saved.headers["location"])
    assert 'data-color="accent"' in shown.text
    assert 'value="40.5"' in shown.text
    assert (await registry.events("region.configured.v1"))[-1]["data"]["threshold"] == 0.405


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(registry):
    ingrid = await visitor(registry, coordinator("ostfold"))
    wrong = {
        "network_name": "",
        "sender_address": "ikke en adresse",
        "languages": ["nn"],
        "introductions_a_month": "mange",
        "reminder_days": "7, 90",
        "threshold": "nan",
        "bridging": "200",
        "nobody_fits_days": "9" * 5000,
        "colour": "pink",
        "host": "<b>Vert</b>",
    }

    answer = await ingrid.send(PAGE, {**TYPED, **wrong})

    assert answer.status_code == 422
    expected = set(wrong) - {"host", "languages"}
    assert set(errors_in(answer)) == expected
    assert "&lt;b&gt;Vert&lt;/b&gt;" in answer.text
    assert "mange" in answer.text
    foreign = await ingrid.send(PAGE, {**TYPED, "languages": ["nn"]})
    assert set(errors_in(foreign)) == {"languages"}
    assert (await registry.ostfold.get("/api/regions/ostfold")).json()["version"] == 1


async def test_the_second_of_two_hears_of_the_first(registry):
    first = await visitor(registry, coordinator("ostfold"))
    second = await visitor(registry, coordinator("ostfold"))

    await first.send(PAGE, TYPED)
    overtaken = await second.send(PAGE, {**TYPED, "host": "En annen vert"})

    assert overtaken.status_code == 409
    assert "Somebody else saved" in overtaken.text
    assert "En annen vert" in overtaken.text
    assert 'name="version" value="2"' in overtaken.text
    again = await second.send(PAGE, {**TYPED, "host": "En annen vert", "version": "2"})
    assert again.status_code == 303


async def test_only_who_decides_for_a_region_sees_and_changes_it(registry):
    afar = await visitor(registry, coordinator("troms"))
    two = await visitor(registry, coordinator("ostfold", "troms"))

    assert (await afar.get(f"{PAGE}?region=ostfold")).status_code == 403
    assert (await afar.send(PAGE, TYPED)).status_code == 403
    assert (await afar.get(PAGE)).text.count("<option value=") < 12
    assert 'value="troms"' in (await two.get(PAGE)).text
    assert (await registry.ostfold.get("/api/regions/ostfold")).json()["version"] == 1
