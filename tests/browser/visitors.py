"""People with a browser of their own each: language, width, colours, with or without scripts."""

from contextlib import AsyncExitStack
from typing import Self

from playwright.async_api import Browser, Page

from tests.e2e.command_line import Up

PHONE = 360
DESK = 1280


class Visitors:
    """Closes every browser window that it opened."""

    def __init__(self, browser: Browser, site: Up) -> None:
        self._browser = browser
        self._windows = AsyncExitStack()
        self.site = site

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._windows.aclose()

    async def stranger(
        self,
        *,
        language: str = "nb",
        width: int = DESK,
        dark: bool = False,
        scripts: bool = True,
    ) -> Page:
        context = await self._browser.new_context(
            base_url=self.site.url,
            locale={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language],
            viewport={"width": width, "height": 800},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        self._windows.push_async_callback(context.close)
        return await context.new_page()
