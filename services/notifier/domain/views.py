"""How much of an introduction one may see: a partner less than those who decide."""

from collections.abc import Sequence
from uuid import UUID

from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import GivenAnswer, Reply
from services.notifier.domain.letters import TrackedLetter
from shared.access.principal import Principal
from shared.events.introductions import IntroductionState


class View:
    def __init__(self, principal: Principal, known: Followed) -> None:
        self.principal = principal
        self.known = known

    @property
    def sees_all(self) -> bool:
        return self.principal.decides or self.known.introduction.names_shown

    def is_own(self, partner_id: UUID | None) -> bool:
        return self.principal.decides or self.principal.partner_id == partner_id

    def names(self, partner_id: UUID) -> bool:
        """Whether one may know that it is this partner."""
        return self.sees_all or self.is_own(partner_id)

    @property
    def state(self) -> IntroductionState:
        """Until names are shown nobody learns whether the other has answered."""
        state = self.known.introduction.state
        if state == "one_answered" and not (self.sees_all or self.answers):
            return "sent"
        return state

    @property
    def answers(self) -> Sequence[GivenAnswer]:
        return [given for given in self.known.answers if self.names(given.partner_id)]

    @property
    def letters(self) -> Sequence[TrackedLetter]:
        return [each for each in self.known.letters if self.is_own(each.partner_id)]

    @property
    def replies(self) -> Sequence[Reply]:
        return [reply for reply in self.known.replies if self.is_own(reply.partner_id)]
