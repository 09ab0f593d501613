"""When to try a delayed letter again."""

from dataclasses import dataclass
from typing import Literal

#: Greylisted: "later" to an address that is new to the server. Busy: any other "later".
Delay = Literal["greylisted", "busy", "unreachable", "timed_out"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """In the plan's own measure: `first` of its first pause, `longest` of its longest."""

    first: float = 1
    growth: float = 2
    longest: float = 1


#: Who greylists takes the letter after some minutes. A server that is away is asked often, since
#: every letter waits for it; one that is slow is given more time.
PACES: dict[Delay, Pace] = {
    "greylisted": Pace(growth=3),
    "busy": Pace(first=2),
    "unreachable": Pace(first=0.5, longest=1 / 16),
    "timed_out": Pace(longest=1 / 4),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPlan:
    """Seconds. Each pause is longer than the one before, up to the longest."""

    first: float = 60
    longest: float = 4 * 3600
    give_up_after: float = 3 * 24 * 3600

    def pause(self, delay: Delay, *, attempts: int) -> float:
        """How long to wait after `attempts` tries, the last of which met this delay."""
        pace = PACES[delay]
        # The exponent is bounded: a float has room for 2**1023 only.
        grown = self.first * pace.first * pace.growth ** min(attempts - 1, 60)
        return float(min(grown, self.longest * pace.longest))
