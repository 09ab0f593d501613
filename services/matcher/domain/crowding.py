"""How many suggestions one need or idea may have open at a time, and which give way."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.matcher.domain.fairness import order_of
from shared.events.suggestions import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An open suggestion, seen among the others of the same seeker."""

    id: UUID
    score: float
    provider_partner_id: UUID
    provider_kind: ItemKind
    by_hand: bool
    bridges: bool = False  #: its two partners are of different kinds


def crowded_out(waiting: Iterable[Waiting], *, at_most: int, bridging: float = 0.0) -> list[UUID]:
    """Those to withdraw so that the best `at_most` remain; what a person made always stays.

    A partner's capability gives way to its own offer, and to its own better capability.
    """
    best_first = sorted(waiting, key=lambda one: _order(one, bridging))
    offering = {one.provider_partner_id for one in best_first if one.provider_kind != "capability"}
    room, gone = at_most, []
    for one in best_first:
        spoken_for = one.provider_kind == "capability" and one.provider_partner_id in offering
        if not one.by_hand and (spoken_for or room <= 0):
            gone.append(one.id)
            continue
        offering.add(one.provider_partner_id)
        room -= 1
    return gone


def _order(one: Waiting, bridging: float) -> tuple[bool, float, str]:
    order = order_of(one.score, bridges=one.bridges, bridging=bridging)
    return not one.by_hand, -order, str(one.id)
