"""Draws the queue with one suggestion open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal, get_args
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.matcher.actions.deciding import visible
from services.matcher.api.requests import LONGEST_NOTE
from services.matcher.domain.errors import SuggestionUnknown
from services.matcher.domain.reasons import fit_of
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.card import card, heading
from services.matcher.pages.look import HOME, masthead
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.clock import utc_now
from shared.events.suggestions import RejectionReason
from shared.web.language import language_of
from shared.web.templating import Pages

JUST_DECIDED = {"approved", "rejected", "snoozed"}
SHOWN = 50  #: of the queue, beside the card
SNOOZE_DAYS = 14  #: proposed to who snoozes

Opened = Literal["reject", "snooze"]
REASONS: tuple[RejectionReason, ...] = get_args(RejectionReason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person has typed and what is to be mended, so that nothing is typed twice."""

    note: str = ""
    reason: str = ""
    until: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What to show: `selected` None is the best one; `refused` tells why nothing was changed."""

    selected: UUID | None = None
    opened: Opened | None = None
    decided: UUID | None = None
    refused: str = ""
    typed: Typed = field(default_factory=Typed)
    status: int = 200


async def queue_page(
    request: Request, pages: Pages, database: Database, *, principal: Principal, view: View
) -> Response:
    """Raises SuggestionUnknown when the selected one is not theirs to see."""
    regions = principal.regions_seen()
    async with database.transaction() as tx:
        waiting = await tx.suggestions.count(regions=regions, status="proposed")
        queue = await tx.suggestions.find(regions=regions, status="proposed", limit=SHOWN)
        selected = queue[0] if queue else None
        if view.selected:
            selected = await visible(tx, view.selected, to=principal)
        decided = await _decided(tx, view.decided, to=principal)
    language = language_of(request)
    return pages.render(
        request,
        "queue.html",
        status=view.status,
        masthead=masthead(principal, language=language, waiting=waiting),
        home=HOME,
        csrf_token=principal.csrf_token or "",
        waiting=waiting,
        queue=queue,
        card=card(selected) if selected else None,
        place=_place(queue, selected),
        heading=heading,
        fit_of=fit_of,
        decided=decided,
        view=view,
        reasons_known=REASONS,
        longest_note=LONGEST_NOTE,
        proposed_until=(utc_now() + timedelta(days=SNOOZE_DAYS)).date().isoformat(),
        tomorrow=(utc_now() + timedelta(days=1)).date().isoformat(),
    )


async def _decided(tx: Transaction, decided: UUID | None, *, to: Principal) -> Suggestion | None:
    """What was decided a moment ago; an address may name anything, so it is looked at closely."""
    try:
        suggestion = await visible(tx, decided, to=to) if decided else None
    except SuggestionUnknown:
        return None
    return suggestion if suggestion and suggestion.status in JUST_DECIDED else None


def _place(queue: list[Suggestion], selected: Suggestion | None) -> int | None:
    """Which in the queue it is, counted from one."""
    ids = [one.id for one in queue]
    return ids.index(selected.id) + 1 if selected and selected.id in ids else None
