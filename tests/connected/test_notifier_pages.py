"""The pages behind the links in a letter: looking changes nothing, pressing does."""

import mailbox
from collections.abc import AsyncIterator
from email.message import EmailMessage
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio
from httpx import AsyncClient

from services.notifier.domain.links import Links
from shared.access.grant import Grant
from shared.events.profiles import PartnerErased
from tests.connected.notifier_harness import (
    URL,
    Notifier,
    Partner,
    a_region,
    an_approval,
    dairy,
    link_in,
    nursery,
    running_notifier,
)
from tests.fakes.smtp import SmtpPeer, smtp_peer
from tests.servers import FreshServers
from tests.waiting import until

BROWSER = {"accept": "text/html", "accept-language": "nb"}
ANSWERS = "SELECT partner_id, answer, note FROM answers"
SUPPRESSED = "SELECT count(*) FROM suppressions"


@pytest_asyncio.fixture
async def peer() -> AsyncIterator[SmtpPeer]:
    async with smtp_peer() as running:
        yield running


@pytest_asyncio.fixture
async def notifier(fresh: FreshServers, peer: SmtpPeer) -> AsyncIterator[Notifier]:
    async with running_notifier(fresh, peer) as running:
        yield running


@pytest_asyncio.fixture
async def pair(notifier: Notifier) -> tuple[Partner, Partner]:
    """A seeker and a provider whose letters have arrived."""
    seeker, provider = nursery(), dairy()
    await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
    await notifier.tell(an_approval(seeker, provider))
    for partner in (seeker, provider):
        await notifier.letter_in("sent", partner)
    return seeker, provider


def letter_to(peer: SmtpPeer, partner: Partner) -> EmailMessage:
    return peer.to(partner.email)[-1].message


def answer_page(peer: SmtpPeer, partner: Partner) -> str:
    return link_in(letter_to(peer, partner), "answer").partition("?")[0]


def preferences_page(peer: SmtpPeer, partner: Partner) -> str:
    return link_in(letter_to(peer, partner), "preferences")


async def test_looking_at_the_question_changes_nothing(notifier, peer, pair):
    page = link_in(letter_to(peer, pair[0]), "answer")

    for _ in range(3):
        shown = await notifier.stranger.get(page, headers=BROWSER)

    assert shown.status_code == 200
    assert await notifier.database.fetch(ANSWERS) == []
    assert await notifier.told("introduction.answered.v1") == []


async def test_the_question_is_asked_in_the_language_of_the_letter(notifier, peer, pair):
    shown = await notifier.stranger.get(answer_page(peer, pair[0]), headers=BROWSER)

    assert '<html lang="nn"' in shown.text
    assert "Hei, Tormod Bakkehaug. Ingrid Solhaug spør:" in shown.text
    assert "Steinvåg Meieri" in shown.text
    assert "38 grader varmt vann til overs" in shown.text
    assert "Klimapartnere Østfold" in shown.text
    assert shown.headers["referrer-policy"] == "no-referrer"
    assert shown.headers["cache-control"] == "no-store"
    assert "set-cookie" not in shown.headers


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
async def test_a_reader_may_choose_another_language(notifier, peer, pair, language):
    notifier.stranger.cookies.set("lang", language)

    shown = await notifier.stranger.get(answer_page(peer, pair[0]), headers=BROWSER)

    assert f'<html lang="{language}"' in shown.text


async def test_the_link_pressed_in_the_letter_is_chosen_on_the_page(notifier, peer, pair):
    page = answer_page(peer, pair[0])

    shown = await notifier.stranger.get(f"{page}?s=not_now", headers=BROWSER)

    assert shown.text.count(" checked") == 1
    assert 'value="not_now" id="not_now" required checked' in shown.text


async def test_pressing_gives_the_answer_and_tells_it_without_the_note(notifier, peer, pair):
    form = {"answer": "yes", "note": "Ring etter klokka tolv\x00"}

    thanks = await notifier.stranger.post(answer_page(peer, pair[0]), data=form, headers=BROWSER)

    assert thanks.status_code == 200
    assert "Takk, Tormod Bakkehaug" in thanks.text
    (kept,) = await notifier.database.fetch(ANSWERS)
    assert (kept["partner_id"], kept["answer"]) == (pair[0].id, "yes")
    assert kept["note"] == "Ring etter klokka tolv"
    (told,) = await notifier.told("introduction.answered.v1")
    assert told["data"]["state"] == "one_answered"
    assert "tolv" not in str(told)


async def test_the_same_answer_pressed_twice_is_told_once(notifier, peer, pair):
    for _ in range(2):
        await notifier.stranger.post(answer_page(peer, pair[0]), data={"answer": "yes"})

    assert len(await notifier.told("introduction.answered.v1")) == 1


async def test_an_answer_can_be_changed(notifier, peer, pair):
    page = answer_page(peer, pair[0])

    await notifier.stranger.post(page, data={"answer": "yes"})
    await notifier.stranger.post(page, data={"answer": "not_now"})
    shown = await notifier.stranger.get(page, headers=BROWSER)

    assert 'value="not_now" id="not_now" required checked' in shown.text
    last = (await notifier.told("introduction.answered.v1"))[-1]
    assert [given["answer"] for given in last["data"]["answers"]] == ["not_now"]


async def test_when_both_say_yes_each_is_shown_how_to_reach_the_other(notifier, peer, pair):
    seeker, provider = pair

    first = await notifier.stranger.post(answer_page(peer, seeker), data={"answer": "yes"})
    second = await notifier.stranger.post(answer_page(peer, provider), data={"answer": "yes"})

    assert provider.email not in first.text
    assert seeker.email in second.text
    assert (await notifier.told("introduction.answered.v1"))[-1]["data"]["state"] == "both_yes"


async def test_the_wrong_person_may_say_who_is_the_right_one(notifier, peer, pair):
    form = {
        "answer": "wrong_person",
        "who": "Kari Moe",
        "who_email": "kari@lauvdal.example",
        "note": "Hun har ansvaret.",
    }

    thanks = await notifier.stranger.post(answer_page(peer, pair[0]), data=form, headers=BROWSER)
    coordinator = await notifier.client(Grant(role="coordinator", regions=("ostfold",)))
    partner = await notifier.client(
        Grant(role="partner", regions=("ostfold",), partner_id=pair[1].id)
    )
    asked = (await coordinator.get("/api/introductions")).json()["items"][0]["answers"]
    beside = (await partner.get("/api/introductions")).json()["items"][0]["answers"]

    assert "Kari Moe" in thanks.text
    assert asked[0]["named"] == {"name": "Kari Moe", "email": "kari@lauvdal.example"}
    assert asked[0]["note"] == "Hun har ansvaret."
    assert beside[0]["named"] is None
    assert "kari@" not in str(await notifier.told())
    assert peer.to("kari@lauvdal.example") == []


@pytest.mark.parametrize(
    ("form", "field"),
    [
        pytest.param({}, "answer", id="nothing chosen"),
        pytest.param({"answer": "maybe"}, "answer", id="no such answer"),
        pytest.param({"answer": "yes", "note": "x" * 2_001}, "note", id="too long"),
        pytest.param(
            {"answer": "wrong_person", "who": "Kari", "who_email": "kari på jobben"},
            "who_email",
            id="no address",
        ),
    ],
)
async def test_an_answer_that_is_none_comes_back_with_what_was_typed(
    notifier, peer, pair, form, field
):
    refused = await notifier.stranger.post(answer_page(peer, pair[0]), data=form, headers=BROWSER)

    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert form.get("who", "") in refused.text
    assert await notifier.database.fetch(ANSWERS) == []


async def test_what_a_partner_wrote_is_text_on_the_page_and_nothing_else(notifier, peer):
    seeker, provider = nursery(), dairy(name="<script>alert(1)</script> & co")
    await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
    await notifier.tell(an_approval(seeker, provider))
    await notifier.letter_in("sent", seeker)

    shown = await notifier.stranger.get(answer_page(peer, seeker), headers=BROWSER)

    assert "<script>" not in shown.text
    assert "&lt;script&gt;" in shown.text


async def test_a_link_speaks_for_one_partner_only(notifier, peer, pair):
    await notifier.stranger.post(answer_page(peer, pair[1]), data={"answer": "yes"})

    (kept,) = await notifier.database.fetch(ANSWERS)
    assert kept["partner_id"] == pair[1].id


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "token",
    [
        pytest.param("nonsense", id="nonsense"),
        pytest.param("WyJhIiwiYiJd.aSIg.zzzz", id="not signed by us"),
        pytest.param("x" * 501, id="too long"),
    ],
)
async def test_a_link_that_is_not_ours_opens_nothing(notifier, method, token):
    refused = await notifier.stranger.request(
        method, f"/mail/answer/{token}", data={"answer": "yes"}, headers=BROWSER
    )

    assert refused.status_code in {404, 422}
    assert "<h1" in refused.text


async def test_a_link_to_an_introduction_of_others_opens_nothing(notifier, pair):
    links = Links(public_url=URL, secret_key="n" * 32, lifetime=60)
    introduction_id = (await notifier.letter(pair[0]))["introduction_id"]
    forged = links.answer_url(introduction_id=introduction_id, partner_id=uuid4())

    refused = await notifier.stranger.get(forged, headers=BROWSER)

    assert refused.status_code == 404


async def test_a_preferences_link_is_no_answer_link(notifier, peer, pair):
    token = preferences_page(peer, pair[0]).rpartition("/")[2]

    refused = await notifier.stranger.get(f"/mail/answer/{token}", headers=BROWSER)

    assert refused.status_code == 404


async def test_an_expired_link_says_so(fresh, peer):
    async with running_notifier(fresh, peer, answer_link_lifetime=-1) as notifier:
        links = Links(public_url=URL, secret_key="n" * 32, lifetime=60)
        link = links.answer_url(introduction_id=uuid4(), partner_id=uuid4())

        refused = await notifier.stranger.get(link, headers=BROWSER)

    assert refused.status_code == 410
    assert "gått ut" in refused.text


async def test_the_link_of_an_erased_partner_opens_nothing(notifier, peer, pair):
    await notifier.tell(PartnerErased(subject=pair[1].id, region="ostfold", version=2))

    refused = await notifier.stranger.get(answer_page(peer, pair[0]), headers=BROWSER)

    assert refused.status_code == 404


async def test_one_click_stops_all_letters_to_the_address(notifier, peer, pair):
    seeker, _ = pair
    header = letter_to(peer, seeker)["List-Unsubscribe"].strip("<>")
    other = dairy(email="other@partner.example")

    stopped = await notifier.stranger.post(header, data={"List-Unsubscribe": "One-Click"})
    await notifier.tell(other.contact_event(), an_approval(seeker, other))

    assert stopped.status_code == 200
    assert letter_to(peer, seeker)["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    rows = await notifier.database.fetch(
        "SELECT body FROM letters WHERE partner_id = $1 AND state = 'waiting'", seeker.id
    )
    assert [row["body"] for row in rows] == [None]
    assert len(peer.to(seeker.email)) == 1


async def test_looking_at_the_preferences_stops_nothing(notifier, peer, pair):
    shown = await notifier.stranger.get(preferences_page(peer, pair[0]), headers=BROWSER)

    assert shown.status_code == 200
    assert await notifier.database.fetchval(SUPPRESSED) == 0


async def test_a_letter_waiting_when_its_recipient_unsubscribes_does_not_leave(fresh, peer):
    seeker, provider = nursery(), dairy()
    async with running_notifier(fresh, peer, smtp_port=1, retry_first=3600) as notifier:
        await notifier.tell(a_region(), seeker.contact_event(), provider.contact_event())
        await notifier.tell(an_approval(seeker, provider))
        letter = await until(lambda: notifier.letter(seeker), lambda found: found["attempts"] == 1)
        await notifier.letter_in("waiting", seeker)
        await notifier.database.execute("UPDATE letters SET next_try_at = now()")
        links = Links(public_url=URL, secret_key="n" * 32, lifetime=60)
        await notifier.stranger.post(links.preferences_url(letter["address_hash"]))

    async with running_notifier(fresh, peer) as notifier:
        await notifier.database.execute("UPDATE letters SET next_try_at = now()")
        await notifier.letter_in("refused", seeker)
        await notifier.letter_in("sent", provider)

    assert peer.to(seeker.email) == []


@pytest_asyncio.fixture
async def embedded(fresh: FreshServers, peer: SmtpPeer, tmp_path: Path) -> AsyncIterator[Notifier]:
    """A notifier with a mailbox in which one letter has arrived."""
    letter = EmailMessage()
    letter["Subject"], letter["To"] = "Varme til veksthuset?", "ase@x.example"
    letter.set_content("Hei, Åse!")
    letter.add_alternative("<p onclick='x()'>Hei, <b>Åse</b>!</p>", subtype="html")
    mailbox.Maildir(tmp_path / "mailbox").add(letter.as_bytes())
    async with running_notifier(fresh, peer, mailbox_dir=tmp_path / "mailbox") as running:
        yield running


async def signed_in(notifier: Notifier) -> AsyncClient:
    return await notifier.client(Grant(role="coordinator", regions=("ostfold",)))


async def test_a_coordinator_reads_the_mailbox(embedded):
    client = await signed_in(embedded)

    listed = await client.get("/mail/mailbox", headers=BROWSER)
    link = listed.text.split('href="/mail/mailbox/')[1].split('"')[0]
    shown = await client.get(f"/mail/mailbox/{link}", headers=BROWSER)
    letter = await client.get(f"/mail/mailbox/{link}/html", headers=BROWSER)

    assert "Varme til veksthuset?" in listed.text
    assert "Hei, Åse!" in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    assert "<b>Åse</b>" in letter.text
    assert letter.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


async def test_the_mailbox_is_closed_to_strangers_and_partners(embedded):
    partner = await embedded.client(Grant(role="partner", partner_id=uuid4()))

    assert (await embedded.stranger.get("/mail/mailbox")).status_code == 401
    assert (await partner.get("/mail/mailbox")).status_code == 403


async def test_the_mailbox_is_closed_to_other_machines(embedded):
    bearer = await embedded.bearer(Grant(role="admin"))
    client = embedded.new_client(ip="192.0.2.7", authorization=bearer)

    assert (await client.get("/mail/mailbox")).status_code == 404


async def test_there_is_no_mailbox_where_letters_go_out_into_the_world(notifier):
    client = await signed_in(notifier)

    assert (await client.get("/mail/mailbox")).status_code == 404


@pytest.mark.parametrize("key", ["nothing", "../secret", "..%2F..%2Fetc%2Fpasswd"])
async def test_a_letter_that_is_not_there_is_not_found(embedded, key):
    client = await signed_in(embedded)

    assert (await client.get(f"/mail/mailbox/{key}")).status_code in {404, 422}
