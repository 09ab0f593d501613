"""Who is brought together, and in which role."""

from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

from services.matcher.domain.groups import Fitting, group_of, same_needs
from services.matcher.domain.items import Item
from services.matcher.domain.partners import Partner
from services.matcher.domain.suggestions import Half


def a_half(kind: str, item_kind: str = "offer", *, partner_id: UUID | None = None) -> Half:
    partner_id = partner_id or uuid4()
    common: dict[str, Any] = {"region": "ostfold", "language": "nb", "version": 1}
    partner = Partner(
        id=partner_id,
        name="Partner",
        kind=kind,  # type: ignore[arg-type]
        sector="",
        place="",
        latitude=None,
        longitude=None,
        description="",
        **common,
    )
    item = Item(id=uuid4(), partner_id=partner_id, kind=item_kind, text="x", **common)  # type: ignore[arg-type]
    return Half(partner=partner, item=item)


def test_every_role_is_filled_by_the_best_of_another_partner():
    need = a_half("business", "need")
    worse, better = a_half("business"), a_half("business")
    school, town = a_half("academia", "capability"), a_half("public", "capability")
    fitting = [
        Fitting(half=half, score=score)
        for half, score in ((worse, 0.3), (better, 0.9), (school, 0.5), (town, 0.4))
    ]

    found = group_of(need, fitting)

    assert found
    assert [(one.role, one.half) for one in found.members] == [
        ("problem", need),
        ("supplier", better),
        ("research", school),
        ("pilot", town),
    ]
    assert found.missing == []
    assert found.score == 0.4


def test_the_role_that_nobody_has_is_named():
    fitting = [
        Fitting(half=a_half("business"), score=0.9),
        Fitting(half=a_half("ngo", "need"), score=0.1, seeks_the_same=True),
    ]

    found = group_of(a_half("public", "need"), fitting)

    assert found
    assert [one.role for one in found.members] == ["problem", "supplier", "pilot"]
    assert found.missing == ["research"]


def test_two_are_no_group_and_one_partner_has_one_role():
    partner_id = uuid4()
    fitting = [
        Fitting(half=a_half("business", partner_id=partner_id), score=0.9),
        Fitting(
            half=a_half("business", "need", partner_id=partner_id), score=1, seeks_the_same=True
        ),
    ]

    assert group_of(a_half("public", "need"), fitting) is None


def test_whoever_seeks_the_same_is_gathered_at_most_five():
    halves = [a_half("business", "need") for _ in range(7)]
    pairs = list(pairwise(halves))

    found = same_needs([*pairs, *((other, one) for one, other in pairs)])

    assert found == [halves[:5], halves[5:]]
