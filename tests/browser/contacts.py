"""Contacts of partners, who sign in by the letter in the mailbox."""

from datetime import timedelta
from typing import Any

from playwright.async_api import Page

from shared.clock import utc_now
from tests.browser.visitors import Visitors
from tests.connected.registry_harness import a_listing, a_partner
from tests.waiting import until

ADDRESS = "ase@fjordmeieriet.example"


async def furnish(visitors: Visitors) -> dict[str, Any]:
    """A dairy with listings of each state, and a neighbour."""
    contact = {"name": "Åse Lindvåg", "email": ADDRESS, "language": "nb"}
    dairy = a_partner(name="Fjordmeieriet", orgnr=None, contacts=[contact])
    neighbour = a_partner(name="Solbakken Gartneri", orgnr=None, contacts=[])
    async with visitors.site.client("--role", "admin") as admin:
        ours = (await admin.post("/api/partners", json=dairy)).json()
        theirs = (await admin.post("/api/partners", json=neighbour)).json()

        async def publish(partner: dict[str, Any], **given: Any) -> dict[str, Any]:
            path = f"/api/partners/{partner['id']}/listings"
            answer = await admin.post(path, json=a_listing(**given))
            return dict(answer.json())

        warm = "Vi har 40 grader til overs hele året. Hentes i Fredrikstad."
        ours["listing"] = await publish(ours, kind="offer", title="Overskuddsvarme", text=warm)
        soon = (utc_now() + timedelta(days=6)).date().isoformat()
        await publish(ours, title="Klimaregnskap som tåler revisjon", expires_on=soon)
        ours["theirs"] = await publish(
            theirs, title="Varme til veksthus", text="Me treng varme.", language="nn"
        )
    return ours


async def sign_in(page: Page, address: str, *, leads_to: str = "/") -> None:
    """As a person does: type the address, open the letter, press its link."""
    await page.goto(f"/sign-in?next={leads_to}")
    await page.locator("#email").fill(address)
    await page.get_by_role("main").get_by_role("button").click()
    await page.wait_for_url("**/sign-in/sent")
    await page.goto(await letter_link(page, address, leads_to="/sign-in/"))
    await page.get_by_role("main").get_by_role("button").click()


async def letter_link(page: Page, address: str, *, leads_to: str) -> str:
    """The first link that leads there, in the newest letter to the address that has one."""

    async def link() -> str | None:
        await page.goto("/mail/mailbox")
        letters = page.get_by_role("listitem").filter(has_text=address).get_by_role("link")
        for href in [await one.get_attribute("href") for one in await letters.all()]:
            await page.goto(href or "")
            links = page.locator(f'main a[href^="{leads_to}"]')
            if await links.count():
                return await links.first.get_attribute("href")
        return None

    return await until(link, seconds=60) or ""
