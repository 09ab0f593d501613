"""The whole journey as people make it: nobody knows more than the pages and letters tell them."""

from playwright.async_api import Page, expect

from tests.browser.contacts import letter_link, sign_in
from tests.browser.journey import (
    Looks,
    Person,
    add_by_form,
    answer_yes,
    apply_for,
    approve_application,
    fill,
    open_suggestion,
    press,
    report_working,
    write_need,
)
from tests.browser.signing_in import coordinator_cookies, signed_in
from tests.browser.visitors import DESK, PHONE, Visitors

GREENHOUSE = Person(
    organisation="Lauvdal Gartneri",
    name="Tormod Bakkehaug",
    email="tormod@lauvdal.example",
    language="nn",
    about="Me dyrkar tomatar i veksthus heile året.",
    writes="Me treng overskotsvarme på 30–45 grader til oppvarming av veksthuset heile året.",
)
DAIRY = Person(
    organisation="Steinvåg Meieri",
    name="Åse Lindvåg",
    email="ase@steinvag.example",
    language="nb",
    about="Vi lager ost og smør.",
    writes="Vi har overskuddsvarme på 38 grader til overs, nok til oppvarming av et veksthus.",
)
FERRY = Person(
    organisation="Sundet Ferje",
    name="Bjarte Sund",
    email="bjarte@sundet.example",
    language="nn",
    about="Me driv ei ferje over sundet.",
    writes="Me treng batteri til lading av ei elektrisk ferje ved kaia i Sundet.",
)
STORAGE = Person(
    organisation="Northern Storage",
    name="Ann Field",
    email="ann@storage.example",
    language="en",
    about="We lease batteries.",
    writes="We have used batteries to lease for charging of electric ferries at the quay.",
)


async def test_a_newcomer_gets_from_nothing_to_an_answered_introduction(
    visitors: Visitors,
) -> None:
    looks = Looks(visitors, "newcomer")
    coordinator = await visitors.stranger(language="nb", width=DESK)
    await set_up(coordinator, looks, region="rogaland")
    assert await region_of(coordinator) == "rogaland"
    await coordinator.goto("/region/start")
    applicant = await visitors.stranger(language="nn", width=DESK)

    await travel(
        visitors, looks, coordinator, applicant, need=GREENHOUSE, offer=DAIRY, with_key=True
    )

    assert looks.wrong == {}


async def test_without_scripts_the_whole_journey_is_made_on_phones(visitors: Visitors) -> None:
    looks = Looks(visitors, "phones")
    cookies = await coordinator_cookies(visitors, "nordland")
    coordinator = await signed_in(visitors, cookies, language="en", width=PHONE, scripts=False)
    await coordinator.goto("/region/start")
    applicant = await visitors.stranger(language="nn", width=PHONE, scripts=False)

    await travel(visitors, looks, coordinator, applicant, need=FERRY, offer=STORAGE, with_key=False)

    assert looks.wrong == {}


async def set_up(page: Page, looks: Looks, *, region: str) -> None:
    """The first to come to the address; a letter signs them in, and a page tells what to do."""
    await page.goto("/")
    await page.wait_for_url("**/set-up")
    await looks.at(page, "set-up")
    address = "eva@fylket.example"
    await fill(page, {"name": "Eva Lie", "email": address, "region": region})
    await press(page, "main form")
    await page.locator('main a[href="/mail/mailbox"]').click()
    await page.goto(await letter_link(page, address, leads_to="/sign-in/"))
    await press(page, "main form")
    await page.wait_for_url("**/region/start")


async def travel(
    visitors: Visitors,
    looks: Looks,
    coordinator: Page,
    applicant: Page,
    *,
    need: Person,
    offer: Person,
    with_key: bool,
) -> None:
    """From the coordinator's first page to what came of it."""
    await looks.at(coordinator, "start")
    await add_by_form(coordinator, offer)
    await looks.at(coordinator, "partner")

    await apply_for(applicant, need, region=await region_of(coordinator))
    await approve_application(coordinator, need)
    await sign_in(applicant, need.email)
    await write_need(applicant, need)
    await looks.at(applicant, "listing")

    await open_suggestion(coordinator, need.organisation)
    await looks.at(coordinator, "card")
    await approve_by_keyboard(coordinator, with_key=with_key)
    await looks.at(coordinator, "approved")

    other = await visitors.stranger(language=offer.language, width=PHONE, scripts=False)
    link = await letter_link(other, offer.email, leads_to="/mail/answer/")
    await answer_yes(other, link, name=offer.name)
    await looks.at(other, "first-yes")
    link = await letter_link(applicant, need.email, leads_to="/mail/answer/")
    await answer_yes(applicant, link, name=need.name)
    await expect(applicant.locator("main")).to_contain_text(offer.email)
    await looks.at(applicant, "both-yes")

    await report_working(coordinator, need.organisation)
    await looks.at(coordinator, "outcome")
    await applicant.goto("/mail/introductions")
    await expect(applicant.locator("main")).to_contain_text(offer.organisation)
    await looks.at(applicant, "introductions")
    for place in ("follow-up", "overview"):
        await coordinator.locator(f'nav.menu a[href="/coordinator/{place}"]').click()
        await expect(coordinator.locator("main")).to_contain_text(need.organisation)
        await looks.at(coordinator, place)


async def region_of(page: Page) -> str:
    """The coordinator's own, as their form of a new partner says it."""
    await page.goto("/region/partners/new")
    return await page.locator('input[name="region"]').get_attribute("value") or ""


async def approve_by_keyboard(page: Page, *, with_key: bool) -> None:
    """By its key, or where no script listens by the button; the letters leave at once."""
    if with_key:
        await page.keyboard.press("a")
    else:
        await page.locator('main form[action*="/approve"] .ds-button').first.focus()
        await page.keyboard.press("Enter")
    await page.locator('form[action*="send-now"] button').click()
