"""One town for all attacks: they must not harm each other's either."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal

from shared.access.grant import Grant
from tests.connected.registry_harness import a_partner
from tests.security.cast import Cast, gathered
from tests.security.town import Town, running_town
from tests.servers import RunningServers

THERE = {201, 409}


@pytest.fixture(scope="package")
def town(servers: RunningServers) -> Iterator[Town]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running_town(servers, portal)) as running,
    ):
        yield running


@pytest.fixture(scope="package")
def cast(town: Town) -> Cast:
    return gathered(town)


@pytest.fixture(autouse=True)
def untried(request: pytest.FixtureRequest) -> Iterator[None]:
    """What one attack has used up, the next one has again."""
    yield
    if "town" in request.fixturenames:
        request.getfixturevalue("town").forget_tries()


@pytest.fixture
def kari(town: Town) -> str:
    """The address of the contact of Sundby Bruk in Østfold, who reads nynorsk."""
    contact = {"name": "Kari Moe", "email": "kari@sundby.example", "language": "nn"}
    body = a_partner(name="Sundby Bruk", orgnr=None, contacts=[contact])
    with town.program(Grant(role="admin")) as program:
        assert program.post("/api/partners", json=body).status_code in THERE
    return contact["email"]


@pytest.fixture
def ingrid(town: Town) -> str:
    """The address of a coordinator of Østfold."""
    person = {"name": "Ingrid Solhaug", "email": "ingrid@fylket.example"}
    with town.program(Grant(role="admin")) as program:
        answer = program.post("/api/regions/ostfold/coordinators", json=person)
    assert answer.status_code in THERE
    return person["email"]
