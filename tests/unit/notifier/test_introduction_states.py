"""How far an introduction has come, by what is known of it."""

import pytest

from services.notifier.domain.introductions import state_of

SENT = ("sent", "sent")


@pytest.mark.parametrize(
    ("letters", "answers", "outcome", "expected"),
    [
        pytest.param((), (), None, "waiting", id="no letters yet"),
        pytest.param(("waiting", "sent"), (), None, "waiting", id="one letter has left"),
        pytest.param(("unknown", "sent"), (), None, "waiting", id="one may have arrived"),
        pytest.param(("refused", "sent"), (), None, "waiting", id="one was refused"),
        pytest.param(SENT, (), None, "sent", id="both letters have left"),
        pytest.param(("unknown", "sent"), ("yes",), None, "one_answered", id="it had arrived"),
        pytest.param(SENT, ("yes",), None, "one_answered", id="one yes is not two"),
        pytest.param(SENT, ("yes", "yes"), None, "both_yes", id="two are"),
        pytest.param(SENT, ("yes", "not_now"), None, "one_answered", id="one does not want to"),
        pytest.param(SENT, ("yes", "yes"), "met", "met", id="the outcome decides"),
        pytest.param(SENT, (), "nothing", "nothing", id="an outcome needs no answers"),
        pytest.param(("waiting", "waiting"), (), "working", "working", id="nor letters"),
    ],
)
def test_the_farthest_thing_known_decides(letters, answers, outcome, expected):
    assert state_of(letters=letters, answers=answers, outcome=outcome) == expected
