"""What belongs to one model: the means of its vectors, a crowd of strangers, and probes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from deploy.evaluation.fitting.examples import Example, Told
from deploy.evaluation.fitting.logistic import fit
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.items import Side, Vectors
from services.matcher.ranking.means import centred
from services.matcher.ranking.statements import ROLES

STRANGERS = 256
PROBE_RIDGE = 30.0
DIRECTION_LURES = 3  #: so many times a lure counts: they are few, and what the probe is for

Arrays = dict[str, Vectors]


async def fit_vectors(examples: Sequence[Example], encoder: Encoder) -> Arrays:
    """As `Fitted` reads them."""
    asking = [told for one in examples for told in one.needs]
    answering = [told for one in examples for told in one.answers]
    asked = await _encoded(asking, Side.ASKING, encoder)
    answered = await _encoded(answering, Side.ANSWERING, encoder)
    found = _means(asking, asked, Side.ASKING) | _means(answering, answered, Side.ANSWERING)
    found |= {
        # Examples have no partners; what a partner is moves the mean but little.
        name.replace(Side.ANSWERING, Side.ANSWERING_WITH_PARTNER): mean
        for name, mean in found.items()
        if name.endswith(f"/{Side.ANSWERING}")
    }
    found[f"crowd/{Side.ASKING}"] = _crowd(asking, asked, found, Side.ASKING)
    found[f"crowd/{Side.ANSWERING}"] = _crowd(answering, answered, found, Side.ANSWERING)
    return found | await _probes(examples, asked, answered, encoder)


def save_vectors(found: Mapping[str, Vectors], *, out: Path) -> None:
    np.savez_compressed(out, **{name: one.astype(np.float16) for name, one in found.items()})  # type: ignore[arg-type]


async def _encoded(told: Sequence[Told], side: Side, encoder: Encoder) -> Vectors:
    return await encoder.encode([one.text for one in told], role=ROLES[side])


def _means(told: Sequence[Told], vectors: Vectors, side: Side) -> Arrays:
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(told):
        places[one.language].append(place)
    return {
        f"mean/{language}/{side}": vectors[its].mean(axis=0) for language, its in places.items()
    }


def _crowd(told: Sequence[Told], vectors: Vectors, means: Arrays, side: Side) -> Vectors:
    step = max(1, len(told) // STRANGERS)
    its = np.stack([means[f"mean/{one.language}/{side}"] for one in told])
    return centred(vectors, its)[::step][:STRANGERS]


async def _probes(
    examples: Sequence[Example], asked: Vectors, answered: Vectors, encoder: Encoder
) -> Arrays:
    misses = [(why, miss) for one in examples for why, miss in one.near_misses]
    missed = await _encoded([miss for _, miss in misses], Side.ANSWERING, encoder)
    seeks = np.array([why == "direction" for why, _ in misses])
    denies = np.array([why == "polarity" for why, _ in misses])
    needs = [told for one in examples for told in one.needs]
    answers = [told for one in examples for told in one.answers]
    needs_as_answers = await _encoded(needs, Side.ANSWERING, encoder)
    answers_as_needs = await _encoded(answers, Side.ASKING, encoder)
    lures = np.repeat(missed[seeks], DIRECTION_LURES, axis=0)
    return {
        "probe/seeks": _probe(np.concatenate([needs_as_answers, lures]), answered),
        "probe/seeks asking": _probe(asked, answers_as_needs),
        "probe/denies": _probe(missed[denies], answered),
    }


def _probe(those: Vectors, others: Vectors) -> Vectors:
    """Slopes, and at the end the typical log-odds when there are as many of both."""
    vectors = np.concatenate([those, others]).astype(np.float64)
    is_one = np.concatenate([np.ones(len(those)), np.zeros(len(others))])
    typical, *slopes = fit(vectors, is_one, ridge=PROBE_RIDGE)
    typical -= np.log(len(those) / len(others))
    return np.array([*slopes, typical], np.float32)
