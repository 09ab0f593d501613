from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, HTTPException
from httpx import ASGITransport, AsyncClient
from pydantic import BaseModel, Field
from starlette.responses import PlainTextResponse

from shared.web.install import install_web
from shared.web.problems import CONTENT_TYPE
from shared.web.templating import Pages


class ShopError(Exception):
    """The shop refused."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class NameTaken(ShopError):
    """This name is taken. Choose another."""


class Contact(BaseModel):
    email: str = Field(max_length=5)


class Order(BaseModel):
    name: str = Field(max_length=10)
    count: int = 1
    contacts: list[Contact] = []


def a_client(app: FastAPI) -> AsyncClient:
    return AsyncClient(transport=ASGITransport(app), base_url="http://koblingsboks.example")


async def streamed(body: bytes) -> AsyncIterator[bytes]:
    yield body


@pytest.fixture
def client():
    app = FastAPI()

    @app.post("/api/orders")
    def order(order: Order) -> dict[str, str]:
        return {"name": order.name}

    @app.get("/api/taken")
    @app.get("/taken")
    def taken() -> None:
        raise NameTaken

    @app.get("/api/broken")
    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("the password is hunter2")

    @app.get("/api/closed")
    def closed() -> None:
        raise HTTPException(401, "Sign in first.", {"www-authenticate": "Bearer"})

    @app.get("/page")
    def page() -> PlainTextResponse:
        return PlainTextResponse("hello")

    install_web(
        app,
        errors={ShopError: 400, NameTaken: 409},
        pages=Pages(),
        public_url="http://shop.example",
    )
    return a_client(app)


JSON = {"content-type": "application/json"}
BROWSER = {"accept": "text/html,*/*;q=0.8", "accept-language": "nn"}


async def test_a_domain_error_is_told_by_its_own_message(client):
    answer = await client.get("/api/taken")

    assert answer.headers["content-type"] == CONTENT_TYPE
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "urn:koblingsboks:problem:name-taken",
        "title": "Name taken",
        "status": 409,
        "detail": "This name is taken. Choose another.",
        "instance": "/api/taken",
    }


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        pytest.param({}, "name", "This field is required.", id="missing"),
        pytest.param({"name": "x" * 11}, "name", "Write at most 10 characters.", id="too long"),
        pytest.param({"name": 3}, "name", "This must be a text.", id="wrong type"),
        pytest.param(
            {"name": "a", "contacts": [{"email": "123456"}]},
            "contacts.0.email",
            "Write at most 5 characters.",
            id="nested",
        ),
        pytest.param([], "body", "This must be an object.", id="not an object"),
    ],
)
async def test_a_wrong_field_is_named(client, body, field, message):
    answer = await client.post("/api/orders", json=body)

    assert answer.status_code == 422
    assert {"field": field, "message": message} in answer.json()["errors"]


async def test_half_a_surrogate_is_refused_and_not_sent_back(client):
    answer = await client.post("/api/orders", content=b'{"name": "\\ud800"}', headers=JSON)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "name"
    assert "ud800" not in answer.text


async def test_what_was_sent_is_never_repeated(client):
    answer = await client.post("/api/orders", json={"name": "secret-" * 1000})

    assert "secret" not in answer.text
    assert len(answer.content) < 1000


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"\xff\xfe", b"[" * 100_000],
    ids=["cut", "empty", "not text", "deep"],
)
async def test_what_cannot_be_read_is_a_client_error(client, body):
    answer = await client.post("/api/orders", content=body, headers=JSON)

    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == CONTENT_TYPE


async def test_broken_json_is_400(client):
    assert (await client.post("/api/orders", content=b"{", headers=JSON)).status_code == 400


async def test_an_unexpected_error_tells_nothing_and_is_logged_once(client, caplog):
    answer = await client.get("/api/broken")

    assert answer.status_code == 500
    assert "hunter2" not in answer.text
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/nowhere", 404, "Sida finst ikkje"),
        ("/broken", 500, "Noko gjekk gale"),
        ("/taken", 409, "Det gjekk ikkje"),
    ],
)
async def test_a_browser_gets_a_page_in_its_language(client, path, status, text):
    answer = await client.get(path, headers=BROWSER)

    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-language"] == "nn"
    assert text in answer.text


async def test_programs_get_problems_even_when_they_accept_html(client):
    answer = await client.get("/api/taken", headers=BROWSER)

    assert answer.headers["content-type"] == CONTENT_TYPE


async def test_the_headers_of_an_http_error_are_kept(client):
    assert (await client.get("/api/closed")).headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
async def test_a_body_too_large_is_413(client, announced):
    body = b"x" * 1_000_001

    answer = await client.post("/api/orders", content=body if announced else streamed(body))

    assert answer.status_code == 413
    assert answer.headers["content-type"] == CONTENT_TYPE


@pytest.mark.parametrize(
    ("path", "status"),
    [("/page?q=%00", 400), ("/page%00", 400), ("/page?q=" + "x" * 9000, 414)],
    ids=["nul in query", "nul in path", "long query"],
)
async def test_an_odd_address_is_refused(client, path, status):
    assert (await client.get(path)).status_code == status


async def test_every_answer_carries_the_security_headers(client):
    for path in ("/page", "/api/taken", "/api/broken", "/nowhere", "/page?q=%00"):
        headers = (await client.get(path)).headers

        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers


async def test_hsts_is_sent_only_by_https():
    app = FastAPI()
    install_web(app, errors={}, pages=Pages(), public_url="https://shop.example")

    answer = await a_client(app).get("/")

    assert answer.headers["strict-transport-security"].startswith("max-age=")
