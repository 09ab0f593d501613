import base64

import pytest

from deploy.provision.scram import PasswordNotPlain, verifier


def test_the_example_of_the_standard():
    """RFC 7677, section 3: password "pencil"; the server key signs as its last message says."""
    salt = base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")

    made = verifier("pencil", salt=salt)

    assert made == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
        "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:"
        "wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )


def test_the_same_password_is_kept_differently_each_time():
    assert verifier("pencil") != verifier("pencil")


@pytest.mark.parametrize("password", ["", "smørbrød", "line\nbreak"])
def test_a_password_that_programs_might_read_differently_is_refused(password):
    with pytest.raises(PasswordNotPlain):
        verifier(password)
