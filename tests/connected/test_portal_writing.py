"""A contact writes a need, an offer or an idea, and loses nothing."""

import pytest

from tests.connected.portal_harness import fields_in, portal, title_in

__all__ = ["portal"]

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORD = (
    "Vi trenger\u00a0kasser som kan vaskes:\r\n"
    "\uf0b7\t\u201c40\u201d kasser i uka\r\n"
    "\u2022\thentes i Mo\u00adss\x0bfra mars 2027"
)
RTL = "\u202bنحن نبحث عن صناديق\u202c 📦 40 kasser i uka, levert i mars"
KASSER = "Vi trenger vask av 40 ombrukskasser i uka fra mars 2027, hentet i Moss."


async def test_a_need_is_written_in_one_text_and_published(portal):
    åse = await portal.contact()
    path, form = await åse.begin()

    answer = await åse.browser.post(
        path, data={**form, "text": WORD, "advised": "1", "do": "publish"}
    )
    again = await åse.browser.post(
        path, data={**form, "text": WORD, "advised": "1", "do": "publish"}
    )

    listing_id = path.rpartition("/")[2]
    assert answer.headers["location"] == f"/listings/{listing_id}?done=published"
    assert again.headers["location"] == answer.headers["location"]
    [event] = await portal.told(åse.partner["id"], "need.%")
    assert (event["subject"], event["data"]["title"]) == (listing_id, "Kasser som kan vaskes")
    assert event["data"]["text"] == (
        "Vi trenger\u00a0kasser som kan vaskes:\n- \u201c40\u201d kasser i uka\n- hentes i Moss"
        "\nfra mars 2027"
    )
    assert event["data"]["expires_on"] == form["expires_on"]
    page = await åse.open(answer.headers["location"])
    assert "Publisert. Vi leter etter noen som passer." in page
    assert title_in(page).startswith("Kasser som kan vaskes")
    back = await åse.browser.get(path)
    assert back.headers["location"] == f"/listings/{listing_id}"


async def test_the_one_question_is_asked_before_publishing_and_its_answer_is_told(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    form |= {"text": "Me treng kasser som kan vaskast, frå mars 2027.", "do": "publish"}

    asked = await åse.browser.post(path, data=form)
    shown = fields_in(asked.text)
    answer = await åse.browser.post(
        path, data={**form, **shown, "answer": "40 i veka", "do": "publish"}
    )

    assert asked.status_code == 200
    assert (shown["asked"], shown["title"]) == ("amount", "Kasser som kan vaskast")
    assert "Hvor mye trenger dere?" in asked.text
    assert answer.status_code == 303
    [event] = await portal.told(åse.partner["id"], "need.%")
    assert event["data"]["text"].endswith("frå mars 2027.\n\nMengd: 40 i veka")
    assert event["data"]["language"] == "nn"


async def test_what_is_like_it_already_is_shown_before_publishing(portal):
    åse = await portal.contact()
    earlier = await portal.registry.published(
        åse.partner["id"],
        title="Vask av ombrukskasser",
        text="Vi ser etter noen som kan vaske ombrukskassene våre hver uke, hentet i Moss.",
    )
    path, form = await åse.begin()

    shown = await åse.browser.post(path, data={**form, "text": KASSER, "do": "publish"})

    assert shown.status_code == 200
    assert "Ligner på noe dere alt har" in shown.text
    assert f'href="/listings/{earlier["id"]}/edit"' in shown.text
    other_kind = {**form, "kind": "idea", "text": f"{KASSER} Prøvd før.", "do": "publish"}
    assert (await åse.browser.post(path, data=other_kind)).status_code == 303


async def test_a_draft_is_saved_while_typing_and_never_told(portal):
    åse = await portal.contact()
    path, form = await åse.begin("offer")
    typing = {"hx-request": "true", "hx-trigger-name": "text"}

    saved = await åse.browser.post(
        path, data={**form, "text": "Vi kan tilby 200 tonn flis"}, headers=typing
    )
    by_button = await åse.browser.post(path, data={**form, "text": RTL, "do": "save"})
    nothing = await åse.browser.post(path, data={**form, "text": " "}, headers=typing)

    assert "Utkast lagret kl. " in saved.text
    assert 'value="200 tonn flis"' in saved.text
    assert 'id="advice" hx-swap-oob="true"' in saved.text
    assert (nothing.status_code, nothing.text) == (200, "")
    assert by_button.headers["location"] == "/?done=draft_saved"
    home = await åse.open("/?done=draft_saved")
    assert f'href="{path}"' in home
    assert "Utkast" in home
    assert fields_in(await åse.open(path))["text"] == RTL
    assert await portal.told(åse.partner["id"], "offer.%") == []
    dropped = await åse.press(f"{path}/delete", on="/")
    assert dropped.status_code == 303
    assert (await åse.browser.get(path)).status_code == 404


async def test_a_proposed_title_follows_the_text_until_one_writes_another(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    typing = {"hx-request": "true", "hx-trigger-name": "text"}
    text = "Vi trenger spillvarme til veksthuset"

    own = {**form, "text": text, "title": "Varme!", "proposed": "Noe annet"}
    kept = await åse.browser.post(path, data=own, headers=typing)
    followed = {**own, "title": "Noe annet"}
    changed = await åse.browser.post(path, data=followed, headers=typing)

    assert 'id="title-field"' not in kept.text
    assert 'value="Spillvarme til veksthuset"' in changed.text


async def test_wrong_fields_come_back_with_what_was_typed(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    long = "Vi trenger hjelp nå. 🌱 " * 500

    async def refused(**fields: str) -> str:
        answer = await åse.browser.post(path, data={**form, **fields, "do": "publish"})
        assert answer.status_code == 422, fields
        assert 'class="ds-error-summary" role="alert" tabindex="-1" autofocus' in answer.text
        return answer.text

    empty = await refused(text=" \u00ad ")
    too_long = await refused(text=long, title="Hjelp")
    past = await refused(text="Vi trenger hjelp", expires_on="2020-01-01", advised="1")
    no_date = await refused(text="Vi trenger hjelp", expires_on="i morgen")
    long_title = await refused(text="Vi trenger hjelp", title="x" * 201)

    assert '<a class="ds-link" href="#text">Skriv hva dere trenger</a>' in empty
    assert "tegn for lang" in too_long
    assert fields_in(too_long)["text"].strip() == long.strip()
    assert fields_in(too_long)["title"] == "Hjelp"
    assert 'href="#expires_on">Velg en dato fram i tid' in past
    assert 'value="i morgen"' in no_date
    assert 'href="#title"' in long_title
    most = {**form, "text": ("Ord " * 2500).strip(), "advised": "1", "do": "publish"}
    assert (await åse.browser.post(path, data=most)).status_code == 303


async def test_signed_out_in_the_middle_of_writing_loses_nothing(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    session = åse.browser.cookies["session"]
    await portal.registry.database.execute("DELETE FROM access.sessions")

    sent = await åse.browser.post(
        path, data={**form, "text": KASSER, "advised": "1", "do": "publish"}
    )
    sign_in = await åse.browser.get(sent.headers["location"])
    åse_again = await portal.of(åse.partner)
    åse_again.browser.cookies.set("kept", åse.browser.cookies["kept"])
    page = await åse_again.open(path)
    stale = await åse_again.browser.post(path, data={**form, "text": "Noe annet", "do": "save"})
    form = fields_in(page)
    published = await åse_again.browser.post(path, data={**form, "do": "publish"})

    assert session
    assert sent.headers["location"] == f"/sign-in?next={path}"
    assert "Du er logget ut. Logg inn, teksten din er tatt vare på." in sign_in.text
    assert form["text"] == KASSER
    assert "Her er det du skrev." in page
    assert stale.status_code == 403
    assert "Teksten din er tatt vare på" in stale.text
    assert published.status_code == 303
    assert published.headers["set-cookie"].startswith('kept=""')
    assert len(await portal.told(åse.partner["id"], "need.%")) == 1


async def test_signed_out_while_typing_is_said_on_the_page(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    await portal.registry.database.execute("DELETE FROM access.sessions")

    part = await åse.browser.post(
        path, data={**form, "text": KASSER}, headers={"hx-request": "true"}
    )

    assert part.status_code == 200
    assert "Du er logget ut." in part.text
    assert f'href="/sign-in?next={path}"' in part.text


async def test_what_is_sent_from_a_page_of_before_publishing_becomes_a_change(portal):
    åse = await portal.contact()
    path, form = await åse.begin()
    await åse.browser.post(path, data={**form, "text": KASSER, "advised": "1", "do": "publish"})

    back = await åse.browser.post(
        path, data={**form, "text": f"{KASSER} Eller 50.", "advised": "1", "do": "publish"}
    )
    late = await åse.browser.post(path, data={**form, "text": "x"}, headers={"hx-request": "true"})

    assert "Dette er alt publisert." in back.text
    assert fields_in(back.text)["text"] == f"{KASSER} Eller 50."
    assert late.text == ""
    assert len(await portal.told(åse.partner["id"], "need.%")) == 1
    assert path not in await åse.open("/listings")


async def test_nobody_writes_over_what_is_another_partners(portal):
    åse = await portal.contact()
    other = await portal.contact("Per Vik")
    far = await portal.registry.added(name="Nord", orgnr=None, region="troms")
    theirs = await portal.registry.published(other.partner["id"])
    beyond = await portal.registry.published(far["id"])
    draft, form = await other.begin()
    await other.browser.post(draft, data={**form, "text": "Hemmelig", "do": "save"})
    _, form = await åse.begin()
    sent = {**form, "text": KASSER, "advised": "1"}

    for path in (draft, f"/listings/drafts/{theirs['id']}", f"/listings/drafts/{beyond['id']}"):
        for do in ("save", "publish"):
            answer = await åse.browser.post(path, data={**sent, "do": do})
            if path == draft and do == "publish":
                continue
            assert answer.status_code == 404 or do == "save", (path, do, answer.text[:300])

    assert fields_in(await other.open(draft))["text"] == "Hemmelig"
    shown = await portal.registry.admin.get(f"/api/listings/{theirs['id']}")
    assert shown.json() == theirs
