"""What waits for a coordinator, and what happened in a week."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """`top` is the title of the best that waits."""

    waiting: int
    very_good: int
    top: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """`undelivered` are the names of partners whom a letter did not reach."""

    new_listings: int
    both_yes: int
    stalled: int
    undelivered: tuple[str, ...]
