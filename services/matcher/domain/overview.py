"""What a county's report needs: how much was written, decided, answered, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Literal

from services.matcher.domain.following import Followed, Member, Reported
from services.matcher.domain.periods import Month, Period, month_of
from shared.events.suggestions import RejectionReason

PROMPT = timedelta(days=7)  #: an answer so soon is a prompt one
WORKING = frozenset({"working", "pilot", "contract"})

SeriesName = Literal[
    "listings", "decided", "approved", "sent", "answered", "both_yes", "met", "working"
]
LinkState = Literal["open", "met", "working"]
ListingKind = Literal["need", "offer", "idea"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A listing: when it was written, where that is known, and whether it still stands."""

    kind: ListingKind
    at: datetime | None
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A suggestion somebody decided; `reason` None where it was approved."""

    at: datetime
    reason: RejectionReason | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Tonnes of CO2e a year that two partners reported, with what is said of their basis."""

    seeker: Member
    provider: Member
    reported: Reported

    @property
    def tonnes(self) -> float:
        return self.reported.co2e_tonnes or 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two partners who were put in touch, and how far it went at best."""

    one: Member
    other: Member
    state: LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    period: Period
    open_listings: Counter[ListingKind]
    approved: int
    decided: int
    sent: int
    answered_promptly: int
    both_yes: int
    working: int
    contracts: int
    series: dict[SeriesName, list[int]]
    tonnes_by_month: list[float]
    reasons: Sequence[tuple[RejectionReason, int]]
    cuts: Sequence[Cut]
    links: Sequence[Link] = field(default_factory=tuple)

    @property
    def tonnes(self) -> float:
        return sum(cut.tonnes for cut in self.cuts)

    @property
    def tonnes_confirmed(self) -> float:
        return sum(cut.tonnes for cut in self.cuts if cut.reported.certainty == "confirmed")


def overview(
    period: Period,
    *,
    written: Sequence[Written],
    decided: Sequence[Decided],
    introductions: Sequence[Followed],
) -> Overview:
    """Everything counted by when it happened, but for what is open, which is counted today."""
    decided = [one for one in decided if period.holds(one.at)]
    sent = [one for one in introductions if period.holds(one.sent_at)]
    both_yes = [one for one in introductions if period.holds(one.both_yes_at)]
    reported = [one for one in introductions if one.outcome and period.holds(one.outcome.at)]
    working = [one for one in reported if one.outcome and one.outcome.result in WORKING]
    return Overview(
        period=period,
        open_listings=Counter(one.kind for one in written if one.is_open),
        approved=sum(one.reason is None for one in decided),
        decided=len(decided),
        sent=len(sent),
        answered_promptly=sum(_promptly(one) for one in sent),
        both_yes=len(both_yes),
        working=len(working),
        contracts=sum(bool(one.outcome and one.outcome.result == "contract") for one in working),
        series=_series(period, written=written, decided=decided, introductions=introductions),
        tonnes_by_month=_tonnes_by_month(period, reported),
        reasons=Counter(one.reason for one in decided if one.reason).most_common(),
        cuts=_cuts(reported),
        links=_links(one for one in introductions if period.holds(one.sent_at or one.opened_at)),
    )


def _promptly(one: Followed) -> bool:
    first = min((given.at for given in one.answers), default=None)
    return bool(first and one.sent_at and first - one.sent_at <= PROMPT)


def _series(
    period: Period,
    *,
    written: Sequence[Written],
    decided: Sequence[Decided],
    introductions: Sequence[Followed],
) -> dict[SeriesName, list[int]]:
    outcomes = [one.outcome for one in introductions if one.outcome]
    answers = chain.from_iterable(one.answers for one in introductions)
    moments: dict[SeriesName, Iterable[datetime | None]] = {
        "listings": (one.at for one in written),
        "decided": (one.at for one in decided),
        "approved": (one.at for one in decided if one.reason is None),
        "sent": (one.sent_at for one in introductions),
        "answered": (one.at for one in answers),
        "both_yes": (one.both_yes_at for one in introductions),
        "met": (one.at for one in outcomes if one.result == "met"),
        "working": (one.at for one in outcomes if one.result in WORKING),
    }
    return {name: _by_month(period, found) for name, found in moments.items()}


def _by_month(period: Period, moments: Iterable[datetime | None]) -> list[int]:
    counted = Counter(month_of(one) for one in moments if one)
    return [counted[month] for month in period.months]


def _tonnes_by_month(period: Period, reported: Sequence[Followed]) -> list[float]:
    tonnes: Counter[Month] = Counter()
    for one in reported:
        if one.outcome and one.outcome.at and one.outcome.co2e_tonnes:
            tonnes[month_of(one.outcome.at)] += one.outcome.co2e_tonnes  # type: ignore[assignment]
    return [float(tonnes[month]) for month in period.months]


def _cuts(reported: Sequence[Followed]) -> list[Cut]:
    cuts = [
        Cut(seeker=one.seeker, provider=one.provider, reported=one.outcome)
        for one in reported
        if one.outcome and one.outcome.co2e_tonnes
    ]
    return sorted(cuts, key=lambda cut: -cut.tonnes)


def _links(introductions: Iterable[Followed]) -> list[Link]:
    """One for each two partners, however often they were put in touch."""
    found: dict[frozenset[object], Link] = {}
    strength = {"open": 0, "met": 1, "working": 2}
    for one in introductions:
        state = _link_state(one)
        if not state:
            continue
        pair = frozenset(member.id for member in one.members)
        known = found.get(pair)
        if not known or strength[known.state] < strength[state]:
            found[pair] = Link(one=one.seeker, other=one.provider, state=state)
    return list(found.values())


def _link_state(one: Followed) -> LinkState | None:
    if one.state == "nothing":
        return None
    if one.state in {"met", "working"}:
        return "met" if one.state == "met" else "working"
    return "open"
