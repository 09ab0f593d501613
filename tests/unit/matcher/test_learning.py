"""Decisions teach what foretells them, and nothing else."""

from itertools import cycle

import numpy as np
import pytest

from deploy.evaluation.learning import Network, lifts
from services.matcher.ranking.learning import FEWEST, Decision, counting, learn
from services.matcher.ranking.learnt import ASPECTS, MOST, Learnt

NEEDS, OFFERS, FITTING = 60, 40, 6


def a_network(seed: int = 0) -> Network:
    """Needs of which a few offers fit, some of them near and of one kind."""
    chance = np.random.default_rng(seed)
    aspects = np.zeros((NEEDS, OFFERS, len(ASPECTS)))
    is_good = np.arange(OFFERS)[None, :] < FITTING
    is_good = np.broadcast_to(is_good, (NEEDS, OFFERS)).copy()
    shape = (NEEDS, OFFERS)
    aspects[:, :, ASPECTS.index("meaning")] = np.where(is_good, 4.0, 0.0) + chance.normal(
        size=shape
    )
    aspects[:, :, ASPECTS.index("distance")] = -chance.exponential(size=shape)
    aspects[:, :, ASPECTS.index("kind")] = chance.choice([-0.5, 0.5], size=shape)
    return Network(name="made up", odds=aspects.sum(axis=2) - 3.0, aspects=aspects, is_good=is_good)


def decisions(count: int, *, far_is: str | None = "too_far") -> list[Decision]:
    """Near ones are approved, far ones rejected for that reason."""
    kinds = cycle([(-0.1, None), (-2.0, far_is)])
    return [
        Decision(odds=1.0, aspects={"distance": km}, is_yes=reason is None, reason=reason)
        for km, reason in (next(kinds) for _ in range(count))
    ]


def test_fifty_decisions_of_somebody_with_a_taste_lift_what_is_left():
    before, after = lifts(a_network(), contradictory=False)

    assert after - before >= 0.1


@pytest.mark.parametrize("seed", range(3))
def test_decisions_by_tossing_a_coin_do_no_harm(seed: int):
    before, after = lifts(a_network(seed), contradictory=True)

    assert after - before >= -0.02


def test_few_decisions_teach_nothing():
    assert learn(decisions(FEWEST - 1)) is None


def test_rejections_because_of_distance_make_distance_count_for_more():
    lesson = learn(decisions(40))

    assert lesson
    assert lesson.learnt.weights["distance"] > 0
    assert [name for name, _ in lesson.learnt.told] == ["distance"]
    assert lesson.after < lesson.before


@pytest.mark.parametrize("reason", ["know_each_other", "bad_timing"])
def test_some_rejections_say_nothing_about_how_well_two_fit(reason: str):
    told = [Decision(odds=1.0, aspects={}, is_yes=False, reason=reason)]

    assert counting(told) == []


def test_no_part_is_changed_by_more_than_its_bound():
    learnt = Learnt(weights={"distance": 100.0, "kind": -100.0}, offset=50.0)
    aspects = np.array([[-3.0 if name == "distance" else 0.5 for name in ASPECTS]])

    changes = learnt.changes(aspects)

    assert np.abs(changes).max() == MOST
    assert changes[0, ASPECTS.index("distance")] == -MOST


def test_what_is_not_learnt_changes_nothing():
    assert not Learnt().changes(np.ones((2, len(ASPECTS)))).any()
