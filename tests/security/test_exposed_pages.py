"""What programs and operators use is not lying about for everybody, and nothing else is."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text()
CADDYFILE = (ROOT / "deploy" / "docker" / "Caddyfile").read_text()


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/asyncapi",
        "/asyncapi/try",
        "/asyncapi.json",
        "/try",
        "/debug",
        "/admin",
        "/.env",
        "/.git/config",
        "/secrets.json",
        "/static/../secrets.json",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/api/docs",
        "/coordinator/docs",
        "/mail/docs",
    ],
)
def test_there_is_no(town, path):
    with town.program() as stranger:
        answer = stranger.get(path)

    assert answer.status_code == 404
    assert "Traceback" not in answer.text


def test_nothing_but_the_proxy_is_published():
    assert len(re.findall(r"^ +ports:", COMPOSE, re.MULTILINE)) == 1
    assert re.search(r"^ +ports: \[\"\$\{LISTEN_ADDRESS:-127\.0\.0\.1\}", COMPOSE, re.MULTILINE)


def test_the_proxy_keeps_figures_inside():
    assert "@inside path /metrics" in CADDYFILE
    assert re.search(r"handle @inside \{\s+respond 404", CADDYFILE)


def test_an_error_tells_nothing_of_what_is_inside(town):
    with town.program() as stranger:
        answers = [
            stranger.get("/api/partners/%00"),
            stranger.get("/api/partners/x"),
            stranger.request("TRACE", "/api/partners"),
            stranger.post("/api/partners", content=b"\xff", headers={"content-type": "x/y"}),
        ]

    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert "server" not in answer.headers
        assert not re.search(r"Traceback|/site-packages/|asyncpg|\.py\b", answer.text)
