"""From a stranger who applies to a partner who is invited."""

from unittest.mock import ANY

import pytest_asyncio

from tests.connected.registry_browsers import coordinator, errors_in, visitor
from tests.connected.registry_harness import running_registry

TYPED = {
    "organisation": "Lauvdal Gartneri",
    "kind": "business",
    "orgnr": "974 760 673",
    "place": "Fredrikstad",
    "region": "ostfold",
    "description": "Vi dyrkar tomatar i 4 200 m² veksthus.",
    "contact_name": "Tormod Bakkehaug",
    "contact_email": "tormod@lauvdal.example",
    "language": "nn",
}
APPLICATIONS = "/region/applications"
WAITING = "SELECT id::text FROM applications ORDER BY applied_at"


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


async def applied(registry, **given):
    """The id of the application that a stranger has sent."""
    stranger = await visitor(registry)
    answer = await stranger.send("/apply", {**TYPED, **given})
    assert answer.headers.get("location") == "/apply/sent", answer.text
    return (await registry.database.fetch(WAITING))[-1]["id"]


async def test_who_applies_becomes_a_partner_and_is_invited(registry):
    application = await applied(registry)
    ingrid = await visitor(registry, coordinator("ostfold"))
    page = await ingrid.get(APPLICATIONS)

    approved = await ingrid.send(APPLICATIONS, {}, to=f"{APPLICATIONS}/{application}/approve")

    assert "Lauvdal Gartneri" in page.text
    assert 'data-count="1"' in page.text
    assert approved.headers["location"] == f"{APPLICATIONS}?done=approved"
    partner = (await registry.ostfold.get("/api/partners")).json()["items"][0]
    assert (partner["name"], partner["orgnr"]) == ("Lauvdal Gartneri", "974760673")
    contact = partner["contacts"][0]
    assert (contact["email"], contact["language"]) == ("tormod@lauvdal.example", "nn")
    assert [event["type"] for event in await registry.events()] == [
        "profile.published.v1",
        "contact.updated.v1",
        "contact.invited.v1",
    ]
    assert (await registry.events("contact.invited.v1"))[0]["data"] == {
        "contact_id": contact["id"],
        "partner_id": partner["id"],
        "partner_name": "Lauvdal Gartneri",
        "invited_by": "Ingrid Solhaug",
        "had_applied": True,
    }
    assert await registry.database.fetch(WAITING) == []


async def test_two_coordinators_answer_an_application_once(registry):
    application = await applied(registry)
    first = await visitor(registry, coordinator("ostfold"))
    second = await visitor(registry, coordinator("ostfold", "troms"))
    await first.send(APPLICATIONS, {}, to=f"{APPLICATIONS}/{application}/approve")

    for answer in ("approve", "decline"):
        late = await second.send("/account", {}, to=f"{APPLICATIONS}/{application}/{answer}")
        assert late.status_code == 404
        assert "Somebody else has answered" in late.text


async def test_a_declined_application_is_forgotten_with_a_word_to_send(registry):
    application = await applied(registry)
    ingrid = await visitor(registry, coordinator("ostfold"))
    word = {"note": "Ta kontakt igjen til våren & hei"}

    declined = await ingrid.send(APPLICATIONS, word, to=f"{APPLICATIONS}/{application}/decline")

    assert "mailto:tormod%40lauvdal.example" in declined.text
    assert "v%C3%A5ren%20%26%20hei" in declined.text
    assert await registry.database.fetch(WAITING) == []
    assert await registry.events() == []


async def test_one_who_works_at_a_partner_becomes_a_contact_there(registry):
    partner = await registry.added(name="Lauvdal Gartneri AS", orgnr="974760673")
    application = await applied(registry)
    ingrid = await visitor(registry, coordinator("ostfold"))
    page = await ingrid.get(APPLICATIONS)
    path = f"{APPLICATIONS}/{application}/approve"

    taken = await ingrid.send(APPLICATIONS, {}, to=path)
    joined = await ingrid.send(APPLICATIONS, {"partner_id": partner["id"]}, to=path)

    assert "Resembles partners" in page.text
    assert (taken.status_code, joined.status_code) == (409, 303)
    now = (await registry.ostfold.get(f"/api/partners/{partner['id']}")).json()
    emails = [contact["email"] for contact in now["contacts"]]
    assert emails == ["kari@elvemo.example", "tormod@lauvdal.example"]
    assert now["capability_ids"] == partner["capability_ids"]
    invited = await registry.events("contact.invited.v1")
    assert [event["data"]["contact_id"] for event in invited] == [now["contacts"][1]["id"]]


async def test_what_is_wrong_is_said_and_what_was_typed_stays(registry):
    stranger = await visitor(registry)
    wrong = {
        "organisation": " ",
        "kind": "",
        "orgnr": "123456789",
        "region": "atlantis",
        "description": "",
        "contact_email": "tormod",
    }

    answer = await stranger.send("/apply", {**TYPED, **wrong})

    assert answer.status_code == 422
    assert set(errors_in(answer)) == set(wrong) - {"region"}
    assert "Tormod Bakkehaug" in answer.text
    assert 'value="tormod"' in answer.text
    unknown = await stranger.send("/apply", {**TYPED, "region": "atlantis"})
    assert set(errors_in(unknown)) == {"region"}


async def test_the_answer_tells_nobody_who_is_known(registry):
    await registry.added(name="Lauvdal Gartneri", orgnr="974760673")
    stranger = await visitor(registry)

    known = await stranger.send("/apply", {**TYPED, "contact_email": "kari@elvemo.example"})
    new = await stranger.send("/apply", {**TYPED, "organisation": "Ny", "orgnr": ""})
    twice = await stranger.send("/apply", {**TYPED, "organisation": "Ny", "orgnr": ""})

    answers = {(one.status_code, one.headers["location"]) for one in (known, new, twice)}
    assert answers == {(303, "/apply/sent")}
    assert len(await registry.database.fetch(WAITING)) == 2


async def test_a_flood_is_stopped_and_programs_are_not_heard(registry):
    stranger = await visitor(registry)

    trapped = await stranger.send("/apply", {**TYPED, "fax": "1"})
    answers = [
        (await stranger.send("/apply", {**TYPED, "organisation": f"Nr {n}"})).status_code
        for n in range(7)
    ]

    assert trapped.headers["location"] == "/apply/sent"
    assert answers == [303] * 5 + [429] * 2
    assert len(await registry.database.fetch(WAITING)) == 5


async def test_applications_are_for_coordinators_of_the_region(registry):
    application = await applied(registry)
    afar = await visitor(registry, coordinator("troms"))

    assert "Lauvdal" not in (await afar.get(APPLICATIONS)).text
    answer = await afar.send("/account", {}, to=f"{APPLICATIONS}/{application}/approve")
    assert answer.status_code == 404
    assert await registry.database.fetch(WAITING) == [(ANY,)]
