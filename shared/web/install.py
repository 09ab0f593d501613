"""Give an app everything of ours that surrounds its routes."""

from collections.abc import Mapping

from fastapi import FastAPI

from shared.web.assets import install_assets
from shared.web.error_pages import ErrorPages
from shared.web.headers import SecurityHeaders
from shared.web.language import LanguageChoice
from shared.web.limits import RequestLimits
from shared.web.origins import OwnPagesOnly
from shared.web.problems import Table, install_problems
from shared.web.templating import Pages
from shared.web.unexpected import UnexpectedErrors
from shared.web.unserved import Unserved


def install_web(
    app: FastAPI,
    *,
    errors: Table,
    pages: Pages,
    public_url: str,
    larger_bodies: Mapping[str, int] | None = None,
) -> None:
    """Look, language, limits, headers and problem details; `errors` gives domain errors a status.

    `public_url` is where people reach the app; by HTTPS only, if it says so.
    `larger_bodies` names the paths that may be sent more than others, and how many bytes.
    """
    error_pages = ErrorPages(pages)
    https = public_url.startswith("https://")
    install_assets(app)
    install_problems(app, errors, pages=error_pages)
    # The last one added is the first to see a request.
    app.add_middleware(LanguageChoice, secure=https)
    app.add_middleware(OwnPagesOnly, public_url=public_url, pages=error_pages)
    app.add_middleware(RequestLimits, larger_bodies=larger_bodies)
    app.add_middleware(UnexpectedErrors, pages=error_pages)
    app.add_middleware(SecurityHeaders, https=https)
    app.add_middleware(Unserved)
