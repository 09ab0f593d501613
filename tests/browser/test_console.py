"""The coordinator's console: by keyboard alone, without scripts, and as WCAG sees it."""

from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.looking import look_at
from tests.browser.signing_in import coordinator_cookies, signed_in
from tests.browser.visitors import DESK, PHONE, Visitors
from tests.waiting import until

REGION = "telemark"
HOME = "/coordinator"
PAIRS = (
    ("Trenger spillvarme", "Vi treng spillvarme på 30–45 grader til oppvarming av veksthuset."),
    ("Har spillvarme", "Vi har spillvarme på 38 grader til overs, nok til å varme et veksthus."),
    ("Trenger slam", "Biogassanlegget vårt trenger slam fra settefisk som råstoff."),
    ("Har slam", "Settefiskanlegget vårt har slam til overs som kan bli biogass."),
    ("Trenger møbler", "Kommunen trenger hjelp til å ombruke 140 brukte kontorpulter."),
    ("Har verksted", "Vi er et snekkerverksted som ombruker kontorpulter og kontorstoler."),
    ("Trenger strøm", "Vi trenger strøm til en utslippsfri byggeplass med elektriske maskiner."),
    ("Har batteri", "Vi leier ut batterier med strøm til utslippsfrie byggeplasser."),
)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def network(site: Any) -> None:
    """Four pairs wait."""
    async with site.client("--role", "admin") as admin:
        for number, (name, text) in enumerate(PAIRS):
            partner = {"name": name, "kind": "business", "region": REGION, "place": "Skien"}
            contact = {"name": "Kari Vik", "email": f"kari{number}@{REGION}.example"}
            answer = await admin.post(
                "/api/partners",
                json={**partner, "description": text, "language": "nb", "contacts": [contact]},
            )
            kind = "offer" if number % 2 else "need"
            await admin.post(
                f"/api/partners/{answer.json()['id']}/listings",
                json={"kind": kind, "title": name, "text": text},
            )

        async def waiting() -> int:
            page = await admin.get("/api/suggestions", params={"region": REGION})
            return len(page.json()["items"])

        await until(waiting, lambda count: count >= len(PAIRS) / 2, seconds=60)


@pytest_asyncio.fixture(loop_scope="session")
async def cookies(visitors: Visitors, network: None) -> list[Any]:  # noqa: ARG001
    return await coordinator_cookies(visitors, REGION)


async def heading(page: Page) -> str:
    return await page.locator("#forslag").inner_text()


async def test_the_queue_is_worked_through_by_keyboard_alone(
    visitors: Visitors, cookies: list[Any]
) -> None:
    page = await signed_in(visitors, cookies)
    notice = page.locator("#meldinger")
    await page.goto(HOME)
    first = await heading(page)

    await page.keyboard.press("j")
    await expect(page.locator("#forslag")).not_to_have_text(first)
    await page.keyboard.press("k")
    await expect(page.locator("#forslag")).to_have_text(first)

    await page.keyboard.press("a")
    await expect(notice).to_contain_text("Brevene går kl.")
    assert await heading(page) != first
    await page.keyboard.press("z")
    await expect(notice).to_contain_text("Angret. Ingen brev er sendt.")
    assert await heading(page) == first

    await page.keyboard.press("r")
    await expect(page.locator("#reason-not_relevant")).to_be_focused()
    await page.keyboard.press("a")  # in a field a key is only a key
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(notice).to_contain_text("Avvist:")
    await page.keyboard.press("z")
    await expect(notice).to_contain_text("Angret.")

    await page.keyboard.press("s")
    await expect(page.locator("#utsett button").first).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(notice).to_contain_text("Utsatt til")
    await page.keyboard.press("z")
    await expect(notice).to_contain_text("Angret.")

    await page.keyboard.press("/")
    await expect(page.locator("#words")).to_be_focused()
    await page.keyboard.type("ar")
    assert await heading(page) == first
    await page.keyboard.press("Tab")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("a")
    assert await look_at(page, "console-help") == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await page.keyboard.press("Control+a")
    await expect(page.locator("#forslag")).to_have_text(first)

    await page.keyboard.press("e")
    await expect(page.locator("#brev")).to_have_attribute("open", "")


@pytest.mark.parametrize(("width", "dark"), [(DESK, False), (DESK, True), (PHONE, False)])
async def test_every_page_of_the_console_is_for_everybody(
    visitors: Visitors, cookies: list[Any], width: int, dark: bool
) -> None:
    page = await signed_in(visitors, cookies, width=width, dark=dark)
    wrong = []
    for name, path in {
        "queue": HOME,
        "select": f"{HOME}?mode=select",
        "nothing": f"{HOME}?words=finnesikke",
        "shortcuts": f"{HOME}/shortcuts",
        "by-hand": f"{HOME}/by-hand?words=varme&region={REGION}",
        "nobody-fits": f"{HOME}/nobody-fits",
        "agenda": f"{HOME}/agenda",
    }.items():
        await page.goto(path)
        wrong += await look_at(page, f"console-{name}-{width}{'-dark' if dark else ''}")
    await page.goto(HOME)
    card = await page.locator(".queue a").first.get_attribute("href") or ""
    item = await page.locator(".sheet h2 a").first.get_attribute("href") or ""
    cards = {opened: f"{card}?open={opened}" for opened in ("reject", "snooze", "edit")}
    for opened, path in {**cards, "everyone": item, "ask": f"{item}/ask"}.items():
        await page.goto(path)
        wrong += await look_at(page, f"console-{opened}-{width}{'-dark' if dark else ''}")

    assert wrong == []


async def test_everything_is_done_without_a_script(visitors: Visitors, cookies: list[Any]) -> None:
    page = await signed_in(visitors, cookies, scripts=False)
    await page.goto(HOME)
    first = await heading(page)

    await page.get_by_role("button", name="Godkjenn og send").click()
    approved = await page.locator("#meldinger").inner_text()
    await page.get_by_role("button", name="Angre").click()
    undone = await page.locator("#meldinger").inner_text()
    await page.get_by_role("link", name="Avvis").click()
    await page.get_by_role("button", name="Avvis forslaget").click()
    unreasoned = await page.locator(".ds-error-summary").inner_text()
    await page.get_by_role("link", name="Avbryt").click()
    await page.get_by_role("link", name="Velg flere").click()
    for box in (await page.get_by_role("checkbox").all())[:2]:
        await box.check()
    await page.get_by_role("button", name="Godkjenn de valgte").click()
    several = await page.locator("#meldinger").inner_text()
    await page.get_by_role("button", name="Angre").click()

    assert "Brevene går kl." in approved
    assert "Angret. Ingen brev er sendt." in undone
    assert "Velg en grunn" in unreasoned
    assert "Godkjent: 2 forslag." in several
    assert await page.locator(".queue li").count() >= len(PAIRS) / 2
    assert await heading(page) == first
