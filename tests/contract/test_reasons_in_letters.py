"""What the matcher finds in two texts is what their letters say, in each reader's language."""

from datetime import UTC, datetime
from uuid import uuid4

from services.matcher.domain.suggestions import Suggestion
from services.matcher.domain.told import decision_event
from services.notifier.letters.samples import DAIRY, GREENHOUSE
from shared.events.suggestions import SuggestionApproved
from tests.unit.matcher.test_domain_reasons import half
from tests.unit.notifier.letter_samples import a_letter

SEEKER = half("need", "Vi bruker 1 520 MWh i året, og trenger varme fra våren 2040.")
PROVIDER = half("offer", "We have 1,400 MWh a year of waste heat, from May 2040. Not in July.")


def an_approval() -> SuggestionApproved:
    event = decision_event(
        Suggestion(
            id=uuid4(),
            region="ostfold",
            kind="supply",
            status="approved",
            by_hand=False,
            score=0.7,
            parts={"meaning": 5.0, "polarity": -0.4},
            evidence=(),
            distance_km=None,
            proposed_at=datetime(2026, 11, 27, tzinfo=UTC),
            decided_at=None,
            decided_by=None,
            decider="",
            reason=None,
            note="",
            snoozed_until=None,
            leaves_at=None,
            version=1,
            seeker=SEEKER,
            provider=PROVIDER,
        )
    )
    read = SuggestionApproved.model_validate_json(event.model_dump_json())
    assert isinstance(read, SuggestionApproved)
    return read


def test_amounts_and_times_of_the_event_stand_in_the_letters_of_both():
    data = an_approval().data
    why = {"speaks_for": data.speaks_for, "speaks_against": data.speaks_against}

    to_seeker = a_letter(to=GREENHOUSE, about=DAIRY, **why).text.replace("\xa0", " ")
    to_provider = a_letter(language="en", **why).text.replace("\xa0", " ")

    assert "De har 1 400 MWh i året, og dere trenger 1 520 MWh i året." in to_seeker
    assert "Begge kan mai 2040." in to_seeker
    assert "Teksten tar et forbehold, så spør om det." in to_seeker
    assert "You have 1,400 MWh a year, and they need 1,520 MWh a year." in to_provider
    assert "A time that suits both: May 2040." in to_provider
