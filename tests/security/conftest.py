"""One town for all attacks: they must not harm each other's either."""

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal

from tests.security.town import Town, running_town
from tests.servers import RunningServers


@pytest.fixture(scope="package")
def town(servers: RunningServers) -> Iterator[Town]:
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(running_town(servers, portal)) as running,
    ):
        yield running
