from uuid import UUID, uuid4

import pytest

from services.matcher.domain.crowding import Waiting, crowded_out
from shared.events.suggestions import ItemKind

DAIRY, FARM = uuid4(), uuid4()


def waiting(
    number: int,
    score: float,
    *,
    partner: UUID | None = None,
    kind: ItemKind = "offer",
    by_hand: bool = False,
) -> Waiting:
    return Waiting(
        id=UUID(int=number),
        score=score,
        provider_partner_id=partner or uuid4(),
        provider_kind=kind,
        by_hand=by_hand,
    )


@pytest.mark.parametrize(
    ("found", "at_most", "gone"),
    [
        pytest.param([], 5, [], id="nothing waits"),
        pytest.param([waiting(1, 0.2), waiting(2, 0.9)], 1, [1], id="the best stay"),
        pytest.param([waiting(1, 0.2), waiting(2, 0.9)], 2, [], id="there is room"),
        pytest.param(
            [waiting(1, 0.1, by_hand=True), waiting(2, 0.9)], 1, [2], id="by hand comes first"
        ),
        pytest.param(
            [waiting(1, 0.1, by_hand=True), waiting(2, 0.2, by_hand=True)],
            1,
            [],
            id="by hand always stays",
        ),
        pytest.param(
            [
                waiting(1, 0.9, partner=DAIRY, kind="capability"),
                waiting(2, 0.2, partner=DAIRY),
            ],
            5,
            [1],
            id="an offer speaks louder than a capability of the same partner",
        ),
        pytest.param(
            [
                waiting(1, 0.9, partner=DAIRY, kind="capability"),
                waiting(2, 0.8, partner=DAIRY, kind="capability"),
                waiting(3, 0.7, partner=FARM, kind="capability"),
            ],
            5,
            [2],
            id="one capability a partner",
        ),
    ],
)
def test_who_gives_way(found: list[Waiting], at_most: int, gone: list[int]):
    assert [one.int for one in crowded_out(found, at_most=at_most)] == gone
