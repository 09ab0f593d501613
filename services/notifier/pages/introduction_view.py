"""How an introduction is told on its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.notifier.domain.address_book import Contact
from services.notifier.domain.introductions import GivenAnswer
from services.notifier.domain.quotes import item_of
from services.notifier.domain.views import View
from services.notifier.letters.quoting import quotation
from shared.events.suggestions import Side
from shared.locale import Language, words
from shared.locale.formats import listed


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSide:
    """A partner on the page. `name` is empty where it may not be known who it is; `answer_is_told`
    says whether it may be known that they have not answered."""

    partner_id: UUID
    name: str
    title: str
    quote: str
    language: str
    contact: Contact | None
    answer: GivenAnswer | None
    answer_is_told: bool
    is_own: bool


def heading(view: View, language: Language) -> str:
    """The others, as a partner sees it; both, for a coordinator."""
    introduction = view.known.introduction
    own = view.principal.partner_id
    names = [side.partner_name for side in introduction.sides if side.partner_id != own]
    if not view.sees_all:
        return words(language)("introduction.unnamed")
    return listed([name or "–" for name in names], language)


def sides_for(view: View, contacts: Mapping[UUID, Contact]) -> Sequence[ShownSide]:
    return [_shown(view, side, contacts) for side in view.known.introduction.sides]


def _shown(view: View, side: Side, contacts: Mapping[UUID, Contact]) -> ShownSide:
    named = view.names(side.partner_id)
    answers = {given.partner_id: given for given in view.answers}
    return ShownSide(
        partner_id=side.partner_id,
        name=side.partner_name if named else "",
        title=side.title if named else "",
        quote=quotation(item_of(view.known.introduction, side)),
        language=side.language,
        contact=contacts.get(side.partner_id),
        answer=answers.get(side.partner_id),
        answer_is_told=named,
        is_own=view.principal.partner_id == side.partner_id,
    )
