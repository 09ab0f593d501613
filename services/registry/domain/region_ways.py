"""How a region works: its letters, its pace, its matching and its colour."""

from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from services.registry.domain.records import Language, Record

ReplyTo = Literal["coordinator", "other"]
#: Designsystemet's; danger, success and the like mean something of their own.
Colour = Literal["brand1", "brand2", "accent", "neutral"]

ALL_LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
REMINDER_DAYS = (7, 21)
LAST_REMINDER_DAY = 45
MOST_REMINDERS = 5

Cap = Annotated[int | None, Field(ge=1, le=1000)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
ReminderDay = Annotated[int, Field(ge=1, le=LAST_REMINDER_DAY)]


class RegionWays(Record):
    """Without any of it a region does what it always did: no cap, no pause, direct introductions.

    A cap of None is no cap; a `threshold` of None leaves it to the matcher.
    """

    language: Language = "nb"
    languages: tuple[Language, ...] = Field(default=ALL_LANGUAGES, min_length=1, max_length=3)
    reply_to: ReplyTo = "coordinator"
    asks_first: bool = False
    proposes_time: bool = False
    introductions_a_month: Cap = None
    open_introductions: Cap = None
    reminder_days: tuple[ReminderDay, ...] = Field(default=REMINDER_DAYS, max_length=MOST_REMINDERS)
    pauses_in_july: bool = False
    keeps_quiet_hours: bool = False
    threshold: Share | None = None
    open_suggestions: Cap = None
    bridging: Share = 0.0
    crosses_regions: bool = False
    nobody_fits_days: int = Field(default=30, ge=1, le=365)
    nothing_got_months: int = Field(default=6, ge=1, le=36)
    colour: Colour | None = None

    @field_validator("languages")
    @classmethod
    def _each_once(cls, languages: tuple[Language, ...]) -> tuple[Language, ...]:
        return tuple(one for one in ALL_LANGUAGES if one in languages)

    @field_validator("reminder_days")
    @classmethod
    def _in_order(cls, days: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(days)))

    @model_validator(mode="after")
    def _reads_its_own_language(self) -> Self:
        if self.language not in self.languages:
            raise ValueError("Name the region's own language among its languages.")
        return self
