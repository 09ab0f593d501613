"""Events with everything a test is not about filled in."""

from typing import Any
from uuid import uuid4

from shared.events.listings import ListingData, NeedPublished, OfferPublished
from shared.events.profiles import ProfileData, ProfilePublished


def a_profile(**given: Any) -> ProfilePublished:
    data = {"name": "Elvemo Biogass", "kind": "business", **given.pop("data", {})}
    return ProfilePublished(**_envelope(given), data=ProfileData(**data))


def a_need(**given: Any) -> NeedPublished:
    return NeedPublished(**_envelope(given), data=_listing("need", given.pop("data", {})))


def an_offer(**given: Any) -> OfferPublished:
    return OfferPublished(**_envelope(given), data=_listing("offer", given.pop("data", {})))


def _listing(kind: str, given: dict[str, Any]) -> ListingData:
    return ListingData(
        **{
            "partner_id": uuid4(),
            "kind": kind,
            "title": "Varme til veksthus",
            "text": "Vi ser etter en varmekilde på 30–45 grader.",
            "language": "nb",
            **given,
        }
    )


def _envelope(given: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in given.items() if key != "data"}
    return {"subject": uuid4(), "region": "ostfold", "version": 1, **rest}
