"""Our own listings and drafts as rows of a table: state, what has happened, until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.registry.domain.drafts import Draft
from services.registry.domain.introductions import Introduction
from services.registry.domain.listings import Listing
from services.registry.domain.records import Language, ListingKind
from services.registry.domain.titles import proposed_title

#: Days before its end from which on a listing is asked about.
EXPIRING_DAYS = 14
#: Days for which one that has expired is asked about still.
EXPIRED_DAYS = 30

COLOURS = {"open": "success", "expiring": "warning"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """`state` names a text of `listing.*`; `days` fills it where it counts them."""

    href: str
    title: str
    kind: ListingKind
    language: Language | None
    state: str
    days: int = 0
    until: date | None = None
    introductions: Sequence[Introduction] = ()
    listing: Listing | None = None

    @property
    def colour(self) -> str:
        return COLOURS.get(self.state, "neutral")

    @property
    def working_with(self) -> str:
        """Whom something came of, as far as it may be told."""
        names = (
            one.others[0] for one in self.introductions if one.state == "working" and one.others
        )
        return next(names, "")

    @property
    def is_to_be_renewed(self) -> bool:
        return self.state in {"expiring", "expired"}


def rows_of(
    listings: Iterable[Listing],
    drafts: Iterable[Draft],
    introductions: Sequence[Introduction],
    *,
    today: date,
) -> list[Row]:
    """Drafts and open ones first, then what has ended."""
    rows = [_listing_row(one, introductions, today=today) for one in listings]
    drafted = [_draft_row(one) for one in drafts]
    ended = {"closed", "expired"}
    return [
        *drafted,
        *(row for row in rows if row.state not in ended),
        *(row for row in rows if row.state in ended),
    ]


def asked_about(rows: Iterable[Row], *, today: date) -> list[Row]:
    """Those whose end is near, or was lately; the first to end comes first."""
    found = [
        row
        for row in rows
        if row.is_to_be_renewed and row.until and (today - row.until).days <= EXPIRED_DAYS
    ]
    return sorted(found, key=lambda row: row.until or today)


def _listing_row(listing: Listing, introductions: Sequence[Introduction], *, today: date) -> Row:
    days = (listing.expires_on - today).days if listing.expires_on else None
    state: str = listing.status
    if state == "open" and days is not None and days <= EXPIRING_DAYS:
        # Its last day may be over without anybody having closed it yet.
        state = "expiring" if days >= 0 else "expired"
    return Row(
        href=f"/listings/{listing.id}",
        title=listing.title,
        kind=listing.kind,
        language=listing.language,
        state=state,
        days=days or 0,
        until=listing.expires_on,
        introductions=[one for one in introductions if one.own_item_id == listing.id],
        listing=listing,
    )


def _draft_row(draft: Draft) -> Row:
    written = draft.written
    return Row(
        href=draft_path(draft.id),
        title=written.title.strip() or proposed_title(written.text),
        kind=written.kind,
        language=None,
        state="draft",
    )


def draft_path(draft_id: UUID) -> str:
    return f"/listings/drafts/{draft_id}"
