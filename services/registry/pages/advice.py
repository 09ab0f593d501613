"""What a page says to somebody who is writing: a title, one question, what is like it already."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.registry.actions.writing import alike
from services.registry.domain.drafts import Written
from services.registry.domain.listings import Listing
from services.registry.domain.pasted import plain
from services.registry.domain.questions import QUESTIONS, Question, best_question
from services.registry.domain.titles import proposed_title
from services.registry.pages.portal import Visit
from services.registry.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    title: str
    question: Question | None
    alike: Sequence[Listing]

    @property
    def says_something(self) -> bool:
        return bool(self.question or self.alike)


async def advice_on(
    database: Database, visit: Visit, written: Written, *, own_id: UUID | None = None
) -> Advice:
    """`own_id` is the listing that is being changed: it is like itself."""
    text = plain(written.text)
    async with database.transaction() as tx:
        listings = await tx.listings.find(partner_id=visit.partner.id, status="open")
    others = [listing for listing in listings if listing.id != own_id]
    return Advice(
        title=proposed_title(written.text),
        question=_question(visit, written, text),
        alike=alike(others, f"{written.title}\n{text}", kind=written.kind) if text else [],
    )


def _question(visit: Visit, written: Written, text: str) -> Question | None:
    """One that has been answered stays: the answer is to it."""
    if written.answer.strip():
        return next((one for one in QUESTIONS if one == written.asked), None)
    has_place = bool(written.place.strip()) or visit.partner.location.is_known
    return best_question(written.kind, text, has_place=has_place)
