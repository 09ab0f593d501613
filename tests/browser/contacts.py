"""Contacts of partners, who sign in by the letter in the mailbox."""

from datetime import timedelta
from typing import Any

from playwright.async_api import Page

from shared.clock import utc_now
from tests.browser.visitors import Visitors
from tests.connected.registry_harness import a_listing, a_partner
from tests.waiting import until

ADDRESS = "ase@steinvag.example"


async def furnish(visitors: Visitors) -> dict[str, Any]:
    """A dairy with listings of each state, and a neighbour."""
    contact = {"name": "Åse Lindvåg", "email": ADDRESS, "language": "nb"}
    dairy = a_partner(name="Steinvåg Meieri", orgnr=None, contacts=[contact])
    neighbour = a_partner(name="Lauvdal Gartneri", orgnr=None, contacts=[])
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

    async def link() -> str | None:
        await page.goto("/mail/mailbox")
        letters = page.get_by_role("listitem").filter(has_text=address)
        if not await letters.count():
            return None
        await letters.first.get_by_role("link").click()
        return await page.locator('main a[href^="/sign-in/"]').first.get_attribute("href")

    await page.goto(await until(link, seconds=30) or "")
    await page.get_by_role("main").get_by_role("button").click()
