"""What came of an introduction, as somebody reported it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.events.introductions import (
    Certainty,
    EmissionScope,
    IntroductionState,
    OutcomeResult,
)

STATE_AFTER: dict[OutcomeResult, IntroductionState] = {
    "met": "met",
    "working": "working",
    "pilot": "working",
    "contract": "working",
    "nothing": "nothing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`method` is how the tonnes of CO2e a year were arrived at, `reason` why it came to nothing.

    A figure that nobody called confirmed is an estimate.
    """

    result: OutcomeResult
    co2e_tonnes: float | None = None
    certainty: Certainty | None = None
    scope: EmissionScope | None = None
    method: str = ""
    reason: str = ""
    note: str = ""

    @property
    def how_certain(self) -> Certainty | None:
        return None if self.co2e_tonnes is None else self.certainty or "estimated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedOutcome(Report):
    """`reported_by_partner_id` is None where a coordinator reported."""

    introduction_id: UUID
    reported_by_partner_id: UUID | None
    reported_at: datetime
