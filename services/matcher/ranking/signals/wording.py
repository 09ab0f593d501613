"""Shared words: rare groups of letters within a language, and concepts across languages."""

from collections.abc import Mapping, Sequence
from functools import cache

import numpy as np

from services.matcher.ranking.fitted.background import concept_shares
from services.matcher.ranking.items import Item
from services.matcher.ranking.signals.scene import Grid, Scene
from services.matcher.ranking.words import resemblances, share_words
from shared.glossary.concepts import Concept, concepts, glossary

LEAST_RARE = 0.3  #: what a concept that is everywhere still counts


def wording(scene: Scene) -> Mapping[str, Grid]:
    letters, same = _letters(scene), one_language(scene)
    asked, answered = _named(scene.asking.items), _named(scene.answering.items)
    about = _rows([item.about for item in scene.answering.items])
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


def one_language(scene: Scene) -> Grid:
    languages = [item.language for item in scene.answering.items]
    return np.array(
        [[share_words(item.language, other) for other in languages] for item in scene.asking.items]
    )


def _letters(scene: Scene) -> Grid:
    asked = [item.text for item in scene.asking.items]
    answered = [item.text for item in scene.answering.items]
    rarity = scene.background.rarity
    if len(answered) < len(asked):
        return np.stack([resemblances(text, asked, rarity=rarity) for text in answered], axis=1)
    return np.stack([resemblances(text, answered, rarity=rarity) for text in asked])


def _named(items: Sequence[Item]) -> Grid:
    return _rows([item.text for item in items])


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
