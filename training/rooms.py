"""What is taught from: needs and answers that were judged together, as one room each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.evaluation.sets import read_set


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    id: str
    partner: str
    tellings: Mapping[str, Telling]  #: by language; the first is the original


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    id: str
    partner: str
    language: str
    telling: Telling
    description: str = ""  #: what its partner says of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Within a room, what has no grade does not fit."""

    name: str
    kind: str  #: "examples" or "networks"
    needs: Sequence[Need]
    answers: Mapping[str, Answer]
    grades: Mapping[str, Mapping[str, int]]  #: need -> answer -> 0, 1, 2
    lures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def grade(self, need: str, answer: str) -> int:
        return self.grades.get(need, {}).get(answer, 0)

    def answering(self, need: str, grade: int) -> list[str]:
        return [answer for answer, its in self.grades.get(need, {}).items() if its == grade]


def network_room(folder: Path) -> Room:
    judged = read_set(folder)
    tellings = _translations(folder / "translations.jsonl")
    needs = [
        Need(
            id=need.id,
            partner=need.partner_id,
            tellings={need.language: Telling(title=need.title, text=need.text)}
            | {k: v for k, v in tellings.get(need.id, {}).items() if k != need.language},
        )
        for need in judged.needs.values()
    ]
    answers = {
        offer.id: Answer(
            id=offer.id,
            partner=offer.partner_id,
            language=offer.language,
            telling=Telling(title=offer.title, text=offer.text),
            description=judged.partners[offer.partner_id].description,
        )
        for offer in judged.offers.values()
    }
    return Room(
        name=folder.name,
        kind="networks",
        needs=needs,
        answers=answers,
        grades=judged.grades,
        lures=judged.lures,
    )


def example_room(path: Path, *, every: int = 0, held_out: bool = False) -> Room:
    """One file of examples, or all but each n-th of them, or only those."""
    needs: list[Need] = []
    answers: dict[str, Answer] = {}
    grades: dict[str, dict[str, int]] = {}
    lures: dict[str, dict[str, str]] = {}
    for number, example in enumerate(_lines(path)):
        if every and (number % every == every - 1) is not held_out:
            continue
        name = f"{path.stem}{number}"
        needs.append(_need(name, example["need"]))
        found = {f"{name}-{one}": example[one] for one in ("offer", "offer2")}
        missed = {f"{name}-miss{place}": one for place, one in enumerate(example["hard"])}
        answers |= {key: _answer(key, name, one) for key, one in (found | missed).items()}
        grades[name] = dict.fromkeys(found, 2) | dict.fromkeys(missed, 0)
        lures[name] = {key: one["why"] for key, one in missed.items() if one["why"] != "topic"}
    return Room(
        name=path.stem, kind="examples", needs=needs, answers=answers, grades=grades, lures=lures
    )


def _need(name: str, tellings: dict[str, dict[str, str]]) -> Need:
    told = {language: _telling(one) for language, one in tellings.items()}
    return Need(id=name, partner=name, tellings=told)


def _answer(key: str, name: str, one: dict[str, str]) -> Answer:
    return Answer(id=key, partner=f"{name}-other", language=one["language"], telling=_telling(one))


def _telling(one: Mapping[str, str]) -> Telling:
    return Telling(title=one["title"], text=one["text"])


def _translations(path: Path) -> dict[str, dict[str, Telling]]:
    if not path.exists():
        return {}
    return {
        one["id"]: {key: _telling(told) for key, told in one.items() if key != "id"}
        for one in _lines(path)
    }


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
