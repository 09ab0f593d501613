"""What each person of the whole journey does, from an application to what came of it.

Forms are filled by the names of their fields, so that the pages may be in any language.
"""

from dataclasses import dataclass

from playwright.async_api import Page, expect

from tests.browser.looking import look_at, take_picture
from tests.browser.visitors import DESK, Visitors
from tests.waiting import until

#: Long, for machines that are busy with other things; nobody waits longer than it takes.
SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    organisation: str
    name: str
    email: str
    language: str
    about: str
    writes: str


async def fill(page: Page, fields: dict[str, str], *, form: str = "main form") -> None:
    for name, value in fields.items():
        field = page.locator(f'{form} [name="{name}"]')
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)


async def press(page: Page, form: str) -> None:
    await page.locator(f"{form} button[type=submit]").first.click()


async def apply_for(page: Page, person: Person, *, region: str) -> None:
    await page.goto("/apply")
    await fill(
        page,
        {
            "organisation": person.organisation,
            "kind": "business",
            "region": region,
            "description": person.about,
            "contact_name": person.name,
            "contact_email": person.email,
            "language": person.language,
        },
        form='form[action="/apply"]',
    )
    await press(page, 'form[action="/apply"]')
    await page.wait_for_url("**/apply/sent")


async def add_by_form(page: Page, person: Person) -> None:
    """A partner with a contact and an offer, as a coordinator writes them."""
    await page.locator('nav.menu a[href="/region/partners"]').click()
    await page.locator('main a[href^="/region/partners/new"]').click()
    await fill(
        page,
        {
            "name": person.organisation,
            "kind": "business",
            "description": person.about,
            "contact_name": person.name,
            "contact_email": person.email,
            "contact_language": person.language,
        },
        form='form[action="/region/partners/new"]',
    )
    await page.locator('button[name="then"][value="save"]').click()
    form = 'form[action$="/listings"]'
    await fill(page, {"kind": "offer", "title": person.writes, "text": person.writes}, form=form)
    await press(page, form)
    await expect(page.locator('main [role="status"]')).to_be_visible()


async def approve_application(page: Page, person: Person) -> None:
    await page.goto("/region/applications")
    await expect(page.get_by_role("heading", name=person.organisation)).to_be_visible()
    await press(page, 'main form[action$="/approve"]')
    await expect(page.get_by_role("heading", name=person.organisation)).to_have_count(0)


async def write_need(page: Page, person: Person) -> None:
    await page.locator('main a[href="/listings/new?kind=need"]').first.click()
    await page.locator("#text").fill(person.writes)
    await take_picture(page, f"journey-writing-{person.name}")
    await page.locator('button[name="do"][value="publish"]').click()
    if not await _is_published(page):  # without scripts the question comes first
        await page.locator('button[name="do"][value="publish"]').click()
    await page.wait_for_url("**/listings/*?done=published")
    await expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "nn")


async def _is_published(page: Page) -> bool:
    await page.wait_for_load_state()
    return "done=published" in page.url


async def open_suggestion(page: Page, organisation: str) -> None:
    """Waits until it stands in the queue."""

    async def is_there() -> bool:
        await page.goto("/coordinator")
        return await page.locator("#forslag").count() > 0

    await until(is_there, seconds=SECONDS)
    await expect(page.locator("main")).to_contain_text(organisation)


async def answer_yes(page: Page, link: str, *, name: str) -> None:
    await page.goto(link)
    await page.locator('input[name="answer"][value="yes"]').check()
    await take_picture(page, f"journey-answering-{name}")
    await press(page, "main form")
    await expect(page.locator('main a[href^="/mail/answer/"]')).to_be_visible()


async def report_working(page: Page, organisation: str) -> None:
    """As the coordinator, from the board of follow-up."""
    await page.locator('nav.menu a[href="/coordinator/follow-up"]').click()
    await page.locator('main a[href^="/mail/introductions/"]').first.click()
    await expect(page.locator("main")).to_contain_text(organisation)
    form = 'form[action$="/outcome"]'
    await page.locator(f'{form} input[value="working"]').check()
    await fill(page, {"co2e_tonnes": "12"}, form=form)
    await press(page, form)
    await expect(page.locator(f"{form}")).to_have_count(1)


class Looks:
    """What is wrong with the pages of a journey. Each is looked at in a window of its own, since
    axe needs scripts where its reader has none."""

    def __init__(self, visitors: Visitors, name: str) -> None:
        self._visitors = visitors
        self._name = name
        self.wrong: dict[str, list[str]] = {}

    async def at(self, page: Page, place: str) -> None:
        html = await page.content()
        width = (page.viewport_size or {"width": DESK})["width"]
        twin = await self._visitors.stranger(width=width)
        await twin.route(page.url, lambda route: route.fulfill(body=html, content_type="text/html"))
        await twin.goto(page.url)
        if found := await look_at(twin, f"journey-{self._name}-{place}"):
            self.wrong[place] = found
        await twin.close()
