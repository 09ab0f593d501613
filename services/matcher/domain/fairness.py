"""How the room in the queue is shared: among partners, and between kinds of partners."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, log
from typing import Literal
from uuid import UUID

BRIDGE = 1.0  #: log-odds by which a pair of two kinds goes ahead where bridging is fully wanted
SUREST = 1e-6
TOP = 0.1  #: of the partners, whose share of all suggestions is told

#: Why nothing new is suggested to two partners: one of them paused, or they were recently.
Held = Literal["paused", "recently"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPair:
    """A pair that waits, or would like to; `order` tells which comes first."""

    id: UUID
    order: float
    partners: tuple[UUID, UUID]
    by_hand: bool = False


def order_of(score: float, *, bridges: bool, bridging: float) -> float:
    """Where a pair of this chance stands among others. The chance itself stays what it is."""
    sure = min(1 - SUREST, max(SUREST, score))
    return log(sure / (1 - sure)) + (BRIDGE * bridging if bridges else 0.0)


def without_room(pairs: Iterable[OpenPair], *, at_most: int) -> set[UUID]:
    """Those to leave out so that no partner is in more than `at_most`: the better stays.

    What a person made always stays, and takes up room.
    """
    waiting: Counter[UUID] = Counter()
    gone = set()
    for pair in sorted(pairs, key=lambda one: (not one.by_hand, -one.order, str(one.id))):
        if not pair.by_hand and any(waiting[one] >= at_most for one in pair.partners):
            gone.add(pair.id)
            continue
        waiting.update(pair.partners)
    return gone


def share_of_top(counts: Sequence[int]) -> float | None:
    """Of all suggestions, the share of the tenth of the partners that have most."""
    if not sum(counts):
        return None
    most = sorted(counts, reverse=True)[: ceil(TOP * len(counts))]
    return sum(most) / sum(counts)


def gini(counts: Sequence[int]) -> float | None:
    """0 where everybody has as many, towards 1 where one has them all."""
    if not sum(counts):
        return None
    ordered = sorted(counts)
    weighed = sum(place * count for place, count in enumerate(ordered, start=1))
    return 2 * weighed / (len(ordered) * sum(ordered)) - (len(ordered) + 1) / len(ordered)
