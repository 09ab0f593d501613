"""A good answer must lie nearer to its need than whatever is graded lower."""

from typing import Any

import torch

from training.recipe import LossWeights

FAR = -1e4


def graded_loss(needs: Any, answers: Any, grades: Any, weights: LossWeights) -> Any:
    """InfoNCE over a batch of normalised vectors; grades 2, 1, 0, and negative for masked."""
    near = needs @ answers.T / weights.temperature
    return _one_way(near, grades, weights) + weights.from_answers * _one_way(
        near.T, grades.T, weights
    )


def _one_way(near: Any, grades: Any, weights: LossWeights) -> Any:
    total, count = near.new_zeros(()), 0.0
    for grade, weight in ((2, 1.0), (1, weights.grade_1)):
        rows, columns = torch.nonzero(grades == grade, as_tuple=True)
        if not len(rows):
            continue
        lower = (grades[rows] < grade) & (grades[rows] >= 0)
        against = near[rows].masked_fill(~lower, FAR).logsumexp(dim=1)
        good = near[rows, columns]
        total = total + weight * (torch.logaddexp(against, good) - good).sum()
        count += weight * len(rows)
    return total / max(count, 1.0)


def same_need_loss(tellings: Any, others: Any, weights: LossWeights) -> Any:
    """Two tellings of one need lie together, apart from other needs."""
    near = tellings @ others.T / weights.temperature
    places = torch.arange(len(near))
    loss = torch.nn.functional.cross_entropy
    return (loss(near, places) + loss(near.T, places)) / 2
