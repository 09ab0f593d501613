"""When a delayed letter is tried again."""

from itertools import accumulate

import pytest

from services.notifier.domain.retries import RetryPlan

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [
        pytest.param(1, MINUTE, id="a minute after the first try"),
        pytest.param(2, 2 * MINUTE, id="twice as long after the second"),
        pytest.param(8, 128 * MINUTE, id="hours after the eighth"),
        pytest.param(9, 4 * HOUR, id="never longer than four hours"),
        pytest.param(5_000, 4 * HOUR, id="however often"),
    ],
)
def test_pauses_grow_up_to_the_longest(attempts, pause):
    assert RetryPlan().pause(attempts=attempts) == pause


def test_three_days_hold_a_reasonable_number_of_tries():
    plan = RetryPlan()

    moments = accumulate(plan.pause(attempts=attempts) for attempts in range(1, 100))
    tries = sum(moment <= plan.give_up_after for moment in moments)

    assert plan.give_up_after == 3 * DAY
    assert 20 <= tries <= 30
