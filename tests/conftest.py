"""Fixtures and options for all tests."""

import os
from pathlib import Path

import pytest

from tests.servers import embedded, fresh, servers

__all__ = ["embedded", "fresh", "servers"]


#: Tests in these folders share one thing that takes long to start.
TOGETHER = ("browser", "fuzz", "security")
HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--containers",
        action="store_true",
        help="run PostgreSQL and Valkey in containers, not as our own processes",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("containers"):
        # It would pull an image, to remove what a killed run leaves behind.
        os.environ["TESTCONTAINERS_RYUK_DISABLED"] = "true"
        from tests.containers import check_engine

        check_engine()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where workers share the tests, one file goes to one of them, or a whole folder."""
    for item in items:
        path = item.path.relative_to(HERE)
        group = path.parts[0] if path.parts[0] in TOGETHER else str(path)
        item.add_marker(pytest.mark.xdist_group(group))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """The test of docker-compose.yml needs an engine and its images."""
    asked = config.getoption("containers")
    return True if collection_path.name == "test_compose.py" and not asked else None
