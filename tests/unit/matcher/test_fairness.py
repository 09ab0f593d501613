"""How the room in the queue is shared."""

from uuid import UUID

import pytest

from services.matcher.domain.crowding import Waiting, crowded_out
from services.matcher.domain.fairness import (
    BRIDGE,
    OpenPair,
    gini,
    order_of,
    share_of_top,
    without_room,
)


def an_id(number: int) -> UUID:
    return UUID(int=number)


def a_pair(number: int, order: float, *partners: int, by_hand: bool = False) -> OpenPair:
    one, other = map(an_id, partners)
    return OpenPair(id=an_id(number), order=order, partners=(one, other), by_hand=by_hand)


def test_the_better_stays_where_a_partner_has_no_more_room():
    pairs = [a_pair(1, 0.1, 10, 11), a_pair(2, 0.9, 10, 12), a_pair(3, 0.5, 13, 11)]

    assert without_room(pairs, at_most=1) == {an_id(1)}


def test_what_a_person_made_stays_and_takes_up_room():
    pairs = [a_pair(1, -5, 10, 11, by_hand=True), a_pair(2, 5, 10, 12)]

    assert without_room(pairs, at_most=1) == {an_id(2)}


def test_bridging_moves_a_pair_ahead_by_no_more_than_its_bonus():
    plain = order_of(0.5, bridges=False, bridging=1.0)

    assert order_of(0.5, bridges=True, bridging=1.0) - plain == BRIDGE
    assert order_of(0.5, bridges=True, bridging=0.0) == plain
    assert order_of(0.5, bridges=True, bridging=1.0) < order_of(0.9, bridges=False, bridging=1.0)


def test_bridging_decides_who_takes_the_last_room_of_a_need():
    alike, bridge = (
        Waiting(
            id=an_id(number),
            score=score,
            provider_partner_id=an_id(number + 10),
            provider_kind="offer",
            by_hand=False,
            bridges=bridges,
        )
        for number, score, bridges in ((1, 0.55, False), (2, 0.5, True))
    )

    assert crowded_out([alike, bridge], at_most=1) == [bridge.id]
    assert crowded_out([alike, bridge], at_most=1, bridging=0.5) == [alike.id]


@pytest.mark.parametrize(
    ("counts", "top", "uneven"),
    [
        pytest.param([1] * 10, 0.1, 0.0, id="everybody as many"),
        pytest.param([0] * 9 + [4], 1.0, 0.9, id="one has them all"),
        pytest.param([0, 0], None, None, id="nobody has any"),
    ],
)
def test_how_even_suggestions_are_spread(
    counts: list[int], top: float | None, uneven: float | None
):
    assert share_of_top(counts) == (None if top is None else pytest.approx(top))
    assert gini(counts) == (None if uneven is None else pytest.approx(uneven))
