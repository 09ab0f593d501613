"""Training examples: a need in three languages, good answers, and near misses with why.

An example is `{"need": {LANGUAGE: {title, text}}, "offer": {language, title, text}, "offer2": …,
"hard": [{why, language, title, text}, …]}`, one a line of `*.jsonl`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.evaluation.errors import EvaluationSetBroken
from services.matcher.ranking.statements import statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    language: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    needs: tuple[Told, ...]
    answers: tuple[Told, ...]
    near_misses: tuple[tuple[str, Told], ...]  #: why, and the text


def read_examples(folder: Path) -> list[Example]:
    found = [_example(one) for path in sorted(folder.glob("*.jsonl")) for one in _lines(path)]
    if not found:
        raise EvaluationSetBroken(f"{folder}: no examples in *.jsonl.")
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            yield json.loads(line)
        except ValueError as error:
            raise EvaluationSetBroken(f"{path}, line {number}: is not JSON.") from error


def _example(kept: dict[str, Any]) -> Example:
    return Example(
        needs=tuple(
            Told(language=language, text=statement(**need))
            for language, need in kept["need"].items()
        ),
        answers=tuple(_told(kept[name]) for name in ("offer", "offer2") if name in kept),
        near_misses=tuple((miss["why"], _told(miss)) for miss in kept.get("hard", ())),
    )


def _told(kept: dict[str, Any]) -> Told:
    text = statement(title=kept.get("title") or "", text=kept["text"])
    return Told(language=kept["language"], text=text)
