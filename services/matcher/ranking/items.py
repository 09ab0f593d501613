"""What is ranked: needs, offers, ideas and capabilities, with the vectors of their texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

ItemKind = Literal["need", "offer", "idea", "capability"]
Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]  #: one row a sentence
Key = UUID | str


class Side(StrEnum):
    """In which part a text speaks; each side has its own vector and its own mean."""

    ASKING = "asking"
    ANSWERING = "answering"
    ANSWERING_WITH_PARTNER = "answering with partner"


SIDES: Mapping[ItemKind, tuple[Side, ...]] = {
    "need": (Side.ASKING,),
    "offer": (Side.ANSWERING, Side.ANSWERING_WITH_PARTNER),
    "capability": (Side.ANSWERING, Side.ANSWERING_WITH_PARTNER),
    "idea": (Side.ASKING, Side.ANSWERING, Side.ANSWERING_WITH_PARTNER),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """One text of one partner. All vectors are of one and the same model, normalised."""

    id: Key
    partner_id: Key
    kind: ItemKind
    text: str  #: title and text, as `statement` puts them together
    language: str
    about: str = ""  #: what its partner says of itself
    partner_kind: str = ""
    sector: str = ""  #: of its partner
    vectors: Mapping[Side, Vector] = field(default_factory=dict)
    #: of the sentences of the text, in order; a side that is not there speaks as one sentence
    sentence_vectors: Mapping[Side, Vectors] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
