"""From a run to figures: over all needs, over each slice of them, and against another run."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deploy.evaluation.answers import Answer, Run, answers
from deploy.evaluation.figures import (
    FIGURES,
    Figure,
    Figures,
    draws,
    figures,
    lure_figure,
    measured,
)
from deploy.evaluation.sets import EvaluationSet

Scorer = Callable[[EvaluationSet], Awaitable[Run]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    needs: int
    figures: Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    overall: Slice
    slices: Mapping[str, Slice]  #: by tag, and by the languages of need and offer
    lures: Figures  #: by kind of lure: share of its needs that show one among the first five


async def evaluate(judged: EvaluationSet, scorer: Scorer) -> Report:
    return report(judged, await scorer(judged))


def report(judged: EvaluationSet, run: Run) -> Report:
    found = answers(judged, run)
    kinds = sorted({kind for answer in found for kind in answer.lures.values()})
    sliced = {**_by_tag(found), **_by_languages(judged, run)}
    return Report(
        overall=_slice(found),
        slices={name: _slice(part) for name, part in sliced.items()},
        lures=figures(found, chosen={kind: lure_figure(kind) for kind in kinds}),
    )


def _slice(found: Sequence[Answer]) -> Slice:
    return Slice(needs=len(found), figures=figures(found))


def _by_tag(found: Sequence[Answer]) -> dict[str, list[Answer]]:
    tagged: dict[str, list[Answer]] = defaultdict(list)
    for answer in found:
        for tag in answer.need.tags:
            tagged[tag].append(answer)
    return dict(sorted(tagged.items()))


def _by_languages(judged: EvaluationSet, run: Run) -> dict[str, list[Answer]]:
    """Needs of one language among offers of one language, where something fits."""
    languages = sorted({offer.language for offer in judged.offers.values()})
    paired: dict[str, list[Answer]] = defaultdict(list)
    for theirs in languages:
        for answer in answers(judged, run, language=theirs):
            if any(answer.ideal):
                paired[f"{answer.need.language} → {theirs}"].append(answer)
    return dict(sorted(paired.items()))


def differences(judged: EvaluationSet, run: Run, other: Run) -> Mapping[str, Figure]:
    """`run` less `other`, drawn with the same needs."""
    ours, theirs = answers(judged, run), answers(judged, other)
    weights = draws(len(ours))
    return {
        name: measured(np.asarray(weighed(ours, weights) - weighed(theirs, weights)))
        for name, weighed in FIGURES.items()
    }
