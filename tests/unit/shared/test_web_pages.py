import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient
from starlette.responses import HTMLResponse

from shared.locale import LANGUAGES
from shared.web import assets
from shared.web.install import install_web
from shared.web.masthead import Masthead, MenuItem
from shared.web.templating import Pages

BROWSER = {"accept": "text/html"}
LARGEST_PARTS_BYTES = 70_000
LARGEST_PAGE_BYTES = 80_000
PAGE = """
{% extends "layout.html" %}{% import "parts.html" as part %}
{% block title %}{{ _("write_need") }}{% endblock %}
{% block content %}
{{ part.error_summary(errors) }}
{{ part.textarea("text", _("need"), value=text, error=errors["text"], hint=_("question_hint")) }}
{{ part.field("title", _("offer")) }}
{{ part.radios("answer", _("answer.legend"), [("yes", _("answer.yes"), None)], checked="yes") }}
{{ part.select("kind", _("outcome"), [("a", "A")], selected="a") }}
{% call part.alert(color="success") %}
<p>{{ _("grace", a="<b>", b="B", time="14.32") }}</p>{% endcall %}
{{ part.tag(_("listing.open"), color="success") }}
{{ part.button(_("publish"), key="a") }}{{ part.link_button(_("edit"), "/edit") }}
{{ part.quotation("<i>", by="Steinvåg", lang="nn") }}
{% endblock %}
"""


@pytest.fixture
def client(tmp_path: Path):
    (tmp_path / "write.html").write_text(PAGE)
    pages = Pages(tmp_path)
    app = FastAPI()

    @app.get("/write")
    def write(request: Request) -> HTMLResponse:
        masthead = Masthead(
            network_name="Klimapartnere Strandfylket",
            host_name="Strandfylket fylkeskommune",
            menu=[MenuItem(label="Kø", href="/q", current=True, waiting=14)],
        )
        errors = {"text": "Skriv hva dere trenger"}
        return pages.render(
            request, "write.html", masthead=masthead, text="</textarea><script>", errors=errors
        )

    install_web(app, errors={}, pages=pages, public_url="https://shop.example")
    return AsyncClient(transport=ASGITransport(app), base_url="https://koblingsboks.example")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_page_is_in_the_visitors_language(client, language):
    page = await client.get("/write", headers={"accept-language": language})

    assert page.headers["content-language"] == language
    assert f'<html lang="{language}"' in page.text
    assert page.text.count('hreflang="') == len(LANGUAGES) - 1


async def test_a_page_escapes_what_people_wrote(client):
    page = await client.get("/write")

    assert "<script>" not in page.text
    assert "<i>" not in page.text
    assert "Godkjent: &lt;b&gt; og B." in page.text


async def test_a_page_has_no_inline_style_or_script(client):
    page = await client.get("/write")

    assert " style=" not in page.text
    assert "<style" not in page.text
    assert re.findall(r"<script[^>]*>(.*?)</script>", page.text) == [""]


async def test_an_error_leads_to_its_field(client):
    page = await client.get("/write")

    assert '<a class="ds-link" href="#text">Skriv hva dere trenger</a>' in page.text
    assert 'aria-describedby="text-hint text-error" aria-invalid="true"' in page.text


async def test_the_language_link_works_without_script(client):
    answer = await client.get("/write?q=a%26b&lang=nn", headers=BROWSER)
    page = await client.get(answer.headers["location"])

    assert answer.status_code == 303
    assert answer.headers["location"] == "/write?q=a%26b"
    assert "Secure" in answer.headers["set-cookie"]
    assert page.headers["content-language"] == "nn"


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example", "/\\evil.example"])
async def test_the_language_link_never_leads_to_another_host(client, path):
    url = f"https://koblingsboks.example{path}?lang=nn"

    answer = await client.get(url, headers=BROWSER)

    assert answer.status_code == 303
    assert urljoin(url, answer.headers["location"]).startswith("https://koblingsboks.example/")
    assert answer.headers["location"][:2] not in {"//", "/\\"}


async def test_an_unknown_language_changes_nothing(client):
    answer = await client.get("/write?lang=de", headers=BROWSER)

    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


async def test_assets_may_be_kept_for_ever_under_the_address_the_page_names(client):
    current = await client.get(assets.asset_url("koblingsboks.css"))
    other = await client.get("/static/koblingsboks.css?v=old")
    missing = await client.get("/static/nothing.css")

    assert current.headers["cache-control"] == assets.KEEP
    assert other.headers["cache-control"] == assets.ASK_AGAIN
    assert missing.status_code == 404


async def test_a_page_with_all_it_loads_is_light(client):
    page = await client.get("/write")
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)

    loaded = [await client.get(address) for address in addresses]

    assert len(loaded) >= 4
    sent = sum(answer.num_bytes_downloaded for answer in [page, *loaded])
    assert sent <= LARGEST_PAGE_BYTES


async def test_only_files_are_sent_compressed(client):
    """A compressed page could tell by its length what secret it holds."""
    page = await client.get("/write")
    stylesheet = await client.get("/static/koblingsboks.css")

    assert "content-encoding" not in page.headers
    assert stylesheet.headers["content-encoding"] == "gzip"


def test_designsystemet_is_the_part_we_use_with_its_licence():
    folder = assets.FOLDER / "designsystemet"

    assert (folder / "designsystemet.css").stat().st_size <= LARGEST_PARTS_BYTES
    assert "Permission is hereby granted" in (folder / "LICENSE").read_text()
    assert json.loads((folder / "version.json").read_text())["version"] == "1.22.0"
