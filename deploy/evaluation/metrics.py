"""The figures of a ranking, each as a small function over plain values.

`grades` are those of one need's proposals, best proposal first; `ideal` are all grades of
that need. None means that the figure does not exist, as for a need that nothing fits.
"""

import math
from collections.abc import Sequence

Judged = tuple[float, bool]  #: the score of a pair, and whether its grade is at least 1

ECE_BINS = 10


def ndcg(grades: Sequence[int], ideal: Sequence[int], *, depth: int = 10) -> float | None:
    """Gain 2^grade - 1, discounted by log2 of the place plus one."""
    best = _gain(sorted(ideal, reverse=True)[:depth])
    return _gain(grades[:depth]) / best if best else None


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def recall(grades: Sequence[int], ideal: Sequence[int], *, depth: int = 5) -> float | None:
    """Share of what a coordinator would gladly introduce that is among the first."""
    wanted = sum(grade == 2 for grade in ideal)
    return sum(grade == 2 for grade in grades[:depth]) / wanted if wanted else None


def reciprocal_rank(grades: Sequence[int]) -> float:
    return next((1 / place for place, grade in enumerate(grades, start=1) if grade >= 1), 0.0)


def first_reaches(grades: Sequence[int], grade: int) -> float:
    return float(bool(grades) and grades[0] >= grade)


def auc(pairs: Sequence[Judged]) -> float | None:
    """Chance that a fitting pair scores above an unfitting one; ties count half."""
    fitting = sum(fits for _, fits in pairs)
    unfitting = len(pairs) - fitting
    if not fitting or not unfitting:
        return None
    ranks = _ranks([value for value, _ in pairs])
    above = sum(rank for rank, (_, fits) in zip(ranks, pairs, strict=True) if fits)
    return (above - fitting * (fitting + 1) / 2) / (fitting * unfitting)


def _ranks(values: Sequence[float]) -> list[float]:
    """Places from 1, lowest first; equal values share the mean of theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        start = end
    return ranks


def calibration_error(pairs: Sequence[Judged], *, bins: int = ECE_BINS) -> float | None:
    """Expected calibration error of the score read as the chance to fit, in equal-width bins."""
    if not pairs:
        return None
    binned: list[list[Judged]] = [[] for _ in range(bins)]
    for pair in pairs:
        binned[min(bins - 1, max(0, int(pair[0] * bins)))].append(pair)
    gaps = (abs(sum(value - fits for value, fits in found)) for found in binned)
    return sum(gaps) / len(pairs)


def precision_of_surest(firsts: Sequence[Judged], *, share: float = 0.25) -> float | None:
    """Share of fitting ones among the surest quarter of the first proposals."""
    if not firsts:
        return None
    surest = sorted(firsts, key=lambda first: -first[0])[: math.ceil(len(firsts) * share)]
    return sum(fits for _, fits in surest) / len(surest)


def mean(values: Sequence[float | None]) -> float | None:
    """Of those that exist."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
