"""Every letter as Chromium shows it, on a phone and on a desk, in light and in dark.

The pictures lie in `test-output/letters`, to be looked at by people.
"""

import pytest

from services.notifier.letters.samples import SAMPLE_NAMES, sample_letter
from shared.locale import LANGUAGES
from tests.browser.looking import PICTURES, TOO_WIDE

LETTERS = PICTURES.parent / "letters"
WIDTHS = (360, 640)

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_letter_is_wider_than_its_window(browser, scheme):
    LETTERS.mkdir(parents=True, exist_ok=True)
    page = await browser.new_page(color_scheme=scheme)
    too_wide = {}
    for name in SAMPLE_NAMES:
        for language in LANGUAGES:
            await page.set_content(sample_letter(name, language).html)
            for width in WIDTHS:
                await page.set_viewport_size({"width": width, "height": 700})
                picture = f"{name}.{language}.{width}.{scheme}.png"
                await page.screenshot(path=LETTERS / picture, full_page=True)
                wrong = await page.evaluate(TOO_WIDE)
                if wrong:
                    too_wide[picture] = wrong
    await page.close()

    assert too_wide == {}
