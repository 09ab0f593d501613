"""Evidence is what carries a pair: with the shipped model, on a network it has not read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from deploy.evaluation.items import encode_set
from deploy.evaluation.scorers import means_of
from deploy.evaluation.sets import EvaluationSet, read_set
from services.matcher.embedding.choose import choose_encoder
from services.matcher.embedding.encoder import Encoder, Role, Vectors
from services.matcher.ranking.explain import SentencePair, explain
from services.matcher.ranking.fitted.model import Fitted, fitted_for
from services.matcher.ranking.items import Item, Side
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair, pair
from services.matcher.ranking.rank import see
from services.matcher.ranking.sentences import first_sentences

AGDER = Path(__file__).parents[2] / "data/networks/agder"
NEEDS = 8
SIDES: Mapping[str, tuple[Side, Role]] = {
    "seeker": (Side.ASKING, "query"),
    "provider": (Side.ANSWERING, "passage"),
}


class Spoken:
    """Remembers what it has embedded."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, Role], Vectors] = {}

    async def __call__(self, _: Item, texts: Sequence[str], role: Role) -> Vectors:
        for text in texts:
            if (text, role) not in self._known:
                self._known[text, role] = (await self._encoder.encode([text], role=role))[0]
        return np.stack([self._known[text, role] for text in texts])


def a_few(judged: EvaluationSet) -> EvaluationSet:
    """Some needs and what answers them best."""
    needs = dict(list(judged.needs.items())[:NEEDS])
    wanted = {
        offer
        for need in needs
        for offer, grade in judged.grades.get(need, {}).items()
        if grade == 2
    }
    offers = {key: offer for key, offer in judged.offers.items() if key in wanted}
    return EvaluationSet(partners=judged.partners, offers=offers, needs=needs, grades=judged.grades)


async def without(item: Item, sentence: str, *, name: str, encode: Spoken) -> Item:
    """The item as if it had never said the sentence."""
    side, role = SIDES[name]
    left = [one for one in first_sentences(item.text) if one != sentence]
    vectors = {side: (await encode(item, ["\n".join(left)], role))[0]}
    if side is Side.ANSWERING and item.about:
        both = ["\n".join(left) + f" {item.about}"]
        vectors[Side.ANSWERING_WITH_PARTNER] = (await encode(item, both, role))[0]
    return Item(
        id=item.id,
        partner_id=item.partner_id,
        kind=item.kind,
        text="\n".join(left),
        language=item.language,
        about=item.about,
        vectors=vectors,
        sentence_vectors={side: await encode(item, left, role)},
        latitude=item.latitude,
        longitude=item.longitude,
    )


async def is_faithful(
    two: Pair, first: SentencePair, *, encode: Spoken, means: Means, fitted: Fitted
) -> bool:
    """Whether no other sentence of either text is missed more than the evidence."""
    for name, item, evidence in (
        ("seeker", two.seeker, first.seeker),
        ("provider", two.provider, first.provider),
    ):
        said = first_sentences(item.text)
        shorter = [await without(item, one, name=name, encode=encode) for one in said]
        pairs = [replace(two, **{name: one}) for one in shorter]
        odds = fitted.weights.odds(see(pairs, means=means, background=fitted.background))
        if said[int(np.argmin(odds))] != evidence:
            return False
    return True


async def test_taking_the_evidence_away_costs_more_than_taking_anything_else():
    encoder = choose_encoder()
    await encoder.open()
    judged = a_few(read_set(AGDER))
    items = await encode_set(judged, encoder)
    fitted = fitted_for(encoder.model)
    means, encode = means_of(items, fitted.background), Spoken(encoder)

    faithful = []
    for need, offer in product(items.needs.values(), items.offers.values()):
        two = pair(need, offer)
        long_enough = min(len(first_sentences(one.text)) for one in (need, offer)) > 1
        if not two or judged.grades[str(need.id)].get(str(offer.id)) != 2 or not long_enough:
            continue
        first, *_ = await explain(two, encode=encode, means=means, fitted=fitted)
        faithful.append(await is_faithful(two, first, encode=encode, means=means, fitted=fitted))

    assert len(faithful) >= 8
    assert sum(faithful) >= 0.9 * len(faithful)
