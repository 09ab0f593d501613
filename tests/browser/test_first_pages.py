"""What a stranger meets."""

import pytest

from tests.browser.looking import look_at
from tests.browser.visitors import DESK, PHONE, Visitors

LANGUAGES = ("nb", "nn", "en")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["/", "/coordinator", "/no-such-page"])
async def test_a_stranger_reads_every_first_page(
    visitors: Visitors, path: str, language: str, width: int
) -> None:
    page = await visitors.stranger(language=language, width=width)

    await page.goto(path)

    assert await page.locator("html").get_attribute("lang") == language
    assert await look_at(page, f"stranger{path}-{language}-{width}") == []


async def test_the_first_pages_hold_in_the_dark(visitors: Visitors) -> None:
    page = await visitors.stranger(dark=True)

    await page.goto("/")

    assert await look_at(page, "stranger-dark") == []


async def test_looking_finds_what_is_wrong(visitors: Visitors) -> None:
    page = await visitors.stranger()
    await page.set_content('<html lang="nb"><img src="x.png"><p style="width: 3000px">Bred</p>')

    wrong = await look_at(page, "wrong")

    assert any(line.startswith("image-alt") for line in wrong)
    assert any(line.startswith("wider than the screen") for line in wrong)
