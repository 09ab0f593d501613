"""What each kind of letter tells. The facts are kept with the letter, so that it can be written
when it is known whom to write to, and written anew when that changes.

Add fields with defaults: what is kept must stay readable.
"""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from shared.events.listings import ListingKind
from shared.events.suggestions import QuestionCode

LetterKind = Literal[
    "introduction",
    "question",
    "reminder",
    "thanks",
    "nothing_came",
    "outcome_question",
    "digest",
    "expiring",
    "invitation",
    "monday",
    "nobody_fits",
    "undelivered",
    "new_contact",
]
#: The first letter about an introduction: with it the two have been asked.
OPENING_KINDS: frozenset[LetterKind] = frozenset({"introduction", "question"})


class LetterFacts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: LetterKind


class OpeningFacts(LetterFacts):
    """The rest is told by the introduction. Subject and body are a coordinator's own words in
    place of ours; None leaves them to us."""

    subject: str | None = None
    body: str | None = None


class IntroductionFacts(OpeningFacts):
    """Each learns who the other is."""

    kind: Literal["introduction"] = "introduction"


class QuestionFacts(OpeningFacts):
    """Would you talk to somebody? Names nobody: asked before the two are introduced."""

    kind: Literal["question"] = "question"


class ReminderFacts(LetterFacts):
    """`days` since the first letter."""

    kind: Literal["reminder"] = "reminder"
    days: int
    other_said_yes: bool = False
    is_last: bool = False


class ThanksFacts(LetterFacts):
    """Both have said yes: thanks, how to reach the other, and a next step."""

    kind: Literal["thanks"] = "thanks"


class NothingCameFacts(LetterFacts):
    """To one who was asked without names: nothing came of it. No reason and no name."""

    kind: Literal["nothing_came"] = "nothing_came"


class OutcomeQuestionFacts(LetterFacts):
    """What came of it, `weeks` after both had said yes?"""

    kind: Literal["outcome_question"] = "outcome_question"
    weeks: int


class OpenIntroduction(BaseModel):
    """One that waits for the reader's answer; `other` is empty while names are not shown."""

    introduction_id: UUID
    other: str = ""


class NewListing(BaseModel):
    listing_id: UUID
    listing_kind: ListingKind
    title: str
    partner_name: str
    language: str = ""


class DigestFacts(LetterFacts):
    """A week's news for a contact; sent only where there is something in it."""

    kind: Literal["digest"] = "digest"
    waiting: tuple[OpenIntroduction, ...] = ()
    new: tuple[NewListing, ...] = ()


class ExpiringFacts(LetterFacts):
    """A listing of the reader's own is about to expire."""

    kind: Literal["expiring"] = "expiring"
    listing_id: UUID
    listing_kind: ListingKind
    title: str
    expires_on: date


class InvitationFacts(LetterFacts):
    """Sign in for the first time."""

    kind: Literal["invitation"] = "invitation"
    partner_name: str
    invited_by: str = ""
    had_applied: bool = False


class LostLetter(BaseModel):
    partner_name: str


class MondayFacts(LetterFacts):
    """A coordinator's week; `top` is the title of what is best in the queue."""

    kind: Literal["monday"] = "monday"
    region_name: str
    waiting: int = 0
    very_good: int = 0
    top: str = ""
    new_listings: int = 0
    both_yes: int = 0
    stalled: int = 0
    without_match: int = 0
    undelivered: tuple[LostLetter, ...] = ()


class NobodyFitsFacts(LetterFacts):
    """Nobody fits a listing of the reader's own. `question` is what would help most, `note` the
    coordinator's own line, `days` how long it has been open."""

    kind: Literal["nobody_fits"] = "nobody_fits"
    listing_id: UUID
    listing_kind: ListingKind
    title: str
    question: QuestionCode | None = None
    note: str = ""
    days: int | None = None


class UndeliveredFacts(LetterFacts):
    """To a coordinator: a letter to this partner came back, and the address is not used again."""

    kind: Literal["undelivered"] = "undelivered"
    partner_id: UUID
    partner_name: str


class NewContactFacts(LetterFacts):
    """To whom we can still reach at a partner: an address of yours has ceased to work."""

    kind: Literal["new_contact"] = "new_contact"
    lost_name: str = ""


AnyFacts = (
    IntroductionFacts
    | QuestionFacts
    | ReminderFacts
    | ThanksFacts
    | NothingCameFacts
    | OutcomeQuestionFacts
    | DigestFacts
    | ExpiringFacts
    | InvitationFacts
    | MondayFacts
    | NobodyFitsFacts
    | UndeliveredFacts
    | NewContactFacts
)
FACTS: TypeAdapter[AnyFacts] = TypeAdapter(Annotated[AnyFacts, Field(discriminator="kind")])
