"""From bytes on a stream to an event we know, and back."""

from pydantic import ValidationError

from shared.events.base import LARGEST_EVENT, Event
from shared.events.contacts import (
    ContactErased,
    ContactInvited,
    ContactUpdated,
    CoordinatorUpdated,
    RegionUpdated,
)
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionOpened,
    IntroductionOutcome,
    IntroductionReminded,
    IntroductionSent,
)
from shared.events.listings import (
    IdeaClosed,
    IdeaPublished,
    NeedClosed,
    NeedPublished,
    OfferClosed,
    OfferPublished,
)
from shared.events.profiles import PartnerErased, ProfilePublished
from shared.events.regions import RegionConfigured
from shared.events.sign_ins import SignInRequested
from shared.events.suggestions import (
    QuestionAsked,
    SuggestionApproved,
    SuggestionProposed,
    SuggestionRejected,
    SuggestionWithdrawn,
)

EVENTS: tuple[type[Event], ...] = (
    ProfilePublished,
    PartnerErased,
    RegionConfigured,
    NeedPublished,
    OfferPublished,
    IdeaPublished,
    NeedClosed,
    OfferClosed,
    IdeaClosed,
    ContactUpdated,
    ContactErased,
    ContactInvited,
    CoordinatorUpdated,
    RegionUpdated,
    SignInRequested,
    SuggestionProposed,
    SuggestionApproved,
    SuggestionRejected,
    SuggestionWithdrawn,
    QuestionAsked,
    IntroductionOpened,
    IntroductionSent,
    IntroductionReminded,
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionOutcome,
)
BY_TYPE: dict[str, type[Event]] = {event.model_fields["type"].default: event for event in EVENTS}
UNKNOWN_TYPE = "unknown type"  #: begins the reason of such a dead letter


class UnreadableEvent(Exception):
    """The bytes on the stream are not an event we know."""


class UnknownType(UnreadableEvent):
    """Nobody has told us of this type: a newer version has, or nobody ever will."""

    def __init__(self, envelope: Event) -> None:
        super().__init__(f"{UNKNOWN_TYPE} {envelope.type[:100]!r}")
        self.envelope = envelope


class EventTooLarge(Exception):
    """The event is larger than 64 KB; store the text and send less of it."""


class _Envelope(Event):
    stream = ""
    data: dict[str, object]  # type: ignore[assignment]


def read_event(body: bytes) -> Event:
    """The event in `body`.

    Raises:
        UnknownType: an event, of a type that we do not know.
        UnreadableEvent: not JSON, or data that does not fit the type.
    """
    if len(body) > LARGEST_EVENT:
        raise UnreadableEvent(f"{len(body)} bytes are more than the {LARGEST_EVENT} allowed")
    try:
        envelope = _Envelope.model_validate_json(body)
        known = BY_TYPE.get(envelope.type)
        if known is None:
            raise UnknownType(envelope)
        return known.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])[:200]
        raise UnreadableEvent(f"{first['msg'][:300]} ({where or 'body'})") from error


def write_event(event: Event) -> bytes:
    """The event as the JSON that goes on its stream.

    Raises:
        EventTooLarge: more than 64 KB.
    """
    body = event.model_dump_json().encode()
    if len(body) > LARGEST_EVENT:
        raise EventTooLarge
    return body
