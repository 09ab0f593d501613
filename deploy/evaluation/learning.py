"""What a region learns from the decisions of a coordinator with a taste of their own.

    python -m deploy.evaluation.learning [--encoder NAME] [NETWORK…]

A simulated coordinator goes through what the service would propose for some needs: what was judged
good is approved where both partners are of one kind and it is not far, else rejected with the
reason. After fifty decisions the needs that are left are answered again; P@1 is how often this
coordinator would say yes to the first of them, of the needs that have anything to say yes to.
Another one decides by tossing a coin; there, what was judged good counts.
"""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deploy.evaluation.fit import networks_to_fit
from deploy.evaluation.fitting.weights import Judged, see_network
from deploy.evaluation.items import Items, encode_set
from deploy.evaluation.sets import read_set
from deploy.evaluation.vector_cache import RememberingEncoder, cache_file
from services.matcher.embedding.choose import USUAL, choose_encoder
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.fitted.background import background_for
from services.matcher.ranking.fitted.model import fitted_for
from services.matcher.ranking.learning import Decision, learn
from services.matcher.ranking.learnt import ASPECTS, NOTHING, Learnt, aspects_of
from services.matcher.ranking.rank import AT_LEAST, AT_MOST
from services.matcher.ranking.score import Weights

DECISIONS = 50
DRAWS = 20
HEADS = 0.5
NEAR = 0.6  #: share of the good pairs that are near enough
DISTANCE = ASPECTS.index("distance")
KIND = ASPECTS.index("kind")
Numbers = NDArray[np.float64]
Yes = NDArray[np.bool_]
Places = Sequence[int] | NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Network:
    """Needs by offers. `odds` are low where a pair is one partner's own."""

    name: str
    odds: Numbers
    aspects: Numbers  #: (needs, offers, aspects)
    is_good: Yes  #: as it was judged

    @property
    def is_liked(self) -> Yes:
        """What the coordinator says yes to."""
        return self.is_good & self._is_of_one_kind & self._is_near

    @property
    def _is_of_one_kind(self) -> Yes:
        found: Yes = self.aspects[:, :, KIND] > 0
        return found

    @property
    def _is_near(self) -> Yes:
        distance = self.aspects[:, :, DISTANCE]
        found: Yes = distance >= np.quantile(distance[self.is_good], 1 - NEAR)
        return found

    def reason(self, need: int, offer: int) -> str | None:
        if self.is_liked[need, offer]:
            return None
        fits = self.is_good[need, offer] and self._is_of_one_kind[need, offer]
        return "too_far" if fits else "not_relevant"


async def look_at(folder: Path, encoder: Encoder) -> Network:
    judged = read_set(folder)
    items = await encode_set(judged, encoder)
    fitted = fitted_for(encoder.model)
    seen = see_network(folder.name, judged, items, background_for(encoder.model))
    return _network(seen, items, fitted.weights)


def _network(judged: Judged, items: Items, weights: Weights) -> Network:
    needs, offers = list(items.needs.values()), list(items.offers.values())
    two = [(need, offer) for need in needs for offer in offers]
    flat = judged.seen.reshape(len(two), -1)
    aspects = aspects_of(flat, two, weights).reshape(len(needs), len(offers), -1)
    return Network(
        name=judged.name,
        odds=np.where(judged.allowed > 0, weights.odds(judged.seen), -np.inf),
        aspects=aspects,
        is_good=judged.grades >= 1,
    )


def queue(network: Network, needs: Places) -> list[tuple[int, int]]:
    """What would be proposed, need by need."""
    least = np.log(AT_LEAST / (1 - AT_LEAST))
    return [
        (int(need), int(offer))
        for need in needs
        for offer in np.argsort(-network.odds[need])[:AT_MOST]
        if network.odds[need, offer] >= least
    ]


def decide(
    network: Network, pairs: Sequence[tuple[int, int]], toss: np.random.Generator | None
) -> list[Decision]:
    found = []
    for need, offer in pairs:
        reason = network.reason(need, offer)
        if toss is not None:
            yes = toss.random() < HEADS
            reason = None if yes else str(toss.choice(["not_relevant", "too_far", "other"]))
        aspects = zip(ASPECTS, map(float, network.aspects[need, offer]), strict=True)
        decision = Decision(
            odds=float(network.odds[need, offer]),
            aspects=dict(aspects),
            is_yes=reason is None,
            reason=reason,
        )
        found.append(decision)
    return found


def first_liked(network: Network, needs: Places, learnt: Learnt, good: Yes) -> float:
    """P@1 of these needs, of those that have anything that is good."""
    hits = []
    for need in needs:
        if good[need].any():
            odds = network.odds[need] + learnt.changes(network.aspects[need]).sum(axis=1)
            hits.append(float(good[need, int(np.argmax(odds))]))
    return float(np.mean(hits)) if hits else float("nan")


def lift(network: Network, *, seed: int, contradictory: bool) -> tuple[float, float]:
    """P@1 before and after fifty decisions, on the needs that are left. For contradictory ones,
    what is good is what was judged so."""
    chance = np.random.default_rng(seed)
    order = chance.permutation(len(network.odds))
    pairs = queue(network, order)[:DECISIONS]
    asked = {need for need, _ in pairs}
    left = [int(need) for need in order if need not in asked]
    lesson = learn(decide(network, pairs, chance if contradictory else None))
    learnt = lesson.learnt if lesson else NOTHING
    good = network.is_good if contradictory else network.is_liked
    return (
        first_liked(network, left, NOTHING, good),
        first_liked(network, left, learnt, good),
    )


def lifts(network: Network, *, contradictory: bool) -> tuple[float, float]:
    """The mean of many draws of which needs are decided."""
    found = [lift(network, seed=seed, contradictory=contradictory) for seed in range(DRAWS)]
    before, after = np.nanmean(np.array(found), axis=0)
    return float(before), float(after)


async def _print(folders: Sequence[Path], encoder: Encoder) -> None:
    print(f"{'':14}{'a taste of their own':>24}{'tossing a coin':>24}")  # noqa: T201
    print(f"{'network':14}{'P@1':>8}{'after':>8}{'lift':>8}" + f"{'P@1':>8}{'after':>8}{'lift':>8}")  # noqa: T201
    every = []
    for folder in folders:
        network = await look_at(folder, encoder)
        cells = []
        for contradictory in (False, True):
            before, after = lifts(network, contradictory=contradictory)
            cells += [before, after, after - before]
        every.append(cells)
        print(f"{network.name:14}" + "".join(f"{cell:8.3f}" for cell in cells))  # noqa: T201
    print(f"{'mean':14}" + "".join(f"{cell:8.3f}" for cell in np.mean(every, axis=0)))  # noqa: T201


def main() -> None:
    parser = argparse.ArgumentParser(description="What fifty decisions teach.")
    parser.add_argument("networks", type=Path, nargs="*")
    parser.add_argument("--encoder", default=USUAL)
    options = parser.parse_args()
    encoder = RememberingEncoder(choose_encoder(options.encoder), cache_file())
    asyncio.run(_print(options.networks or networks_to_fit(), encoder))


if __name__ == "__main__":
    main()
