"""Rank all candidates for one subject: the one way in, for the service and for evaluation."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from services.matcher.ranking.distance import distance_km
from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.fitted.model import Fitted
from services.matcher.ranking.items import Item, Side
from services.matcher.ranking.learnt import ASPECTS, NOTHING, Learnt, aspects_of
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair, pair
from services.matcher.ranking.score import Numbers, Score, Weights, chance_of
from services.matcher.ranking.signals.catalogue import SIGNALS, look
from services.matcher.ranking.signals.scene import Scene

AT_LEAST = 0.1  #: less likely ones take more of a coordinator's time than they are worth
AT_MOST = 5  #: proposals for one subject
LEAST = 1e-3  #: of an aspect; less is as good as nothing


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ranked:
    """A pair, what is seen of it, and the chance that it is a good one."""

    pair: Pair
    candidate: Item
    seen: Numbers
    value: float
    weights: Weights
    odds: float  #: before anything was learnt
    aspects: Numbers
    changes: Numbers  #: what was learnt, by aspect, and at the end for the whole

    @property
    def score(self) -> Score:
        changes = dict(zip(ASPECTS, map(float, self.changes), strict=False))
        return Score(value=self.value, parts=self.weights.parts(self.seen, changes))

    @property
    def same_need(self) -> float:
        """Log-odds that two who both seek, seek the same: who gives does not matter."""
        ways = [ASPECTS.index(part) for part in ("direction", "polarity")]
        return self.odds - float(self.aspects[ways].sum())

    @property
    def named_aspects(self) -> dict[str, float]:
        return {
            name: round(float(its), 4)
            for name, its in zip(ASPECTS, self.aspects, strict=True)
            if abs(its) >= LEAST
        }

    @property
    def distance_km(self) -> float | None:
        return distance_km(self.pair.seeker, self.pair.provider)


def rank(
    subject: Item,
    candidates: Iterable[Item],
    *,
    means: Means,
    fitted: Fitted,
    learnt: Learnt = NOTHING,
) -> list[Ranked]:
    """All candidates that make a pair with the subject, best first.

    Left out: the subject's own partner, kinds that do not go together, and items whose vector
    is not there yet.
    """
    found = [(pair(subject, candidate), candidate) for candidate in candidates]
    pairs = [(two, candidate) for two, candidate in found if two and can_be_seen(two)]
    ranked = _valued(pairs, means, fitted, learnt)
    return sorted(ranked, key=lambda one: (-one.value, str(one.candidate.id)))


def _valued(
    pairs: Sequence[tuple[Pair, Item]], means: Means, fitted: Fitted, learnt: Learnt
) -> list[Ranked]:
    seen = see([two for two, _ in pairs], means=means, background=fitted.background)
    partners = [(two.seeker, two.provider) for two, _ in pairs]
    aspects = aspects_of(seen, partners, fitted.weights)
    odds, changes = fitted.weights.odds(seen), learnt.changes(aspects)
    values = chance_of(odds + changes.sum(axis=1))
    return [
        Ranked(
            pair=two,
            candidate=candidate,
            seen=seen[place],
            value=float(values[place]),
            weights=fitted.weights,
            odds=float(odds[place]),
            aspects=aspects[place],
            changes=changes[place],
        )
        for place, (two, candidate) in enumerate(pairs)
    ]


def see(pairs: Sequence[Pair], *, means: Means, background: Background) -> Numbers:
    """What is seen of each pair, one row each; all that one asks, or answers, in one go."""
    seen = np.empty((len(pairs), len(SIGNALS)))
    roles = [(asker(two), answerer(two)) for two in pairs]
    for places in _scenes(pairs, roles):
        asking = _places(roles[place][0] for place in places)
        answering = _places(roles[place][1] for place in places)
        scene = Scene.of(
            list(asking),
            list(answering),
            means=means,
            background=background,
            both_ask=pairs[places[0]].kind == "together",
        )
        rows = [asking[roles[place][0]] for place in places]
        columns = [answering[roles[place][1]] for place in places]
        seen[places] = look(scene)[rows, columns]
    return seen


def _scenes(pairs: Sequence[Pair], roles: Sequence[tuple[Item, Item]]) -> list[list[int]]:
    """Places of the pairs that share who asks, or who answers, whichever has more of them."""
    often = Counter(chain.from_iterable(roles))
    found: dict[tuple[bool, Item], list[int]] = defaultdict(list)
    for place, (asks, answers) in enumerate(roles):
        one = asks if often[asks] >= often[answers] else answers
        found[pairs[place].kind == "together", one].append(place)
    return list(found.values())


def _places(items: Iterable[Item]) -> dict[Item, int]:
    return {item: place for place, item in enumerate(dict.fromkeys(items))}


def asker(two: Pair) -> Item:
    """An idea that meets a need answers it."""
    return two.provider if two.kind == "develop" and two.provider.kind == "need" else two.seeker


def answerer(two: Pair) -> Item:
    return two.seeker if two.kind == "develop" and two.provider.kind == "need" else two.provider


def can_be_seen(two: Pair) -> bool:
    answers = Side.ASKING if two.kind == "together" else Side.ANSWERING
    return Side.ASKING in asker(two).vectors and answers in answerer(two).vectors
