"""A running Koblingsboks that is sent whatever its own description of the API allows, and more."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.e2e.command_line import START_SECONDS, Up, is_ready, started
from tests.e2e.story import DAIRY, NEED, NURSERY, OFFER
from tests.servers import short_lived_folder
from tests.waiting import until

EXAMPLES = 8  #: calls to each operation in an ordinary run


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--examples", type=int, default=EXAMPLES, help="fuzzed calls per operation")


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile(
        "fuzz",
        max_examples=config.getoption("--examples"),
        derandomize=config.getoption("--examples") == EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@dataclass(frozen=True, slots=True)
class Target:
    url: str
    token: str
    known: dict[str, list[str]]  #: ids that exist, by the name of the path parameter
    answers: Counter[str] = field(default_factory=Counter)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    with short_lived_folder() as data, started(data) as running:
        asyncio.run(until(lambda: is_ready(running), seconds=START_SECONDS))
        token = running.token("--role", "admin")
        target = Target(running.url, token, _peopled(running, token))
        yield target
    said = ", ".join(f"{count} × {status}" for status, count in sorted(target.answers.items()))
    request.config.stash[SAID] = f"{target.answers.total()} fuzzed calls: {said}"


SAID = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if said := config.stash.get(SAID, None):
        terminalreporter.write_line(said)


@pytest.fixture
def api(target: Target) -> Any:
    return schemathesis.openapi.from_url(f"{target.url}/api/openapi.json")


def _peopled(running: Up, token: str) -> dict[str, list[str]]:
    with httpx.Client(base_url=running.url, headers={"authorization": f"Bearer {token}"}) as client:
        partners = [_created(client, "/api/partners", body) for body in (NURSERY, DAIRY)]
        listings = [
            _created(client, f"/api/partners/{partner}/listings", body)
            for partner, body in zip(partners, (NEED, OFFER), strict=True)
        ]
    return {"partner_id": partners, "listing_id": listings, "slug": ["ostfold"]}


def _created(client: httpx.Client, path: str, body: dict[str, Any]) -> str:
    answer = client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])
