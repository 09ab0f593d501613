"""X-Forwarded-For counts only from proxies that were named."""

import pytest
from httpx import ASGITransport, AsyncClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from services.registry.config import Settings
from shared.serve import server_config
from tests.security.test_secrets import GIVEN

FORWARDED = {"x-forwarded-for": "198.51.100.9, 203.0.113.5", "x-forwarded-proto": "https"}


async def who(scope, receive, send):
    request = Request(scope)
    answer = PlainTextResponse(f"{request.client.host} {request.url.scheme}")
    await answer(scope, receive, send)


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [
        pytest.param("", "127.0.0.1 http", id="nobody is named"),
        pytest.param("192.0.2.1", "127.0.0.1 http", id="another one is named"),
        pytest.param("127.0.0.1", "203.0.113.5 https", id="the one that asks"),
        pytest.param("127.0.0.0/8,203.0.113.0/24", "198.51.100.9 https", id="two in a row"),
    ],
)
async def test_the_visitor_is(trusted, seen):
    settings = Settings(**GIVEN, trusted_proxies=trusted, _env_file=None)
    config = server_config(who, settings)
    config.load()

    transport = ASGITransport(config.loaded_app, client=("127.0.0.1", 4711))
    async with AsyncClient(transport=transport, base_url="http://x.example") as client:
        answer = await client.get("/", headers=FORWARDED)

    assert answer.text == seen
