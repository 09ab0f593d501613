"""Named places at which a test makes a service fail. Off unless the environment names a file.

`KOBLINGSBOKS_FAILPOINTS` names a file with one order, `ACTION SKIP NAME`: pass NAME so many times
and then act, once. `kill` ends the process as a power cut would, `stop` freezes it, `raise` fails.
"""

import os
import signal
from collections import Counter
from pathlib import Path

ENVIRONMENT = "KOBLINGSBOKS_FAILPOINTS"

#: All there are; `docs/guarantees.md` tells what is tried at them.
NAMES = (
    "before COMMIT",
    "after COMMIT",
    "before XADD",
    "after XADD",
    "before XACK",
    "after XACK",
    "after XAUTOCLAIM",
    "before MAIL",
    "before DATA",
    "after the dot",
)


class InjectedFault(Exception):
    """A test made this fail; in production no such order is ever given."""


class Orders:
    """What the file says, asked anew at every place, so that a test can change its mind."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._passed: Counter[str] = Counter()

    def obey(self, name: str) -> None:
        order = self._order()
        if order is None or order[2] != name:
            return
        self._passed[name] += 1
        if self._passed[name] > int(order[1]):
            self._passed.clear()
            self._file.unlink(missing_ok=True)
            _act(order[0], name)

    def _order(self) -> list[str] | None:
        try:
            order = self._file.read_text().split(maxsplit=2)
        except OSError:
            return None
        return order if len(order) == 3 else None


_armed: list[Orders] = []


def failpoint(name: str) -> None:
    """Go on, unless a test ordered otherwise for this place."""
    for orders in _armed:
        orders.obey(name)


def arm_failpoints() -> None:
    """Called by a service that starts as a process of its own."""
    named = os.environ.get(ENVIRONMENT)
    _armed[:] = [Orders(Path(named))] if named else []


def _act(action: str, name: str) -> None:
    match action:
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case _:
            raise InjectedFault(name)
