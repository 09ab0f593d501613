"""People who are signed in, in a browser window of their own."""

from typing import Any

from playwright.async_api import Page

from tests.browser.visitors import Visitors
from tests.e2e.command_line import run


async def coordinator_cookies(visitors: Visitors, region: str) -> list[Any]:
    """Of one who decides for the region; put into other windows they are this one too."""
    said = run("sign-in", "--region", region, "--data", visitors.site.data)
    assert said.returncode == 0, said.stderr
    link = next(word for word in said.stdout.split() if word.startswith("http"))
    page = await visitors.stranger()
    await page.goto(link)
    await page.get_by_role("main").get_by_role("button").click()
    await page.wait_for_url("**/coordinator**")
    return await page.context.cookies()


async def signed_in(visitors: Visitors, cookies: list[Any], **given: Any) -> Page:
    page = await visitors.stranger(**given)
    await page.context.add_cookies(cookies)
    return page
