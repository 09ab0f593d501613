"""A browser and a running Koblingsboks for all tests of what people see."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from tests.browser.visitors import Visitors
from tests.e2e.command_line import START_SECONDS, Up, is_ready, started
from tests.servers import short_lived_folder
from tests.waiting import until

HERE = Path(__file__).parent
MISSING = "no Chromium; install it (on Debian: apt install chromium) to test the pages in a browser"
#: Nothing but the pages under test: no sandbox for root, no talk with the outside.
OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The browser lives longer than a test, and in one loop."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        pytest.skip(MISSING)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=list(OPTIONS))
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
def empty_site() -> Iterator[Up]:
    """`koblingsboks up` on a new folder; shared, so tests bring their own people."""
    with short_lived_folder() as data, started(data) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def site(empty_site: Up) -> Up:
    await until(lambda: is_ready(empty_site), seconds=START_SECONDS)
    return empty_site


@pytest_asyncio.fixture(loop_scope="session")
async def visitors(browser: Browser, site: Up) -> AsyncIterator[Visitors]:
    async with Visitors(browser, site) as visitors:
        yield visitors
