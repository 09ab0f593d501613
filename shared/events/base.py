"""What every event on our streams has in common (CloudEvents 1.0 attribute names)."""

from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from uuid6 import uuid7

from shared.clock import utc_now

LARGEST_EVENT = 64 * 1024  #: bytes of JSON

Source = Literal["registry", "matcher", "notifier"]


class EventData(BaseModel):
    """The whole current state of an aggregate. Fields are only ever added, with defaults."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Event(BaseModel):
    """A fact that already happened, named in the past tense.

    `id` is the idempotency key; `version` counts the changes of the aggregate `subject`, so
    that a reader can tell old news from new.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    stream: ClassVar[str]

    specversion: Literal["1.0"] = "1.0"
    id: UUID = Field(default_factory=uuid7)
    type: str
    source: Source
    subject: UUID
    time: AwareDatetime = Field(default_factory=utc_now)
    region: str
    version: int = Field(ge=1)
    data: EventData
