"""When a delayed letter is tried again."""

from itertools import accumulate

import pytest

from services.notifier.domain.retries import RetryPlan

MINUTE, DAY = 60, 24 * 3600


@pytest.mark.parametrize(
    ("delay", "pauses"),
    [
        pytest.param("greylisted", [1, 3, 9, 27, 81, 240, 240], id="greylisted: soon, then rarely"),
        pytest.param("busy", [2, 4, 8, 16, 32, 64, 128, 240], id="busy: twice as long each time"),
        pytest.param("unreachable", [0.5, 1, 2, 4, 8, 15, 15], id="away: often, all wait for it"),
        pytest.param("timed_out", [1, 2, 4, 8, 16, 32, 60, 60], id="slow: at most an hour"),
    ],
)
def test_pauses_grow_by_what_was_in_the_way(delay, pauses):
    plan = RetryPlan()

    found = [plan.pause(delay, attempts=number) / MINUTE for number in range(1, len(pauses) + 1)]

    assert found == pauses
    assert plan.pause(delay, attempts=5_000) == pauses[-1] * MINUTE


@pytest.mark.parametrize(("delay", "fewest", "most"), [("greylisted", 20, 30), ("busy", 20, 30)])
def test_three_days_hold_a_reasonable_number_of_tries(delay, fewest, most):
    plan = RetryPlan()

    moments = accumulate(plan.pause(delay, attempts=attempts) for attempts in range(1, 100))
    tries = sum(moment <= plan.give_up_after for moment in moments)

    assert plan.give_up_after == 3 * DAY
    assert fewest <= tries <= most
