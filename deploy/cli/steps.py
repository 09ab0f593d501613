"""Long work, step by step, with the time each took."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.cli.talking import results


class Step:
    def __init__(self, title: str) -> None:
        self.title = title  #: may be made more precise while it runs
        self.seconds = 0.0


class Steps:
    """On a terminal the step at work is seen; elsewhere each is one plain line when it is done."""

    def __init__(self) -> None:
        self._console = results()

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        step = Step(title)
        start = time.monotonic()
        with self._console.status(f"{title} …"):
            yield step
        step.seconds = time.monotonic() - start
        self._console.print(f"{step.seconds:6.2f} s  {step.title}", markup=False)
