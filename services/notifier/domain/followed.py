"""An introduction with all that is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifier.domain.introductions import GivenAnswer, Introduction, Reply, state_of
from services.notifier.domain.letters import TrackedLetter
from services.notifier.domain.outcomes import ReportedOutcome
from shared.events.introductions import Certainty, IntroductionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """`outcomes` are newest first."""

    introduction: Introduction
    letters: Sequence[TrackedLetter]
    answers: Sequence[GivenAnswer]
    outcomes: Sequence[ReportedOutcome]
    replies: Sequence[Reply]

    @property
    def outcome(self) -> ReportedOutcome | None:
        return self.outcomes[0] if self.outcomes else None

    @property
    def asking_letters(self) -> list[TrackedLetter]:
        """Those that first asked each partner for an answer."""
        kind = "question" if self.introduction.asks_first else "introduction"
        return [letter for letter in self.letters if letter.kind == kind]

    @property
    def is_sent(self) -> bool:
        letters = self.asking_letters
        return bool(letters) and all(letter.state == "sent" for letter in letters)

    @property
    def state(self) -> IntroductionState:
        return state_of(
            letters=[letter.state for letter in self.asking_letters],
            answers=[given.answer for given in self.answers],
            outcome=self.outcome.result if self.outcome else None,
            partners=len(self.introduction.sides),
            asks_first=bool(self.introduction.asks_first),
        )

    def answer_of(self, partner_id: UUID) -> GivenAnswer | None:
        return next((given for given in self.answers if given.partner_id == partner_id), None)

    def figure(self, certainty: Certainty) -> ReportedOutcome | None:
        """The last report of tonnes of CO2e that were estimated, or confirmed."""
        return next((one for one in self.outcomes if one.how_certain == certainty), None)

    def sent_to(self, partner_id: UUID) -> datetime | None:
        """When the first letter to this partner was accepted by the mail server."""
        times = [each.sent_at for each in self.letters if each.partner_id == partner_id]
        return min(filter(None, times), default=None)
