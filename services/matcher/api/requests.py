"""What programs may send, field by field."""

import unicodedata
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from shared.events.suggestions import QuestionCode, RejectionReason
from shared.locale.formats import TIME_ZONE

LONGEST_NOTE = 2_000
LAYOUT = "\n\t"
NEVER_SHOWN = {"Cc", "Cs"}  #: control characters and half surrogates
DATE_LENGTH = len("2026-11-23")

ONE_PROVIDER = "Give either provider_listing or provider_capability."


def _plain(text: Any) -> Any:
    if not isinstance(text, str):
        return text
    text = text.replace("\r\n", "\n").strip()
    for character in text:
        if character not in LAYOUT and unicodedata.category(character) in NEVER_SHOWN:
            raise ValueError(f"Remove the character U+{ord(character):04X}.")
    return text


def _moment(value: Any) -> Any:
    """A date alone means the morning of that day in Norway; a bare number means nothing."""
    if isinstance(value, str) and len(value) == DATE_LENGTH:
        try:
            return datetime.fromisoformat(value).replace(tzinfo=TIME_ZONE)
        except ValueError:
            raise ValueError("Write the date like this: 2026-11-23.") from None
    if not isinstance(value, str | datetime) or (isinstance(value, str) and value.isdigit()):
        raise ValueError("Write the time like this: 2026-11-23T14:32:00Z.")
    return value


Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE), BeforeValidator(_plain)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment)]


class Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Approval(Body):
    note: Note | None = None  #: a line from the coordinator at the top of both letters


class Rejection(Body):
    reason: RejectionReason
    note: Note = ""  #: stays among coordinators


class Snooze(Body):
    until: Moment


class Question(Body):
    question: QuestionCode
    note: Note = ""  #: a line from the coordinator at the top of the letter


class PairByHand(Body):
    seeker_listing: UUID
    provider_listing: UUID | None = None
    provider_capability: UUID | None = None
    #: Listings or capabilities of others that make it a group.
    others: list[UUID] = Field(default=[], max_length=3)
    note: Note = ""

    @model_validator(mode="after")
    def _has_one_provider(self) -> "PairByHand":
        if (self.provider_listing is None) == (self.provider_capability is None):
            raise ValueError(ONE_PROVIDER)
        return self

    @property
    def provider(self) -> tuple[UUID, str]:
        """The id of the provider and the name of the field it came in."""
        if self.provider_listing:
            return self.provider_listing, "provider_listing"
        assert self.provider_capability, "one of the two is given"
        return self.provider_capability, "provider_capability"
