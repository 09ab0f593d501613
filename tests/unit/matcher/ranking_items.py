"""Items for ranking tests: two numbers are vector enough."""

import math
from collections.abc import Mapping
from itertools import count

import numpy as np

from services.matcher.ranking.items import SIDES, Item, ItemKind, Side, Vector
from services.matcher.ranking.score import Weights

_numbers = count(1)

WEIGHTS = Weights(typical=-2, meaning=4, words=2, distance=-1)


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
        latitude=place[0] if place else None,
        longitude=place[1] if place else None,
    )
