"""Months are counted as people count them, and a listing is renewed once."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from services.registry.domain.days import months_after
from services.registry.domain.listings import Listing
from services.registry.domain.locations import Location
from shared.clock import utc_now

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 27), 3, date(2027, 2, 27)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_later(day, months, later):
    assert months_after(day, months) == later


def a_listing(**given):
    now = utc_now()
    listing = Listing(
        id=uuid4(),
        partner_id=uuid4(),
        region="ostfold",
        kind="need",
        title="Kasser",
        text="Vi trenger kasser",
        language="nb",
        location=Location(place="Moss"),
        has_own_place=False,
        expires_on=date(2026, 12, 1),
        status="open",
        version=1,
        created_at=now,
        updated_at=now,
    )
    return replace(listing, **given)


@pytest.mark.parametrize(
    ("given", "until"),
    [
        ({}, date(2027, 2, 27)),
        ({"status": "expired", "expires_on": date(2026, 1, 1)}, date(2027, 2, 27)),
        ({"status": "closed", "expires_on": None, "close_reason": "found"}, date(2027, 2, 27)),
        ({"status": "closed", "expires_on": date(2028, 1, 1)}, date(2028, 1, 1)),
    ],
)
def test_a_renewed_listing_is_open_for_three_months_at_least(given, until):
    renewed = a_listing(**given).renewed(today=TODAY)

    assert (renewed.status, renewed.expires_on, renewed.close_reason) == ("open", until, None)
    assert renewed.version == 2
    assert renewed.renewed(today=TODAY) == renewed


@pytest.mark.parametrize("expires_on", [None, date(2028, 1, 1)])
def test_what_is_open_for_longer_is_left_alone(expires_on):
    listing = a_listing(expires_on=expires_on)

    assert listing.renewed(today=TODAY) is listing
