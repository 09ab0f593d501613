"""The portal as a contact meets it: with a keyboard, on a phone, in the dark, without scripts."""

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.browser.contacts import ADDRESS, furnish, sign_in
from tests.browser.looking import look_at
from tests.browser.visitors import DESK, PHONE, Visitors

#: These hold every part that the others are made of.
IN_THE_DARK = frozenset({"home", "writing", "profile", "forgetting"})
NYNORSK = "Me treng 40 kassar i veka som kan vaskast, frå mars. Me har prøvd pappkasser."


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def dairy(browser, site):
    """Its listings, and the cookies of its contact."""
    async with Visitors(browser, site) as visitors:
        furnished = await furnish(visitors)
        page = await visitors.stranger()
        await sign_in(page, ADDRESS)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Hei, Åse.")
        yield {**furnished, "cookies": await page.context.cookies()}


async def window(visitors: Visitors, dairy, **given) -> Page:
    """One more of hers, signed in."""
    page = await visitors.stranger(**given)
    await page.context.add_cookies(dairy["cookies"])
    return page


async def test_every_page_holds_wide_and_narrow_light_and_dark(visitors, dairy):
    ours, theirs = dairy["listing"]["id"], dairy["theirs"]
    contact = dairy["contacts"][0]["id"]
    paths = {
        "home": "/",
        "listings": "/listings",
        "writing": "/listings/new?kind=need",
        "listing": f"/listings/{ours}",
        "editing": f"/listings/{ours}/edit",
        "renewing": f"/listings/{ours}/renew",
        "closing": f"/listings/{ours}/close",
        "deleting": f"/listings/{ours}/delete",
        "partners": "/partners",
        "search": "/partners?q=overskotsvarme",
        "partner": f"/partners/{theirs['partner_id']}",
        "their listing": f"/listings/{theirs['id']}",
        "profile": "/profile",
        "colleague": "/profile/contacts/new",
        "contact": f"/profile/contacts/{contact}",
        "removing": f"/profile/contacts/{contact}/remove",
        "account": "/account",
        "forgetting": "/account/delete",
    }
    wrong = {}
    for width, dark in ((DESK, False), (PHONE, False), (PHONE, True), (DESK, True)):
        page = await window(visitors, dairy, width=width, dark=dark)
        for name, path in paths.items():
            if dark and name not in IN_THE_DARK:
                continue
            await page.goto(path)
            shade = "dark" if dark else "light"
            if found := await look_at(page, f"portal-{name}-{width}-{shade}"):
                wrong[name, width, shade] = found

    assert wrong == {}


async def test_a_need_is_written_and_published_by_keyboard_alone(visitors, dairy):
    page = await window(visitors, dairy)
    await page.goto("/")
    await page.get_by_role("link", name="Skriv et behov").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/listings/new?kind=need")

    await reach(page, "text")
    await page.keyboard.type(NYNORSK)
    await expect(page.locator("#saved")).to_contain_text("Utkast lagret kl.")
    await expect(page.locator("#title")).to_have_value("40 kassar i veka som kan vaskast")
    assert await look_at(page, "portal-written") == []
    await reach(page, "title")
    await page.keyboard.press("End")
    await page.keyboard.type(" her")
    await reach(page, "", name="Publiser")
    await page.keyboard.press("Enter")

    await page.wait_for_url("**/listings/*?done=published")
    await expect(page.get_by_role("status")).to_contain_text("Publisert.")
    heading = page.get_by_role("heading", level=1)
    await expect(heading).to_have_text("40 kassar i veka som kan vaskast her")
    await expect(heading).to_have_attribute("lang", "nn")
    await page.go_back()
    await page.go_forward()
    await expect(heading).to_have_text("40 kassar i veka som kan vaskast her")


async def test_what_is_asked_and_what_is_like_it_appear_while_one_writes(visitors, dairy):
    page = await window(visitors, dairy, width=PHONE)
    await page.goto("/listings/new?kind=offer")

    await page.locator("#text").fill("Vi kan levere overskuddsvarme, 40 grader til overs.")

    await expect(page.get_by_text("Ligner på noe dere alt har")).to_be_visible()
    await expect(page.locator("#answer")).to_be_visible()
    assert await look_at(page, "portal-advice") == []


async def test_without_scripts_one_writes_mends_and_publishes(visitors, dairy):
    page = await window(visitors, dairy, scripts=False)
    await page.goto("/listings/new?kind=idea")

    await page.get_by_role("button", name="Publiser").click()
    summary = page.get_by_role("alert")
    await expect(summary.get_by_role("link")).to_have_text("Skriv hva dere drømmer om")
    assert await page.evaluate("document.activeElement.className") == "ds-error-summary"
    await page.locator("#text").fill("Vi vil bygge solpark på meieritaket.")
    await page.get_by_role("button", name="Publiser").click()
    await expect(page.get_by_label("Hva har dere prøvd så langt")).to_be_visible()
    await page.locator("#answer").fill("Vi har målt taket.")
    await page.get_by_role("button", name="Publiser").click()

    await page.wait_for_url("**/listings/*?done=published")
    await expect(page.locator(".written")).to_contain_text("Prøvd så langt: Vi har målt taket.")


async def reach(page: Page, element_id: str, *, name: str = "") -> None:
    """By the tab key, as one without a mouse does."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        focused = "[document.activeElement.id, document.activeElement.textContent]"
        found_id, found_name = await page.evaluate(focused)
        if (element_id and found_id == element_id) or (name and found_name == name):
            return
    raise AssertionError(f"{element_id or name} is not reached by the keyboard")
