"""What the command line of provisioning takes, and what it refuses."""

from datetime import timedelta
from uuid import UUID

import pytest

from deploy.provision.errors import OptionOutOfPlace, PartnerNeeded, RegionNeeded
from deploy.provision.orders import read_order, sign_in_grant, token_grant
from shared.access.grant import Grant

PARTNER = "0190a0a0-0000-7000-8000-000000000001"


def order(words: str):
    return read_order(words.split())


def test_nothing_said_means_prepare_the_database():
    assert order("").order == "prepare"


@pytest.mark.parametrize(
    ("words", "grant"),
    [
        ("--role admin --label report", Grant(role="admin", name="report")),
        (
            "--role coordinator --region ostfold --region troms",
            Grant(role="coordinator", regions=("ostfold", "troms")),
        ),
        (f"--role partner --partner {PARTNER}", Grant(role="partner", partner_id=UUID(PARTNER))),
    ],
)
def test_a_token_is_for(words, grant):
    assert token_grant(order(f"token {words}")) == grant


def test_a_token_may_end():
    assert order("token --role admin --days 30").days == timedelta(days=30)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ("--role coordinator", RegionNeeded),
        ("--role partner", PartnerNeeded),
        ("--role admin --region ostfold", OptionOutOfPlace),
        (f"--role coordinator --region ostfold --partner {PARTNER}", OptionOutOfPlace),
    ],
)
def test_a_token_is_refused_when_role_and_options_disagree(words, refusal):
    with pytest.raises(refusal):
        token_grant(order(f"token {words}"))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("token", id="no role"),
        pytest.param("token --role king", id="unknown role"),
        pytest.param("token --role partner --partner 3", id="no id"),
        pytest.param("token --role admin --days 0", id="no days"),
        pytest.param("dance", id="unknown order"),
    ],
)
def test_other_words_end_with_the_usage(words, capsys):
    with pytest.raises(SystemExit):
        order(words)

    assert "usage:" in capsys.readouterr().err


def test_a_sign_in_link_without_regions_is_an_admins():
    assert sign_in_grant(order("sign-in")) == Grant(role="admin")
    assert sign_in_grant(order("sign-in --region ostfold")).role == "coordinator"
