"""An introduction as the two partners may see it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.events.introductions import Answer, IntroductionState, Outcome

#: States in which an answer is still of use.
AWAITING: frozenset[IntroductionState] = frozenset({"sent", "one_answered"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Seen from one partner. `others` holds the names of the other side, and is empty as long as
    the two have not been told who the other is, or when these have been erased."""

    id: UUID
    state: IntroductionState
    own_item_id: UUID | None
    others: tuple[str, ...]
    names_shown: bool
    own_answer: Answer | None
    own_answer_at: datetime | None
    other_has_answered: bool
    sent_at: datetime | None
    updated_at: datetime
    outcome: Outcome | None = field(default=None)

    @property
    def waits_for_us(self) -> bool:
        return self.state in AWAITING and self.own_answer is None

    @property
    def waits_for_outcome(self) -> bool:
        """Both want to, or have met: how it went is what is asked next."""
        return self.state in {"both_yes", "met"}
