"""What a partner says about itself, and its people."""

from uuid import UUID

import pytest

from tests.connected.portal_harness import fields_in, portal

__all__ = ["portal"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

CHOSEN = {"kind": "academia"}


async def test_the_profile_is_changed_and_its_contacts_stay(portal):
    åse = await portal.contact(name="Steinvåg Meieri")
    form = fields_in(await åse.open("/profile")) | CHOSEN
    lines = "\uf0b7\tVi kan ta imot myse\r\nVi kan vise fram anlegget\r\n\r\n"

    saved = await åse.browser.post("/profile", data={**form, "capabilities": lines})
    again = await åse.browser.post("/profile", data={**form, "capabilities": lines})
    late = await åse.browser.post("/profile", data={**form, "description": "Eldre"})
    missing = await åse.browser.post("/profile", data={**form, "name": " ", "orgnr": "12"})

    assert saved.headers["location"] == "/profile?done=profile_saved"
    assert again.status_code == 303
    assert late.status_code == 409
    assert "En kollega endret profilen mens du skrev." in late.text
    assert fields_in(late.text)["description"] == "Eldre"
    assert 'href="#name">Skriv navnet på virksomheten' in missing.text
    assert 'href="#orgnr">' in missing.text
    assert 'value="12"' in missing.text
    now = (await portal.registry.admin.get(f"/api/partners/{åse.partner['id']}")).json()
    assert now["capabilities"] == ["Vi kan ta imot myse", "Vi kan vise fram anlegget"]
    assert (now["kind"], now["version"]) == ("academia", 2)
    assert now["contacts"] == åse.partner["contacts"]


async def test_a_pause_is_told_and_ended(portal):
    åse = await portal.contact()

    for action in ("pause", "pause", "resume"):
        answer = await åse.press(f"/profile/{action}", on="/profile")
        assert answer.status_code == 303

    told = await portal.told(åse.partner["id"], "profile.published.v1")
    assert [event["data"]["is_paused"] for event in told] == [False, True, False]


async def test_a_colleague_is_invited_once_changed_and_removed(portal):
    åse = await portal.contact(name="Kollegium")
    page = "/profile/contacts/new"
    colleague = {"name": "Per Vik", "email": "per@kollegium.example", "language": "nn"}

    for _ in range(2):
        answer = await åse.press(page, on=page, **colleague)
        assert answer.headers["location"] == "/profile?done=invited"
    other = await åse.press(page, on=page, **{**colleague, "name": "En annen"})
    people = (await portal.registry.admin.get(f"/api/partners/{åse.partner['id']}")).json()
    per = people["contacts"][1]
    his = f"/profile/contacts/{per['id']}"
    own = f"/profile/contacts/{åse.id}"
    away = {
        "name": "Åse Lindvåg",
        "email": "ase@kollegium.example",
        "away_from": "2027-07-01",
        "away_until": "2027-07-31",
        "deputy_id": per["id"],
    }
    wrong = await åse.press(own, on=own, **{**away, "away_until": "2027-06-01"})
    own_deputy = await åse.press(own, on=own, **{**away, "deputy_id": åse.id})
    right = await åse.press(own, on=own, **away)

    assert 'href="#email">Denne adressen har dere alt' in other.text
    invited = await portal.told(per["id"], "contact.invited.v1")
    assert [event["data"]["invited_by"] for event in invited] == ["Åse Lindvåg"]
    assert 'href="#away_until">' in wrong.text
    assert 'href="#deputy_id">' in own_deputy.text
    assert right.status_code == 303
    told = (await portal.told(åse.id, "contact.updated.v1"))[-1]
    assert told["data"]["away_until"] == "2027-07-31"
    assert told["data"]["deputy_id"] == per["id"]
    assert (await portal.of(people, number=1)).id == per["id"]

    asked = await åse.open(f"{his}/remove")
    removed = await åse.press(f"{his}/remove", on=f"{his}/remove")
    last = await åse.press(f"{own}/remove", on=own)

    assert "Fjerne Per Vik?" in asked
    assert removed.headers["location"] == "/profile?done=removed"
    assert (await portal.told(per["id"], "contact.erased.v1")) != []
    told = (await portal.told(åse.id, "contact.updated.v1"))[-1]
    assert told["data"]["deputy_id"] is None
    assert last.status_code == 409
    assert "Dere må ha minst én kontaktperson." in last.text
    by_the_new_address = "SELECT count(*) FROM contacts WHERE email_key = 'ase@kollegium.example'"
    assert await portal.registry.database.fetchval(by_the_new_address) == 1


async def test_a_colleagues_form_survives_being_signed_out(portal):
    åse = await portal.contact()
    page = "/profile/contacts/new"
    form = {"name": "Per Vik", "email": "ikke en adresse"}
    refused = await åse.press(page, on=page, **form)
    await portal.registry.database.execute("DELETE FROM access.sessions")

    sent = await åse.browser.post(page, data={**fields_in(refused.text), **form})

    assert 'value="ikke en adresse"' in refused.text
    assert sent.headers["location"] == f"/sign-in?next={page}"
    again = await portal.of(åse.partner)
    again.browser.cookies.set("kept", åse.browser.cookies["kept"])
    assert 'value="Per Vik"' in await again.open(page)


async def test_one_chooses_a_language_for_pages_and_letters(portal):
    åse = await portal.contact()

    answer = await åse.press("/account/language", on="/account", language="nn")

    assert answer.status_code == 303
    assert "Om deg" in await åse.open("/account")
    assert "Ingenting ventar på deg." in await åse.open("/")
    assert (await portal.told(åse.id, "contact.updated.v1"))[-1]["data"]["language"] == "nn"


async def test_one_takes_ones_data_along_and_is_forgotten(portal):
    åse = await portal.contact(name="Slettes AS")
    page = await åse.open("/account")
    export = await åse.browser.get(f"/api/contacts/{åse.id}/export")
    form = fields_in(await åse.open("/account/delete"))
    del form["with_partner"]

    doubtful = await åse.browser.post("/account/delete", data=form)
    sure = await åse.browser.post("/account/delete", data={**form, "with_partner": "yes"})

    assert f'href="/api/contacts/{åse.id}/export" download' in page
    assert export.json()["contact"]["name"] == "Åse Lindvåg"
    assert doubtful.status_code == 422
    assert 'href="#with_partner">Kryss av' in doubtful.text
    assert "Alt om deg er slettet" in sure.text
    assert (await portal.told(åse.partner["id"], "partner.erased.v1")) != []
    assert (await åse.browser.get("/listings")).headers["location"].startswith("/sign-in")


async def test_of_two_contacts_one_goes_alone_and_must_have_signed_in_lately(portal):
    two = [{"name": name, "email": f"{name}@to.example"} for name in ("ane", "bo")]
    ane = await portal.contact(contacts=two)
    form = fields_in(await ane.open("/account/delete"))
    age = "UPDATE access.sessions SET created_at = now() - interval '1 hour'"
    await portal.registry.database.execute(f"{age} WHERE holder_id = $1", UUID(ane.id))

    late = await ane.browser.post("/account/delete", data=form)
    asked = await ane.open("/account/delete")
    again = await portal.of(ane.partner)
    form = fields_in(await again.open("/account/delete"))
    gone = await again.browser.post("/account/delete", data=form)

    assert late.status_code == 401
    assert 'href="/sign-in?next=/account/delete"' in asked
    assert gone.status_code == 200
    left = (await portal.registry.admin.get(f"/api/partners/{ane.partner['id']}")).json()
    assert [one["name"] for one in left["contacts"]] == ["bo"]
