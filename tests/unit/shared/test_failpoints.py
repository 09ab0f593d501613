"""Failpoints: nothing happens at them unless a test ordered it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.failpoints import (
    ENVIRONMENT,
    NAMES,
    InjectedFault,
    arm_failpoints,
    failpoint,
)

ROOT = Path(__file__).parents[3]
USED = re.compile(r'failpoint\("([^"]+)"\)')


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that is asked."""
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "orders"))
    arm_failpoints()
    yield tmp_path / "orders"
    monkeypatch.delenv(ENVIRONMENT)
    arm_failpoints()


def test_they_are_off_where_the_environment_says_nothing(tmp_path, monkeypatch):
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "orders").write_text("raise 0 before COMMIT")
    arm_failpoints()

    for name in NAMES:
        failpoint(name)


def test_an_order_is_obeyed_once_after_so_many_were_passed(orders):
    orders.write_text("raise 2 before XADD")

    failpoint("before XADD")
    failpoint("after XADD")
    failpoint("before XADD")
    with pytest.raises(InjectedFault):
        failpoint("before XADD")

    failpoint("before XADD")
    assert not orders.exists()


def test_an_order_may_come_and_go_while_the_service_runs(orders):
    failpoint("before MAIL")
    orders.write_text("raise 0 before MAIL")
    orders.unlink()

    failpoint("before MAIL")


def test_every_place_in_the_code_has_a_name_that_is_known():
    used = {
        name
        for folder in ("shared", "services", "deploy")
        for file in (ROOT / folder).rglob("*.py")
        for name in USED.findall(file.read_text("utf-8"))
    }

    assert used == set(NAMES)
