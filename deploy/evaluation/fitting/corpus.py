"""How rare letter groups and concepts are: the same for every model."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from deploy.evaluation.fitting.examples import Example
from services.matcher.ranking.words import rarities
from shared.glossary.concepts import concepts, glossary


def texts_of(examples: Sequence[Example]) -> list[str]:
    return [
        told.text
        for one in examples
        for told in (*one.needs, *one.answers, *(miss for _, miss in one.near_misses))
    ]


def save_corpus(examples: Sequence[Example], out: Path) -> None:
    texts = texts_of(examples)
    named = Counter(concept.name for text in texts for concept in concepts(text))
    names = [concept.name for concept in glossary()]
    np.savez_compressed(
        out,
        letters=np.round(rarities(texts), 1).astype(np.float16),
        concepts=np.array(names),
        shares=np.array([named[name] / len(texts) for name in names], np.float32),
    )
