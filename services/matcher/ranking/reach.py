"""How far a physical thing travels before nobody can afford it.

Advice, software and courses go anywhere and have no reach. A pair has one only when both
texts name the same kind of thing.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of thing, and how many kilometres it goes, given that places are town centres."""

    name: str
    km: float
    words: re.Pattern[str]


def _flow(name: str, km: float, words: str) -> Flow:
    return Flow(name, km, re.compile("|".join(words.split()), re.IGNORECASE))


FLOWS = (
    _flow(
        "heat",
        20,
        r"""(spill|overskudds?|overskots|fjern|rest)varm \bvarmen?\b \bdamp\b
            (waste|surplus|district)\sheat \bheat\b \bsteam\b""",
    ),
    _flow(
        "ground",
        60,
        r"""masse[rn]?\b massar\b sprengstein \bleire\b \bjord\b pukk\b grus\b
            \bsoil\b \bclay\b \baggregates?\b \brock\b""",
    ),
    _flow(
        "sludge",
        120,
        r"""slam\b gjødsel\b gjødsla\b biorest(en)?\b
            \bsludge\b \bmanure\b \bslurry\b \bdigestate\b""",
    ),
    _flow(
        "biomass",
        120,
        r"""matavfall matrest \bflis\b treflis halm\b hageavfall biomasse
            food\swaste wood\s?chips? \bstraw\b \bbiomass\b""",
    ),
    _flow(
        "premises",
        60,
        r"""\blokaler?\b \blokale[rt]\b \bhall\b lagerplass lagerhall \blager\b
            \b(bygge)?tomt(er|a|en)?\b \bpremises\b \bwarehouse""",
    ),
    _flow(
        "materials",
        150,
        r"""ombruk gjenbruk \btegl murstein stålbjelke limtre brukte?\s(møbler|dører|vinduer)
            second[-\s]hand \breused?\b reclaimed \bbricks?\b""",
    ),
)


def reach_km(text: str, other: str) -> float | None:
    """The shortest reach of what both texts are about; None when nothing has to travel."""
    common = _flows(text) & _flows(other)
    return min((flow.km for flow in common), default=None)


@lru_cache(maxsize=20_000)
def _flows(text: str) -> frozenset[Flow]:
    return frozenset(flow for flow in FLOWS if flow.words.search(text))
