"""Draws the queue with one suggestion open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.matcher.actions.deciding import visible
from services.matcher.api.requests import LONGEST_NOTE
from services.matcher.domain.queue import Around, Filters, place_of
from services.matcher.domain.reasons import fit_of
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.card import Card, card, heading
from services.matcher.pages.filters import Links, filters_of
from services.matcher.pages.look import HOME, masthead
from services.matcher.pages.notices import notices
from services.matcher.pages.options import REASONS, filter_options
from services.matcher.pages.reasons import against_words, for_words
from services.matcher.pages.shortcuts import SHORTCUTS, are_wanted
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.clock import utc_now
from shared.web.cursors import decode_cursor, encode_cursor
from shared.web.language import language_of
from shared.web.templating import Pages

SHOWN = 25  #: of the queue at a time, beside the card
SNOOZE_DAYS = 14  #: proposed to who snoozes
QUICK_SNOOZES = (7, 30, 90)  #: days, one press each

Opened = Literal["reject", "snooze", "edit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person has typed and what is to be mended, so that nothing is typed twice."""

    note: str = ""
    reason: str = ""
    until: str = ""
    chosen: Sequence[str] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What to show: `selected` None is the best one; `refused` tells why nothing was changed.

    `mode` shows the whole queue on narrow screens too, to `select` several or to read it.
    """

    selected: UUID | None = None
    opened: Opened | None = None
    decided: Sequence[UUID] = ()
    undone: Sequence[UUID] = ()
    refused: Sequence[str] = ()
    cursor: str | None = None
    mode: Literal["select", "whole"] | None = None
    typed: Typed = field(default_factory=Typed)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """The suggestion on the card, and where in the queue it stands."""

    card: Card | None = None
    around: Around | None = None


class QueuePage:
    """`grace` is how long a decision can be undone."""

    def __init__(self, database: Database, pages: Pages, *, grace: timedelta) -> None:
        self._database = database
        self._pages = pages
        self._grace = grace

    async def answer(self, request: Request, *, principal: Principal, view: View) -> Response:
        """Raises SuggestionUnknown when the selected one is not theirs to see."""
        filters, regions = filters_of(request), principal.regions_seen()
        after = decode_cursor(view.cursor, float, UUID) if view.cursor else None
        async with self._database.transaction() as tx:
            waiting = await tx.queue.count(Filters(), regions=regions)
            network = await tx.regions.network_name(principal.regions)
            count = await tx.queue.count(filters, regions=regions) if filters.is_narrow else waiting
            found = await tx.queue.page(filters, regions=regions, after=after, limit=SHOWN + 1)
            queue = found[:SHOWN]
            context: dict[str, Any] = {
                "queue": queue,
                "waiting": waiting,
                "count": count,
                "cursor": encode_cursor(place_of(queue[-1])) if len(found) > SHOWN else None,
                "open": await _opened(tx, view, filters, queue, principal=principal),
                "notices": await notices(tx, view.decided, undone=view.undone, to=principal),
            }
            choices = await tx.queue.choices(filters)
        language = language_of(request)
        return self._pages.render(
            request,
            "queue.html",
            status=view.status,
            masthead=masthead(principal, language=language, waiting=waiting, network_name=network),
            csrf_token=principal.csrf_token or "",
            view=view,
            filters=filters,
            links=Links(filters),
            heading=heading,
            fit_of=fit_of,
            for_words=for_words,
            against_words=against_words,
            days_since=_days_since,
            grace_minutes=round(self._grace.total_seconds() / 60),
            shortcuts=SHORTCUTS,
            shortcuts_on=are_wanted(request),
            home=HOME,
            options=filter_options(choices, language=language),
            reasons_known=REASONS,
            longest_note=LONGEST_NOTE,
            **_days(),
            **context,
        )


async def _opened(
    tx: Transaction,
    view: View,
    filters: Filters,
    queue: Sequence[Suggestion],
    *,
    principal: Principal,
) -> _Open:
    selected = queue[0] if queue else None
    if view.selected:
        selected = await visible(tx, view.selected, to=principal)
    if not selected:
        return _Open()
    one, other = selected.seeker.partner.id, selected.provider.partner.id
    return _Open(
        card=card(
            selected,
            loads=await tx.introductions.loads([one, other]),
            earlier=await tx.introductions.between(one, other),
        ),
        around=await tx.queue.around(filters, place_of(selected), regions=principal.regions_seen()),
    )


def _days() -> dict[str, Any]:
    today = utc_now().date()
    return {
        "proposed_until": (today + timedelta(days=SNOOZE_DAYS)).isoformat(),
        "tomorrow": (today + timedelta(days=1)).isoformat(),
        "quick_snoozes": [(days, (today + timedelta(days=days))) for days in QUICK_SNOOZES],
    }


def _days_since(suggestion: Suggestion) -> int:
    return (utc_now() - suggestion.proposed_at).days
