"""Items for ranking tests: two numbers are vector enough."""

import math
from collections.abc import Mapping
from itertools import count

import numpy as np

from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.fitted.model import Fitted
from services.matcher.ranking.items import SIDES, Item, ItemKind, Side, Vector
from services.matcher.ranking.score import Weights
from services.matcher.ranking.signals.catalogue import SIGNALS
from services.matcher.ranking.words import BUCKETS

_numbers = count(1)

SLOPES = {
    "alike_with_partner": 4.0,
    "letters_shared": 2.0,
    "provider_seeks": -2.0,
    "says_no_about_it": -2.0,
    "beyond_reach": -1.0,
    "amounts_apart": -1.0,
    "dates_clash": -1.0,
}
FITTED = Fitted(
    background=Background(rarity=np.ones(BUCKETS, np.float32)),
    weights=Weights(
        typical=-2.0,
        usual=np.zeros(len(SIGNALS)),
        slopes=np.array([SLOPES.get(name, 0.0) for name in SIGNALS]),
    ),
)


def towards(degrees: float) -> Vector:
    """A vector of length 1; the cosine of two is that of the angle between them."""
    return np.array(
        [math.cos(math.radians(degrees)), math.sin(math.radians(degrees))], dtype=np.float32
    )


def an_item(
    kind: ItemKind,
    *,
    id: str | None = None,  # noqa: A002 - the item's own name for it
    partner: str | None = None,
    text: str = "Noe.",
    language: str = "nb",
    degrees: float = 0.0,
    vectors: Mapping[Side, Vector] | None = None,
    sentence_vectors: Mapping[Side, Vector] | None = None,
    place: tuple[float, float] | None = None,
) -> Item:
    number = next(_numbers)
    return Item(
        id=id or f"{kind} {number}",
        partner_id=partner or f"partner {number}",
        kind=kind,
        text=text,
        language=language,
        vectors={side: towards(degrees) for side in SIDES[kind]} if vectors is None else vectors,
        sentence_vectors=sentence_vectors or {},
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
    )
