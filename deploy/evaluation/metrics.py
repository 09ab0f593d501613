"""The figures of one need's proposals, each as a small function over plain values.

`grades` are those of its proposals, best proposal first; `ideal` are all grades of that need.
None means that the figure does not exist, as for a need that nothing fits.
"""

import math
from collections.abc import Sequence


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
