"""What strangers and coordinators see of the registry: every page, on a desk and on a phone."""

import asyncio

import pytest
from playwright.async_api import Page

from tests.browser.looking import look_at, take_picture
from tests.browser.visitors import DESK, PHONE, Visitors
from tests.e2e.command_line import Up, run

PUBLIC = ("/apply", "/apply/sent", "/help", "/privacy", "/accessibility")
OF_THE_REGION = (
    "/region/start",
    "/region/settings",
    "/region/partners",
    "/region/partners/new",
    "/region/applications",
    "/region/import",
)
FILE = "navn;type;sted;farge\nHavnestad kommune;offentlig;Halden;blå\n"
WRONG = "navn;type\nHavnestad kommune;romskip\n"


async def signed_in(page: Page, site: Up) -> Page:
    said = await asyncio.to_thread(run, "sign-in", "--region", "ostfold", "--data", site.data)
    await page.goto(said.stdout.strip())
    await page.get_by_role("main").get_by_role("button").click()
    return page


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [pytest.param("nb", DESK, False, id="desk"), pytest.param("nn", PHONE, True, id="phone")],
)
async def test_everything_a_stranger_and_a_coordinator_open(
    visitors: Visitors, language: str, width: int, dark: bool
) -> None:
    page = await visitors.stranger(language=language, width=width, dark=dark)
    wrong: dict[str, list[str]] = {}

    async def look(name: str) -> None:
        assert await page.locator("html").get_attribute("lang") == language
        wrong[name] = await look_at(page, f"{name}-{language}-{width}")

    for path in PUBLIC:
        await page.goto(path)
        await look(path)
    await signed_in(page, visitors.site)
    for path in OF_THE_REGION:
        await page.goto(path)
        await look(path)

    assert {name: found for name, found in wrong.items() if found} == {}


async def test_a_coordinator_begins_without_scripts(visitors: Visitors) -> None:
    """From an application and a file to a partner with a need."""
    stranger = await visitors.stranger(language="nb", scripts=False)
    await stranger.goto("/apply")
    await stranger.get_by_role("button", name="Send").click()
    await take_picture(stranger, "apply-errors")
    await stranger.get_by_label("Navnet på virksomheten").fill("Granlia Gartneri")
    await stranger.get_by_label("Hva slags virksomhet er dere?").select_option("business")
    await stranger.get_by_label("Fylke").select_option("ostfold")
    await stranger.get_by_label("Hva driver dere med?").fill("Vi dyrker tomater i veksthus.")
    await stranger.get_by_label("Navnet ditt").fill("Tormod Bakkehaug")
    await stranger.get_by_label("E-postadressen din").fill("tormod@granlia.example")
    await stranger.get_by_role("button", name="Send").click()
    await stranger.get_by_role("heading", name="Takk, vi har fått det").wait_for()

    page = await visitors.stranger(language="nb", scripts=False)
    await signed_in(page, visitors.site)
    await page.goto("/region/applications")
    await take_picture(page, "application-waits")
    await page.get_by_role("button", name="Godkjenn som ny partner").click()
    await page.get_by_role("link", name="Alle partnere").click()
    await page.get_by_role("link", name="Granlia Gartneri").click()
    await page.get_by_label("Overskrift").fill("Varme til veksthus")
    await page.get_by_label("Tekst").fill("Vi trenger 30–45 grader hele året.")
    await page.get_by_role("button", name="Publiser").click()
    await page.get_by_text("Publisert. Vi leter etter noen som passer.").wait_for()
    await take_picture(page, "partner-with-need")

    await page.goto("/region/import")
    for name, content in (("feil.csv", WRONG), ("partnere.csv", FILE)):
        file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
        await page.get_by_label("Fil", exact=True).set_input_files(files=[file])
        await page.get_by_role("button", name="Se over").click()
        await take_picture(page, f"import-{name}")
        if name == "feil.csv":
            await page.get_by_role("link", name="Velg en ny fil").click()
    await page.get_by_role("button", name="Les inn").click()
    await page.get_by_text("Lest inn.").wait_for()
    await take_picture(page, "partners-listed")
