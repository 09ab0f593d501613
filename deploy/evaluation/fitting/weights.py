"""Fits the weights of the score on judged networks, and answers networks not fitted on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deploy.evaluation.answers import Run
from deploy.evaluation.fitting.logistic import fit
from deploy.evaluation.items import Items
from deploy.evaluation.scorers import means_of
from deploy.evaluation.sets import EvaluationSet
from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.score import Numbers, Weights
from services.matcher.ranking.signals.catalogue import SIGNALS, Part, look
from services.matcher.ranking.signals.scene import Scene

NEAREST = 60  #: of a need; what nobody would propose teaches nothing about what is proposed
RIDGE = 20.0
NEAR = list(SIGNALS).index("stands_out_to_seeker")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judged:
    """A network, and what is seen of every pair of need and offer in it."""

    name: str
    judged: EvaluationSet
    seen: Numbers  #: (needs, offers, signals)
    grades: Numbers
    allowed: Numbers  #: 0 for one's own


def see_network(name: str, judged: EvaluationSet, items: Items, background: Background) -> Judged:
    needs, offers = list(items.needs.values()), list(items.offers.values())
    scene = Scene.of(needs, offers, means=means_of(items, background), background=background)
    grades = [[judged.grades.get(str(n.id), {}).get(str(o.id), 0) for o in offers] for n in needs]
    allowed = [[n.partner_id != o.partner_id for o in offers] for n in needs]
    return Judged(
        name=name,
        judged=judged,
        seen=look(scene),
        grades=np.array(grades, float),
        allowed=np.array(allowed, float),
    )


def fit_weights(networks: Sequence[Judged], *, without: Collection[Part] = ()) -> Weights:
    """A pair that nobody judged counts as one that does not fit."""
    nearest = [_nearest(one) for one in networks]
    seen = np.concatenate([one.seen[its] for one, its in zip(networks, nearest, strict=True)])
    fits = np.concatenate(
        [one.grades[its] >= 1 for one, its in zip(networks, nearest, strict=True)]
    ).astype(float)
    used = np.array([signal.part not in without for signal in SIGNALS.values()], float)
    signs = [signal.sign for signal in SIGNALS.values()]
    typical, *slopes = fit(seen * used, fits, ridge=RIDGE, signs=signs)
    usual, chosen = seen.mean(axis=0), np.array(slopes) * used
    return Weights(typical=float(typical + usual @ chosen), usual=usual, slopes=chosen)


def unseen_runs(networks: Sequence[Judged], *, without: Collection[Part] = ()) -> Mapping[str, Run]:
    """Every network answered with weights fitted on the others."""
    return {
        one.name: answer(
            one, fit_weights([other for other in networks if other is not one], without=without)
        )
        for one in networks
    }


def answer(one: Judged, weights: Weights) -> Run:
    chances = weights.chances(one.seen)
    return {
        need: dict(zip(one.judged.offers, map(float, row), strict=True))
        for need, row in zip(one.judged.needs, chances, strict=True)
    }


def _nearest(one: Judged) -> NDArray[np.bool_]:
    """The pairs to learn from, as a mask."""
    near = np.where(one.allowed > 0, one.seen[:, :, NEAR], -np.inf)
    places = np.argsort(np.argsort(-near, axis=1), axis=1)
    found: NDArray[np.bool_] = (places < NEAREST) & (one.allowed > 0)
    return found
