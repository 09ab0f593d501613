"""When to try a delayed letter again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPlan:
    """Seconds. Each pause is twice the one before, up to the longest."""

    first: float = 60
    longest: float = 4 * 3600
    give_up_after: float = 3 * 24 * 3600

    def pause(self, *, attempts: int) -> float:
        """How long to wait after `attempts` tries."""
        # The exponent is bounded: a float has room for 2**1023 only.
        return float(min(self.first * 2 ** min(attempts - 1, 60), self.longest))
