"""The partners of a region, as its coordinator works with them."""

import io

import pytest_asyncio
from openpyxl import load_workbook

from tests.connected.registry_browsers import coordinator, errors_in, visitor
from tests.connected.registry_harness import running_registry

PARTNERS = "/region/partners"
TYPED = {
    "region": "ostfold",
    "name": "Elvemo Biogass",
    "kind": "business",
    "place": "Fredrikstad",
    "description": "Vi lager biogass.",
    "capabilities": "Vi tar imot matavfall.\r\n\r\nVi leverer biogjødsel.",
    "language": "nb",
    "contact_name": "Kari Moe",
    "contact_email": "kari@elvemo.example",
    "contact_language": "nn",
}


@pytest_asyncio.fixture
async def registry(fresh):
    async with running_registry(fresh) as running:
        yield running


@pytest_asyncio.fixture
async def ingrid(registry):
    return await visitor(registry, coordinator("ostfold"))


async def test_a_partner_is_added_and_its_contact_invited(registry, ingrid):
    added = await ingrid.send(f"{PARTNERS}/new", {**TYPED, "then": "invite"})

    page = await ingrid.get(added.headers["location"])
    assert "The invitation is on its way." in page.text
    assert "Kari Moe" in page.text
    assert "invited" in page.text
    partner = (await registry.ostfold.get("/api/partners")).json()["items"][0]
    assert partner["capabilities"] == ["Vi tar imot matavfall.", "Vi leverer biogjødsel."]
    told = [event["type"] for event in await registry.events()]
    assert told == ["profile.published.v1", "contact.updated.v1", "contact.invited.v1"]
    invited = (await registry.events("contact.invited.v1"))[0]["data"]
    assert (invited["invited_by"], invited["had_applied"]) == ("Ingrid Solhaug", False)


async def test_three_invitations_a_day_are_enough(registry, ingrid):
    partner = await registry.added()
    path = f"{PARTNERS}/{partner['id']}"
    invite = f"{path}/contacts/{partner['contacts'][0]['id']}/invite"

    done = [(await ingrid.send(path, {}, to=invite)).headers["location"] for _ in range(4)]

    assert [one.rpartition("=")[2] for one in done] == ["invited"] * 3 + ["invited_often"]
    assert len(await registry.events("contact.invited.v1")) == 3


async def test_what_is_wrong_with_a_partner_is_said_beside_its_field(registry, ingrid):
    await registry.added()
    wrong = {
        "name": "Elvemo Biogass AS",
        "kind": "",
        "orgnr": "123",
        "website": "javascript:alert(1)",
        "contact_email": "kari",
        "contact_name": "",
    }

    answer = await ingrid.send(f"{PARTNERS}/new", {**TYPED, **wrong})
    taken = await ingrid.send(f"{PARTNERS}/new", {**TYPED, "name": "elvemo biogass as"})

    assert answer.status_code == 422
    assert set(errors_in(answer)) == set(wrong) - {"name"}
    assert 'value="Fredrikstad"' in answer.text
    assert set(errors_in(taken)) == {"name"}


async def test_a_partner_is_edited_by_one_at_a_time(registry, ingrid):
    partner = await registry.added()
    path = f"{PARTNERS}/{partner['id']}/edit"
    typed = {
        **TYPED,
        "name": "Elvemo Gass",
        "version": "1",
        "contact_name": "",
        "contact_email": "",
    }

    saved = await ingrid.send(path, typed)
    overtaken = await ingrid.send(path, {**typed, "name": "Noe annet"})

    assert (saved.status_code, overtaken.status_code) == (303, 409)
    assert "Noe annet" in overtaken.text
    now = (await registry.ostfold.get(f"/api/partners/{partner['id']}")).json()
    assert (now["name"], now["contacts"]) == ("Elvemo Gass", partner["contacts"])


async def test_contacts_come_and_go(registry, ingrid):
    partner = await registry.added()
    path = f"{PARTNERS}/{partner['id']}"
    ola = {"contact_name": "Ola Li", "contact_email": "ola@elvemo.example"}

    wrong = await ingrid.send(path, {**ola, "contact_email": "ola"}, to=f"{path}/contacts")
    nothing = await ingrid.send(path, {}, to=f"{path}/contacts")
    await ingrid.send(path, ola, to=f"{path}/contacts")
    kari = partner["contacts"][0]["id"]
    await ingrid.send(path, {}, to=f"{path}/contacts/{kari}/erase")

    assert set(errors_in(wrong)) == set(errors_in(nothing)) == {"contact_email"}
    now = (await registry.ostfold.get(f"/api/partners/{partner['id']}")).json()
    assert [one["email"] for one in now["contacts"]] == ["ola@elvemo.example"]
    assert now["capability_ids"] == partner["capability_ids"]
    other = await registry.added(name="Annen", orgnr=None)
    foreign = f"{path}/contacts/{other['contacts'][0]['id']}/erase"
    assert (await ingrid.send(path, {}, to=foreign)).status_code == 404


async def test_a_need_is_written_for_a_partner(registry, ingrid):
    partner = await registry.added()
    path = f"{PARTNERS}/{partner['id']}"
    need = {"kind": "need", "title": "Varme", "text": "Vi trenger varme.", "expires_on": ""}

    empty = await ingrid.send(path, {**need, "text": ""}, to=f"{path}/listings")
    past = await ingrid.send(path, {**need, "expires_on": "2001-01-01"}, to=f"{path}/listings")
    await ingrid.send(path, need, to=f"{path}/listings")

    assert set(errors_in(empty)) == {"text"}
    assert set(errors_in(past)) == {"expires_on"}
    assert "Vi trenger varme." in (await ingrid.get(path)).text
    assert len(await registry.events("need.published.v1")) == 1


async def test_a_partner_is_erased_after_a_question(registry, ingrid):
    partner = await registry.added()
    path = f"{PARTNERS}/{partner['id']}/erase"

    asked = await ingrid.get(path)
    erased = await ingrid.send(path, {})

    assert "cannot be undone" in asked.text
    assert erased.headers["location"] == f"{PARTNERS}?region=ostfold&done=erased"
    assert (await ingrid.get(f"{PARTNERS}/{partner['id']}")).status_code == 404
    assert len(await registry.events("partner.erased.v1")) == 1


async def test_the_list_is_searched_and_what_is_seen_is_taken_along(registry, ingrid):
    await registry.added(name="=cmd|' /C calc'!A0", orgnr=None, description="Kjøling av melk")
    await registry.added(name="Kommunen", kind="public", orgnr=None, contacts=[])
    await registry.admin.post(
        "/api/partners", json={"name": "Nord", "kind": "ngo", "region": "troms"}
    )

    everybody = await ingrid.get(PARTNERS)
    public = await ingrid.get(f"{PARTNERS}?kind=public&contacts=none")
    nobody = await ingrid.get(f"{PARTNERS}?q=enhj%C3%B8rning")
    taken = await ingrid.get(f"{PARTNERS}.csv?q=MELK")
    book = load_workbook(io.BytesIO((await ingrid.get(f"{PARTNERS}.xlsx?q=melk")).content))

    assert "Kommunen" in everybody.text
    assert "Nord" not in everybody.text
    assert "Kommunen" in public.text
    assert "calc" not in public.text
    assert "No partners fit the search." in nobody.text
    lines = taken.content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=cmd|")
    assert len(lines) == 3  # of one partner, with two lines of what it can do
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=cmd|' /C calc'!A0", "s")


async def test_another_region_s_partner_is_not_there(registry):
    partner = await registry.added()
    afar = await visitor(registry, coordinator("troms"))

    for path in ("", "/edit", "/erase"):
        assert (await afar.get(f"{PARTNERS}/{partner['id']}{path}")).status_code == 404
    assert (await afar.get(f"{PARTNERS}?region=ostfold")).status_code == 403
    assert (await afar.get(f"{PARTNERS}.csv?region=ostfold")).status_code == 403
