"""Look at a page as WCAG and a narrow screen see it, and keep a picture of it."""

import re
from functools import cache
from pathlib import Path

from playwright.async_api import Page

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "test-output" / "pages"
AXE = HERE / "axe" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
    const found = await axe.run(document, {runOnly: rules});
    return found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`));
}"""
TOO_WIDE = """() => {
    const limit = document.documentElement.clientWidth + 1;
    return document.documentElement.scrollWidth <= limit ? [] : [...document.querySelectorAll('*')]
        .filter(e => e.getBoundingClientRect().right > limit).map(e => e.outerHTML.slice(0, 120));
}"""


async def look_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page as it stands: WCAG 2.2 AA by axe, and anything that sticks out.

    Keeps a picture at `test-output/pages/NAME.png`.
    """
    await take_picture(page, name)
    wrong = [f"wider than the screen: {html}" for html in await page.evaluate(TOO_WIDE)]
    await page.evaluate(_axe())
    return wrong + await page.evaluate(RUN_AXE, RULES)


async def take_picture(page: Page, name: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    await page.screenshot(path=PICTURES / f"{re.sub(r'[^a-z0-9]+', '-', name)}.png", full_page=True)


@cache
def _axe() -> str:
    """Evaluated by the debugger, which the page's content policy does not bind."""
    return AXE.read_text(encoding="utf-8")
