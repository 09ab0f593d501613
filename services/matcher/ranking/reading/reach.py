"""How far a thing travels before nobody can afford it.

Advice, software and courses go anywhere and have no reach. A pair has one only when both texts
name the same class of thing; a text that says how far it goes itself is believed.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.items import Item
from shared.glossary.concepts import concepts

#: Kilometres for each class of the glossary, given that places are town centres.
REACH_KM: Mapping[str, float] = {
    "heat": 15,
    "premises": 40,
    "masses": 50,
    "food": 90,
    "sludge": 110,
    "biomass": 110,
    "materials": 200,
    "goods": 250,
    "energy": 300,
    "vehicle": 400,
    "transport": 400,
    "water": 400,
    "co2": 400,
    "industry": 500,
}
MINUTES_A_KM = 1.0  #: driving, with town and mountain
_SAID = re.compile(
    r"(?:innen|inntil|under|maks\w*|within|inside|up to|mer enn|meir enn|more than|over)\s"
    r"(?:\w+\s){0,2}?(?P<n>\d+(?:[.,]\d+)?|en halv|ein halv|en|ein|to|half an|an|one|two)"
    r"(?:\s?[-–]\s?(?P<high>\d+))?\s?(?P<unit>km|kilomet\w+|mil\b|time\w*|timers?|hours?|min\w*)",
    re.IGNORECASE,
)
_WORDS = {"en halv": 0.5, "ein halv": 0.5, "half an": 0.5, "en": 1, "ein": 1, "an": 1, "one": 1}
_WORDS |= {"to": 2, "two": 2}


def reaches_km(asking: Sequence[Item], answering: Sequence[Item]) -> NDArray[np.float64]:
    """The shortest reach of what both are about; infinite when nothing has to travel."""
    said = np.array([said_km(item.text) or np.inf for item in asking])
    return shortest_reaches(classes(asking), classes(answering), said)


def shortest_reaches(
    asked: NDArray[np.bool_], answered: NDArray[np.bool_], said: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Of what `classes` found, and how far each that asks says it goes itself."""
    found = np.full((len(asked), len(answered)), np.inf)
    for place, km in enumerate(REACH_KM.values()):
        both = asked[:, place, None] & answered[None, :, place]
        found[both] = np.minimum(found[both], km)
    shortest: NDArray[np.float64] = np.minimum(found, np.maximum(said, 1.0)[:, None])
    return shortest


def classes(items: Sequence[Item]) -> NDArray[np.bool_]:
    kinds = list(REACH_KM)
    named = [{concept.kind for concept in concepts(item.text)} for item in items]
    return np.array([[kind in its for kind in kinds] for its in named], bool)


@lru_cache(maxsize=20_000)
def said_km(text: str) -> float | None:
    """«innen en halvtimes kjøring», «maks 8–10 mil», "within 30 km"."""
    match = _SAID.search(text)
    if not match:
        return None
    written = (match["high"] or match["n"]).lower()
    number = _WORDS.get(written) or float(written.replace(",", "."))
    unit = match["unit"].lower()
    if unit.startswith("mil"):
        return number * 10
    if unit.startswith(("time", "hour")):
        return number * 60 / MINUTES_A_KM
    return number / MINUTES_A_KM if unit.startswith("min") else number
