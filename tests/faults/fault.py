"""What a fault is: something that goes wrong beside the workload, for a while."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.faults.invariants import Expected
from tests.faults.told import Told
from tests.faults.workload import Story
from tests.faults.world import World


@dataclass
class Scene:
    """What a fault has at hand. `drawn` is its source of chance, `notes` what it did."""

    world: World
    told: Told
    drawn: random.Random
    story: Callable[[str], Story]
    expected: Expected = field(default_factory=Expected)
    notes: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        self.notes.append(text)

    async def moment(self, longest: float = 0.6) -> None:
        """Any time."""
        await asyncio.sleep(self.drawn.uniform(0, longest))

    def service(self) -> str:
        return self.drawn.choice(["registry", "matcher", "notifier"])


Fault = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Group:
    """One of the thirteen. A round draws one of its faults; `pairs` live their story meanwhile."""

    number: int
    name: str
    about: str
    faults: tuple[Fault, ...]
    pairs: tuple[int, int] = (2, 3)

    def draw(self, drawn: random.Random) -> Fault:
        return drawn.choice(self.faults)
