"""Shared words: rare groups of letters within a language, and concepts across languages."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.fitted.background import Background, concept_shares
from services.matcher.ranking.signals.scene import Grid, Scene, Voices
from services.matcher.ranking.words import LetterTable, family
from shared.glossary.concepts import Concept, concepts, glossary

LEAST_RARE = 0.3  #: what a concept that is everywhere still counts


def wording(scene: Scene) -> Mapping[str, Grid]:
    letters, same = _letters(scene), one_language(scene)
    asked, answered = scene.asking.once(_named), scene.answering.once(_named)
    about = scene.answering.once(_named_by_partner)
    rare = _rarity()
    wanted = np.maximum((asked * rare).sum(axis=1, keepdims=True), 1.0)
    return {
        "letters_shared": np.where(same, letters, 0.0),
        "letters_shared_across": np.where(same, 0.0, letters),
        "concepts_alike": _cosines(asked * rare, answered * rare),
        "concepts_covered": (asked * rare) @ answered.T / wanted,
        "partner_covers": (asked * rare) @ about.T / wanted,
        "one_language": np.asarray(same, np.float64),
    }


def one_language(scene: Scene) -> NDArray[np.bool_]:
    asked, answered = scene.asking.once(_families), scene.answering.once(_families)
    found: NDArray[np.bool_] = asked[:, None] == answered[None, :]
    return found


def _letters(scene: Scene) -> Grid:
    asked, answered = scene.asking, scene.answering
    if len(answered.items) < len(asked.items):
        table = asked.once(_table, scene.background)
        return np.stack([table.resemblances(item.text) for item in answered.items], axis=1)
    table = answered.once(_table, scene.background)
    return np.stack([table.resemblances(item.text) for item in asked.items])


def _table(voices: Voices, background: Background) -> LetterTable:
    return LetterTable.of([item.text for item in voices.items], rarity=background.rarity)


def _families(voices: Voices) -> NDArray[np.str_]:
    return np.array([family(item.language) for item in voices.items])


def _named(voices: Voices) -> Grid:
    return _rows([item.text for item in voices.items])


def _named_by_partner(voices: Voices) -> Grid:
    return _rows([item.about for item in voices.items])


def _rows(texts: Sequence[str]) -> Grid:
    """One row a text, one column a concept: 1 where it is named."""
    places = _places()
    rows = np.zeros((len(texts), len(places)))
    for row, text in zip(rows, texts, strict=True):
        for concept in concepts(text):
            row[places[concept]] = 1.0
    return rows


def _cosines(one: Grid, other: Grid) -> Grid:
    lengths = np.linalg.norm(one, axis=1)[:, None] * np.linalg.norm(other, axis=1)
    found: Grid = np.divide(one @ other.T, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return found


@cache
def _places() -> Mapping[Concept, int]:
    return {concept: place for place, concept in enumerate(glossary())}


@cache
def _rarity() -> Grid:
    shares = concept_shares()
    known = np.array([shares.get(concept.name, 0.0) for concept in _places()])
    return np.maximum(LEAST_RARE, -np.log(known + 0.002))
