"""Answers the needs of an evaluation set through the matcher's own ranking."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from deploy.evaluation.answers import Run
from deploy.evaluation.items import Items, encode_set
from deploy.evaluation.reports import Scorer
from deploy.evaluation.sets import EvaluationSet
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.fitted.model import Fitted, fitted_for
from services.matcher.ranking.items import Item, Side, Vector
from services.matcher.ranking.means import Mean, MeanKey, Means
from services.matcher.ranking.rank import rank


def matcher(encoder: Encoder) -> Scorer:
    """What the service would propose if the set were its network."""

    async def answer(judged: EvaluationSet) -> Run:
        items = await encode_set(judged, encoder)
        fitted = fitted_for(encoder.model)
        return run(items, means=means_of(items, fitted.background), fitted=fitted)

    return answer


def plain(encoder: Encoder) -> Scorer:
    """Plain cosine of need and offer and nothing else: what every gain is measured against."""

    async def answer(judged: EvaluationSet) -> Run:
        return plain_run(await encode_set(judged, encoder))

    return answer


def plain_run(items: Items) -> Run:
    return {
        key: {str(offer.id): _cosine(need, offer) for offer in items.offers.values()}
        for key, need in items.needs.items()
    }


def run(items: Items, *, means: Means, fitted: Fitted) -> Run:
    offers = list(items.offers.values())
    return {
        key: {
            str(one.candidate.id): one.value
            for one in rank(need, offers, means=means, fitted=fitted)
        }
        for key, need in items.needs.items()
    }


def means_of(items: Items, background: Background) -> Means:
    """The shipped means, moved towards the set's own texts."""
    network = own_means([*items.needs.values(), *items.offers.values()])
    return Means.blend(shipped=background.means, network=network)


def own_means(items: Iterable[Item]) -> dict[MeanKey, Mean]:
    vectors: dict[MeanKey, list[Vector]] = defaultdict(list)
    for item in items:
        for side, vector in item.vectors.items():
            vectors[item.language, side].append(vector)
    return {
        key: Mean(np.mean(found, axis=0, dtype=np.float32), len(found))
        for key, found in vectors.items()
    }


def _cosine(need: Item, offer: Item) -> float:
    return float(need.vectors[Side.ASKING] @ offer.vectors[Side.ANSWERING])
