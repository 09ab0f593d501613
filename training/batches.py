"""Draws batches: some needs of one room, an answer to each, and what only looks like one."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.statements import statement
from training.recipe import Draw
from training.rooms import Answer, Need, Room, Telling

MASKED = -1  #: neither fits nor fails: a partner's own, or the need itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Texts without prefix; `grades[i, j]` is what answer j is to need i."""

    needs: Sequence[str]
    answers: Sequence[str]
    grades: NDArray[np.int64]
    again: Mapping[int, str]  #: the same need in another language, by its place


class Drawing:
    """An endless row of batches, the same for the same seed."""

    def __init__(
        self, rooms: Sequence[Room], *, mixture: Mapping[str, float], draw: Draw, seed: int
    ) -> None:
        self._rooms = rooms
        self._draw = draw
        self._random = random.Random(seed)  # noqa: S311
        sizes = dict.fromkeys(mixture, 0)
        for room in rooms:
            sizes[room.kind] += len(room.needs)
        self._weights = [mixture[r.kind] * len(r.needs) / sizes[r.kind] for r in rooms]

    def batches(self, count: int) -> Iterator[Batch]:
        for _ in range(count):
            (room,) = self._random.choices(self._rooms, self._weights)
            yield self._batch(room)

    def _batch(self, room: Room) -> Batch:
        answered = [need for need in room.needs if any(room.grades.get(need.id, {}).values())]
        needs = self._random.sample(answered, min(self._draw.needs, len(answered)))
        keys = list(dict.fromkeys(key for need in needs for key in self._answers(room, need)))
        answers = [self._answer(room.answers[key]) for key in keys]
        grades = np.array([[_grade(room, need, key) for key in keys] for need in needs])
        languages = [self._random.choice(list(need.tellings)) for need in needs]
        echoes = [place for place in range(len(needs)) if self._chance(self._draw.need_as_answer)]
        for place in echoes:
            other = self._other_language(needs[place], languages[place])
            answers.append(self._told(needs[place].tellings[other]))
        echoed = np.zeros((len(needs), len(echoes)), np.int64)
        return Batch(
            needs=[
                self._told(need.tellings[language])
                for need, language in zip(needs, languages, strict=True)
            ],
            answers=answers,
            grades=np.concatenate([grades, echoed], axis=1),
            again=self._again(needs, languages),
        )

    def _answers(self, room: Room, need: Need) -> Iterator[str]:
        worth_a_look, gladly = room.answering(need.id, 1), room.answering(need.id, 2)
        first = worth_a_look if self._chance(self._draw.grade_1) else gladly
        yield self._random.choice(first or gladly or worth_a_look)
        lures = list(room.lures.get(need.id, {}))
        zeros = [key for key in room.answering(need.id, 0) if key not in lures]
        own = self._draw.own_lure if room.kind == "networks" else self._draw.own_near_miss
        if lures and self._chance(own):
            yield self._random.choice(lures)
        if zeros and self._chance(self._draw.judged_zero):
            yield self._random.choice(zeros)

    def _answer(self, answer: Answer) -> str:
        said = self._told(answer.telling)
        if answer.description and self._chance(self._draw.with_partner):
            return f"{said} {answer.description}"
        return said

    def _told(self, telling: Telling) -> str:
        short = telling.text and self._chance(self._draw.without_title)
        return statement(title="" if short else telling.title, text=telling.text)

    def _again(self, needs: Sequence[Need], languages: Sequence[str]) -> dict[int, str]:
        return {
            place: self._told(need.tellings[self._other_language(need, language)])
            for place, (need, language) in enumerate(zip(needs, languages, strict=True))
            if len(need.tellings) > 1 and self._chance(self._draw.in_another_language)
        }

    def _other_language(self, need: Need, language: str) -> str:
        others = [one for one in need.tellings if one != language]
        return self._random.choice(others) if others else language

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


def _grade(room: Room, need: Need, answer: str) -> int:
    if room.answers[answer].partner == need.partner:
        return MASKED
    return room.grade(need.id, answer)
