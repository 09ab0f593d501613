"""Tokens, sessions and idempotent writes on real PostgreSQL, through a small app of their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from fastapi import Depends, FastAPI, HTTPException, Response

from shared.access import errors
from shared.access.credentials import Credentials
from shared.access.gate import Gate
from shared.access.grant import Grant
from shared.access.idempotency import IdempotencyMiddleware
from shared.access.principal import Principal
from shared.access.sessions import Sessions
from shared.messaging import MIGRATIONS
from shared.storage.migrations import Migration, migrate, migrations_in
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from shared.web.problems import install_problems
from shared.web.unserved import Unserved
from tests.asking import all_rows

COORDINATOR = Grant(role="coordinator", regions=("ostfold",), name="Ingrid")
PARTNER = Grant(role="partner", regions=("ostfold",), partner_id=uuid4())
ELSEWHERE = uuid4()
OWN_TABLES = f"""
    CREATE TABLE notes (text text);
    CREATE TABLE partners (id uuid, region text);
    INSERT INTO partners VALUES ('{ELSEWHERE}', 'troms')
"""  # noqa: S608 our own id


class Notes:
    """The app under test: keeps notes in a table, so that an effect can be counted."""

    def __init__(self, pool: ConnectionPool) -> None:
        self.pool = pool

    async def add(self, text: str) -> None:
        async with self.pool.transaction() as connection:
            await connection.execute("INSERT INTO notes VALUES ($1)", text)

    async def all(self) -> list[str]:
        async with all_rows(self.pool) as connection:
            return [row["text"] for row in await connection.fetch("SELECT text FROM notes")]

    async def served(self) -> str:
        async with self.pool.connection() as connection:
            return await connection.fetchval("SELECT current_setting('app.regions', true)")

    async def grant(self, grant: Grant, **given: timedelta) -> str:
        async with all_rows(self.pool) as connection:
            return await Credentials(connection).create_token(grant, **given)

    async def signed_in(self, client: httpx.AsyncClient, grant: Grant = COORDINATOR) -> None:
        async with all_rows(self.pool) as connection:
            client.cookies.set("session", await Sessions(connection).open(grant))


def an_app(notes: Notes) -> FastAPI:
    app = FastAPI()
    gate = Gate(notes.pool, public_url="http://127.0.0.1")
    install_problems(app, errors.STATUS)
    app.add_middleware(Unserved)
    app.add_middleware(IdempotencyMiddleware, pool=notes.pool, gate=gate)

    @app.get("/api/me")
    async def me(principal: Annotated[Principal, Depends(gate.signed_in)]) -> dict[str, object]:
        return {"role": principal.role, "regions": principal.regions, "name": principal.name}

    @app.get("/api/queue")
    async def queue(principal: Annotated[Principal, Depends(gate.coordinator)]) -> str:
        return principal.csrf_token or ""

    @app.get("/api/everything")
    async def everything(_: Annotated[Principal, Depends(gate.admin)]) -> str:
        return "all"

    @app.get("/api/served")
    async def served_by_signing_in(
        _: Annotated[Principal | None, Depends(gate.anyone)],
    ) -> dict[str, str]:
        return {"regions": await notes.served()}

    @app.post("/decide")
    async def decide(principal: Annotated[Principal, Depends(gate.coordinator_form)]) -> str:
        return principal.name

    @app.post("/api/notes", status_code=201)
    async def note(
        body: dict[str, str],
        response: Response,
        _: Annotated[Principal, Depends(gate.signed_in)],
    ) -> dict[str, str]:
        await notes.add(body["text"])
        if body["text"] == "forbidden":
            raise HTTPException(409, "no")
        response.headers["location"] = "/api/notes/1"
        return {"id": str(uuid4())}

    return app


@pytest_asyncio.fixture
async def notes(fresh) -> AsyncIterator[Notes]:
    pool = ConnectionPool(fresh.database_url("registry"), schema="registry")
    await pool.open()
    own = Migration("notes", OWN_TABLES)
    await migrate(pool, [*migrations_in("shared", MIGRATIONS), own])
    yield Notes(pool)
    await pool.close()


@asynccontextmanager
async def browser(notes: Notes, **headers: str) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=an_app(notes))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", headers=headers
    ) as client:
        yield client


async def test_a_stranger_is_turned_away(notes):
    async with browser(notes) as client:
        assert (await client.get("/api/me")).status_code == 401


@pytest.mark.parametrize(
    ("grant", "queue", "everything"),
    [
        pytest.param(PARTNER, 403, 403, id="partner"),
        pytest.param(COORDINATOR, 200, 403, id="coordinator"),
        pytest.param(Grant(role="admin"), 200, 200, id="admin"),
    ],
)
async def test_each_role_opens_its_own_doors(notes, grant, queue, everything):
    token = await notes.grant(grant)

    async with browser(notes, authorization=f"Bearer {token}") as client:
        assert (await client.get("/api/me")).json()["role"] == grant.role
        assert (await client.get("/api/queue")).status_code == queue
        assert (await client.get("/api/everything")).status_code == everything


@pytest.mark.parametrize(
    ("grant", "regions"),
    [
        pytest.param(Grant(role="admin"), "*", id="an admin all"),
        pytest.param(COORDINATOR, "ostfold", id="a coordinator its own"),
        pytest.param(PARTNER, "ostfold", id="a partner that of its token"),
        pytest.param(Grant(role="partner", partner_id=ELSEWHERE), "troms", id="else its own"),
        pytest.param(Grant(role="partner", partner_id=uuid4()), "", id="else none"),
        pytest.param(None, "", id="a stranger none"),
    ],
)
async def test_the_database_is_told_whose_rows_a_request_may_see(notes, grant, regions):
    headers = {"authorization": f"Bearer {await notes.grant(grant)}"} if grant else {}

    async with browser(notes, **headers) as client:
        with everywhere():  # whoever calls: what a request sees is its own
            answer = await client.get("/api/served")

    assert answer.json() == {"regions": regions}


@pytest.mark.parametrize("token", ["kb_wrong", "", "æøå", "x" * 5000])
async def test_a_token_nobody_gave_out_opens_nothing(notes, token):
    async with browser(notes) as client:
        answer = await client.get("/api/me", headers={"authorization": f"Bearer {token}".encode()})

    assert answer.status_code == 401


async def test_an_expired_and_a_revoked_token_open_nothing(notes):
    expired = await notes.grant(COORDINATOR, lifetime=timedelta(hours=1))
    revoked = await notes.grant(COORDINATOR)
    async with all_rows(notes.pool) as connection:
        await connection.execute(
            "UPDATE access.tokens SET created_at = now() - interval '2 h',"
            " expires_at = now() - interval '1 s' WHERE expires_at IS NOT NULL"
        )
        await connection.execute(
            "UPDATE access.tokens SET revoked_at = now() WHERE expires_at IS NULL"
        )

    for token in (expired, revoked):
        async with browser(notes, authorization=f"Bearer {token}") as client:
            assert (await client.get("/api/me")).status_code == 401


async def test_the_database_holds_no_token_that_could_be_used(notes):
    token = await notes.grant(COORDINATOR)

    async with all_rows(notes.pool) as connection:
        rows = await connection.fetch("SELECT * FROM access.tokens")

    assert token not in str([dict(row) for row in rows])


@pytest.mark.parametrize(
    "ended",
    [
        pytest.param(
            "UPDATE access.sessions SET created_at = now() - interval '1 d',"
            " expires_at = now() - interval '1 s'",
            id="twelve hours after signing in",
        ),
        pytest.param(
            "UPDATE access.sessions SET last_seen_at = now() - interval '121 min'",
            id="two hours after the last use",
        ),
    ],
)
async def test_a_session_ends(notes, ended):
    async with browser(notes) as client:
        await notes.signed_in(client)
        assert (await client.get("/api/me")).json()["name"] == "Ingrid"
        async with all_rows(notes.pool) as connection:
            await connection.execute(ended)

        assert (await client.get("/api/me")).status_code == 401


async def test_a_session_that_is_used_stays_open(notes):
    long_ago = "UPDATE access.sessions SET last_seen_at = now() - interval '119 min'"
    async with browser(notes) as client:
        await notes.signed_in(client)
        for _ in range(2):
            async with all_rows(notes.pool) as connection:
                await connection.execute(long_ago)

            assert (await client.get("/api/me")).status_code == 200


@pytest.mark.parametrize(
    ("headers", "token", "status"),
    [
        pytest.param({}, "right", 200, id="our own form"),
        pytest.param({"sec-fetch-site": "same-origin"}, "right", 200, id="said by the browser"),
        pytest.param({}, "wrong", 403, id="wrong token"),
        pytest.param({}, "", 403, id="no token"),
        pytest.param({"sec-fetch-site": "cross-site"}, "right", 403, id="another site"),
        pytest.param({"origin": "https://evil.example"}, "right", 403, id="another origin"),
    ],
)
async def test_a_form_counts_only_from_our_own_page(notes, headers, token, status):
    async with browser(notes) as client:
        await notes.signed_in(client)
        right = (await client.get("/api/queue")).json()

        form = {"csrf_token": right if token == "right" else token}
        answer = await client.post("/decide", data=form, headers=headers)

    assert answer.status_code == status


@asynccontextmanager
async def writer(notes: Notes, *, key: str) -> AsyncIterator[httpx.AsyncClient]:
    token = await notes.grant(COORDINATOR)
    async with browser(notes, authorization=f"Bearer {token}") as client:
        client.headers["idempotency-key"] = key
        yield client


async def test_a_repeated_write_is_answered_alike_and_done_once(notes):
    async with writer(notes, key="one") as client:
        first = await client.post("/api/notes", json={"text": "hei"})
        again = await client.post("/api/notes", json={"text": "hei"})

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["location"] == "/api/notes/1"
    assert await notes.all() == ["hei"]


async def test_ten_repeats_at_once_are_done_once(notes):
    async with writer(notes, key="one") as client:
        answers = await asyncio.gather(
            *(client.post("/api/notes", json={"text": "hei"}) for _ in range(10))
        )

    assert len({answer.text for answer in answers}) == 1
    assert await notes.all() == ["hei"]


async def test_a_refused_write_leaves_nothing_and_its_key_may_be_used_again(notes):
    async with writer(notes, key="one") as client:
        assert (await client.post("/api/notes", json={"text": "forbidden"})).status_code == 409
        assert await notes.all() == []

        assert (await client.post("/api/notes", json={"text": "hei"})).status_code == 201


async def test_a_key_that_came_with_another_request_is_refused(notes):
    async with writer(notes, key="one") as client:
        await client.post("/api/notes", json={"text": "hei"})

        assert (await client.post("/api/notes", json={"text": "hallo"})).status_code == 422

    assert await notes.all() == ["hei"]


async def test_two_people_may_use_the_same_key(notes):
    for person in ("Alice", "Bob"):
        async with writer(notes, key="one") as client:
            await client.post("/api/notes", json={"text": person})

    assert sorted(await notes.all()) == ["Alice", "Bob"]


async def test_a_revoked_token_gets_no_kept_answer(notes):
    async with writer(notes, key="one") as client:
        await client.post("/api/notes", json={"text": "hei"})
        async with all_rows(notes.pool) as connection:
            await connection.execute("UPDATE access.tokens SET revoked_at = now()")

        assert (await client.post("/api/notes", json={"text": "hei"})).status_code == 401


async def test_an_overlong_key_is_refused(notes):
    async with writer(notes, key="k" * 201) as client:
        assert (await client.post("/api/notes", json={"text": "hei"})).status_code == 400

    assert await notes.all() == []
