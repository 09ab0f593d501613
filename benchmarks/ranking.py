"""One need against 1,000 offers, embedding apart; beside it, in the same run, the cosines alone."""

import sys

import numpy as np

from benchmarks.figures import Timed, print_figures
from benchmarks.network import listings
from services.matcher.embedding.choose import SHIPPED_MODEL
from services.matcher.ranking.fitted.model import fitted_for
from services.matcher.ranking.items import SIDES, Item, ItemKind, Side
from services.matcher.ranking.means import Means
from services.matcher.ranking.rank import rank
from services.matcher.ranking.sentences import first_sentences

OFFERS, NEEDS = 1000, 50
DIMENSIONS = 384


def main() -> None:
    chance = np.random.default_rng(1)
    offers = _items("offer", 1, OFFERS, chance)
    needs = _items("need", 3, NEEDS, chance)
    fitted = fitted_for(SHIPPED_MODEL)
    means = Means(fitted.background.means)
    first = Timed("the first need: every text is read for the first time")
    later = Timed("one need against 1,000 offers", "≤ 30")
    reference = Timed("reference: the cosines alone")
    for place, need in enumerate(needs):
        with later if place else first:
            rank(need, offers, means=means, fitted=fitted)
        with reference:
            np.stack([offer.vectors[Side.ANSWERING] for offer in offers]) @ need.vectors[
                Side.ASKING
            ]
    print_figures("ranking, embedding apart", [first, later, reference])


def _items(kind: ItemKind, seed: int, count: int, chance: np.random.Generator) -> list[Item]:
    return [
        Item(
            id=f"{kind} {number}",
            partner_id=f"partner of {kind} {number}",
            kind=kind,
            text=f"{listing.title}\n{listing.text}",
            language="nb",
            vectors={side: _vectors(chance, 1)[0] for side in SIDES[kind]},
            sentence_vectors={
                SIDES[kind][0]: _vectors(
                    chance, len(first_sentences(f"{listing.title}\n{listing.text}"))
                )
            },
            latitude=59.2,
            longitude=10.9,
        )
        for number, listing in enumerate(listings(seed, count, kinds=(kind,)))
    ]


def _vectors(chance: np.random.Generator, count: int) -> np.ndarray:
    vectors = chance.normal(size=(count, DIMENSIONS)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


if __name__ == "__main__":
    main()
    sys.exit(0)
