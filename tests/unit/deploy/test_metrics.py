"""Figures worked out by hand."""

import math

import numpy as np
import pytest

from deploy.evaluation import metrics, pooled

ONCE = np.ones((1, 1))

THIRD = 1 / math.log2(4)  # the discount of the third place is one half


def test_ndcg_by_hand():
    # Found: grade 1 first, grade 2 third. Best: grade 2 first, grade 1 second.
    found, best = 1 + 3 * THIRD, 3 + 1 / math.log2(3)

    assert metrics.ndcg([1, 0, 2], [2, 1]) == pytest.approx(found / best)


def test_ndcg_counts_what_was_never_proposed_and_looks_no_deeper_than_ten():
    assert metrics.ndcg([2], [2, 2]) == pytest.approx(3 / (3 + 3 / math.log2(3)))
    assert metrics.ndcg([0] * 10 + [2], [2]) == 0
    assert metrics.ndcg([2, 1, 0], [1, 2]) == 1
    assert metrics.ndcg([0, 0], [0, 0]) is None


@pytest.mark.parametrize(
    ("grades", "ideal", "expected"),
    [
        ([2, 1, 0, 0, 0, 2], [2, 2, 1], 0.5),
        ([2, 2], [2, 2], 1.0),
        ([], [2], 0.0),
        ([1, 1], [1, 1], None),
    ],
)
def test_recall_of_the_gladly_introduced_among_five(grades, ideal, expected):
    assert metrics.recall(grades, ideal) == expected


@pytest.mark.parametrize(
    ("grades", "expected"), [([0, 0, 1], 1 / 3), ([2], 1.0), ([0], 0.0), ([], 0.0)]
)
def test_reciprocal_rank(grades, expected):
    assert metrics.reciprocal_rank(grades) == expected


@pytest.mark.parametrize(
    ("grades", "grade", "expected"), [([1, 2], 1, 1.0), ([1, 2], 2, 0.0), ([], 1, 0.0)]
)
def test_first_place(grades, grade, expected):
    assert metrics.first_reaches(grades, grade) == expected


def test_auc_counts_pairs_in_right_order_and_ties_half():
    # Fitting 0.8 and 0.3 against 0.5 and 0.3: right, right, wrong, tie.
    pairs = [(0.8, True), (0.3, True), (0.5, False), (0.3, False)]

    assert pooled.auc([pairs], ONCE) == [(1 + 1 + 0 + 0.5) / 4]
    assert np.isnan(pooled.auc([[(0.5, True)]], ONCE))


def test_auc_of_many_needs_is_that_of_all_their_pairs_together():
    one, other = [(0.8, True), (0.5, False)], [(0.3, True), (0.3, False)]

    assert pooled.auc([one, other], np.ones((1, 2))) == pooled.auc([one + other], ONCE)
    assert pooled.auc([one, other], np.array([[2, 0]])) == 1


def test_calibration_error_by_hand():
    # Bin 0.9-1.0: mean 0.95, all fit: off by 0.05 for two. Bin 0.2-0.3: off by 0.25 for one.
    pairs = [(0.92, True), (0.98, True), (0.25, False)]

    assert pooled.calibration_error([pairs], ONCE) == pytest.approx((2 * 0.05 + 0.25) / 3)
    assert pooled.calibration_error([[(1.0, True), (0.0, False)]], ONCE) == 0
    assert np.isnan(pooled.calibration_error([[]], ONCE))


def test_precision_of_the_surest_quarter():
    firsts = [(0.9, True), (0.8, False), (0.2, True), (0.1, True), (0.05, False)]

    assert pooled.precision_of_surest(firsts, np.ones((1, 5))) == 1 / 2
    assert np.isnan(pooled.precision_of_surest([None], ONCE))


def test_a_need_drawn_twice_counts_twice_among_the_surest():
    firsts = [(0.9, False), (0.8, True), None]

    assert pooled.precision_of_surest(firsts, np.array([[1, 7, 9]])) == 1 / 2


def test_means_leave_out_what_does_not_exist():
    assert pooled.means([1.0, None, 0.0], np.ones((1, 3))) == 0.5
    assert np.isnan(pooled.means([None], ONCE))
