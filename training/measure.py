"""How good plain similarity is with a model: on judged rooms, and on long English texts.

    python -m training.measure FOLDER [ROOM ...] [--examples] [--long FILE]

FOLDER is a sentence-transformers model; a ROOM is a folder of data. `--examples` measures the
held-out part of the examples too, `--long` texts of one JSON object a line.
"""

import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deploy.evaluation.metrics import first_reaches, ndcg
from services.matcher.ranking.statements import statement
from training.recipe import read_recipe
from training.rooms import Need, Room, Telling, network_room
from training.sources import held_out_examples

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str], str], Vectors]  #: texts and role to normalised vectors
DEPTH = 10
LURES_IN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    needs: int
    ndcg_10: float
    p_1: float
    across: float  #: nDCG@10 when only answers in other languages than the need's are there
    lures_5: float  #: of the needs with a lure, those that show one among the first five


def measure(room: Room, encode: Encode, *, with_partner: bool = True) -> Figures:
    answers = list(room.answers.values())
    said = [_said(answer.telling) for answer in answers]
    theirs = [encode(said, "passage")]
    if with_partner and any(answer.description for answer in answers):
        both = [f"{text} {a.description}" for text, a in zip(said, answers, strict=True)]
        theirs.append(encode(both, "passage"))
    asked = [(need, language) for need in room.needs for language in _languages(room, need)]
    mine = encode([_said(need.tellings[language]) for need, language in asked], "query")
    near = np.mean([mine @ vectors.T for vectors in theirs], axis=0)
    languages = np.array([answer.language for answer in answers])
    owners = np.array([answer.partner for answer in answers])
    found: dict[str, list[float | None]] = {"ndcg": [], "first": [], "across": [], "lure": []}
    for row, (need, language) in enumerate(asked):
        grades = np.array([room.grade(need.id, answer.id) for answer in answers])
        allowed = owners != need.partner
        order = np.argsort(-near[row], kind="stable")
        order = order[allowed[order]]
        found["ndcg"].append(_ndcg(grades, order))
        found["across"].append(_ndcg(grades, order[languages[order] != language]))
        if grades[allowed].any():
            found["first"].append(first_reaches(list(grades[order[:1]]), 1))
        lures = set(room.lures.get(need.id, {}))
        if lures:
            first = {answers[place].id for place in order[:LURES_IN]}
            found["lure"].append(float(bool(lures & first)))
    return Figures(
        needs=len(asked),
        ndcg_10=_mean(found["ndcg"]),
        p_1=_mean(found["first"]),
        across=_mean(found["across"]),
        lures_5=_mean(found["lure"]),
    )


def halves(texts: Sequence[str], encode: Encode) -> tuple[float, float]:
    """Hit@1 and hit@10 of the second half of each text among all second halves."""
    parted = [_parted(text) for text in texts]
    first = encode([one for one, _ in parted], "query")
    second = encode([other for _, other in parted], "passage")
    near = first @ second.T
    places = (near > np.diag(near)[:, None]).sum(axis=1)
    return float((places < 1).mean()), float((places < DEPTH).mean())


def _parted(text: str) -> tuple[str, str]:
    words = text.split()
    middle = len(words) // 2
    return " ".join(words[:middle]), " ".join(words[middle:])


def _languages(room: Room, need: Need) -> list[str]:
    """Networks tell each need in its own language; examples tell all in three."""
    return list(need.tellings)[: 1 if room.kind == "networks" else None]


def _said(telling: Telling) -> str:
    return statement(title=telling.title, text=telling.text)


def _ndcg(grades: NDArray[np.int64], order: NDArray[np.int64]) -> float | None:
    return ndcg(grades[order].tolist(), grades[order].tolist(), depth=DEPTH)


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else float("nan")


def joined(rooms: Sequence[Room], *, name: str) -> Room:
    """Rooms as one, where answers of one room never fit needs of another."""
    answers: dict[str, object] = {}
    grades: dict[str, Mapping[str, int]] = {}
    lures: dict[str, Mapping[str, str]] = {}
    for room in rooms:
        answers |= room.answers
        grades |= room.grades
        lures |= room.lures
    return Room(
        name=name,
        kind=rooms[0].kind,
        needs=[need for room in rooms for need in room.needs],
        answers=answers,  # type: ignore[arg-type]
        grades=grades,
        lures=lures,
    )


def encode_with(folder: Path) -> Encode:
    from sentence_transformers import SentenceTransformer

    return encoder_of(SentenceTransformer(str(folder)))


def encoder_of(model: object) -> Encode:
    def encode(texts: Sequence[str], role: str) -> Vectors:
        import torch

        with torch.autocast("cpu", dtype=torch.bfloat16):
            return np.asarray(
                model.encode([f"{role}: {text}" for text in texts], show_progress_bar=False),  # type: ignore[attr-defined]
                np.float32,
            )

    return encode


def table(rooms: Sequence[Room], encode: Encode) -> str:
    lines = ["room                 " + "".join(f"{f.name:>9}" for f in fields(Figures))]
    for room in rooms:
        figures = measure(room, encode)
        shown = (getattr(figures, field.name) for field in fields(Figures))
        cells = (f"{one:9d}" if isinstance(one, int) else f"{one:9.3f}" for one in shown)
        lines.append(f"{room.name:21}" + "".join(cells))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures plain similarity with a model.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("rooms", type=Path, nargs="*")
    parser.add_argument("--examples", action="store_true")
    parser.add_argument("--long", type=Path)
    options = parser.parse_args()
    encode = encode_with(options.folder)
    rooms = [network_room(folder) for folder in options.rooms]
    if options.examples:
        rooms.append(joined(held_out_examples(read_recipe().data), name="held-out examples"))
    print(table(rooms, encode))  # noqa: T201
    if options.long:
        texts = [json.loads(line)["text"] for line in options.long.read_text("utf-8").splitlines()]
        one, ten = halves([text for text in texts if len(text.split()) > 100], encode)
        print(f"long texts: hit@1 {one:.3f}, hit@10 {ten:.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
