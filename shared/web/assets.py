"""The stylesheets and pictures of all pages, served from `/static` with addresses that may be
kept for ever because they change with the content."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"

KEEP = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"


@cache
def fingerprint(name: str) -> str:
    return sha256((FOLDER / name).read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    return f"{PREFIX}/{name}?v={fingerprint(name)}"


class Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        known = response.status_code in {200, 304} and (FOLDER / path).is_file()
        current = known and scope["query_string"].decode("latin-1") == f"v={fingerprint(path)}"
        response.headers["cache-control"] = KEEP if current else ASK_AGAIN
        return response


def install_assets(app: Starlette) -> None:
    # Only these: a compressed page could tell by its length what secret it holds.
    app.mount(PREFIX, GZipMiddleware(Assets(directory=FOLDER)), name="static")
