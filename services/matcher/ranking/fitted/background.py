"""Against what pairs are seen: numbers that were found beforehand and ship with the code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.items import Side, Vector, Vectors
from services.matcher.ranking.means import MeanKey

FOLDER = files("services.matcher.ranking.fitted")


@dataclass(frozen=True, slots=True, eq=False)
class Probe:
    """A linear reading of a vector, as log-odds; nought where none was fitted."""

    weights: Vector | None = None
    typical: float = 0.0

    def __call__(self, vectors: Vectors) -> NDArray[np.float64]:
        if self.weights is None:
            return np.zeros(len(vectors))
        return np.asarray(vectors @ self.weights + self.typical, np.float64)


NO_PROBE = Probe()


@dataclass(frozen=True, eq=False)
class Background:
    """What is known of one model. Nothing in it says anything about a real organisation."""

    rarity: NDArray[np.float32]  #: of letter groups, by bucket
    means: Mapping[MeanKey, Vector] = field(default_factory=dict)
    probes: Mapping[str, Probe] = field(default_factory=dict)
    #: centred vectors of made-up texts, to tell how alike any two texts are
    crowd: Mapping[Side, Vectors] = field(default_factory=dict)

    def probe(self, name: str) -> Probe:
        return self.probes.get(name, NO_PROBE)

    def strangers(self, side: Side) -> Vectors | None:
        return self.crowd.get(side)


@cache
def background_for(model: str) -> Background:
    kept = _arrays(FOLDER / "models" / f"{slug(model)}.npz")
    return Background(
        rarity=_arrays(FOLDER / "corpus.npz")["letters"].astype(np.float32),
        means=_means(kept),
        probes=_probes(kept),
        crowd=_crowd(kept),
    )


@cache
def concept_shares() -> Mapping[str, float]:
    """How large a share of texts names each concept of the glossary."""
    kept = _arrays(FOLDER / "corpus.npz")
    return dict(zip(map(str, kept["concepts"]), map(float, kept["shares"]), strict=True))


def slug(model: str) -> str:
    """A model's name as a file's."""
    return re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-")


def _arrays(path: Traversable) -> Mapping[str, NDArray[np.float32]]:
    if not path.is_file():
        return {}
    with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def _means(kept: Mapping[str, NDArray[np.float32]]) -> dict[MeanKey, Vector]:
    return {
        (language, Side(side)): vector.astype(np.float32)
        for name, vector in kept.items()
        if name.startswith("mean/")
        for _, language, side in [name.split("/")]
    }


def _probes(kept: Mapping[str, NDArray[np.float32]]) -> dict[str, Probe]:
    """Each kept with its typical log-odds as the last number."""
    return {
        name.removeprefix("probe/"): Probe(one[:-1].astype(np.float32), float(one[-1]))
        for name, one in kept.items()
        if name.startswith("probe/")
    }


def _crowd(kept: Mapping[str, NDArray[np.float32]]) -> dict[Side, Vectors]:
    return {
        Side(name.removeprefix("crowd/")): one.astype(np.float32)
        for name, one in kept.items()
        if name.startswith("crowd/")
    }
