"""A suggestion as the card shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matcher.domain.between import Between
from services.matcher.domain.history import EarlierContact, Load
from services.matcher.domain.items import Item
from services.matcher.domain.marking import Marked, marked
from services.matcher.domain.reasons import Reason, fit_of, speaks_against, speaks_for
from services.matcher.domain.suggestions import Half, Suggestion

LONGEST_HEADING = 90
COLOURS = {"very_good": "success", "good": "info", "possible": "neutral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    half: Half
    marked: Marked
    anchor: str
    load: Load


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    suggestion: Suggestion
    heading: str
    fit: str
    fit_colour: str
    sides: Sequence[Side]
    speaks_for: Sequence[Reason]
    speaks_against: Sequence[Reason]
    earlier: Sequence[EarlierContact]

    @property
    def tells_distance(self) -> bool:
        reasons = (*self.speaks_for, *self.speaks_against)
        return any(reason.name == "distance" for reason in reasons)


def card(
    suggestion: Suggestion, *, loads: Mapping[UUID, Load], earlier: Sequence[EarlierContact]
) -> Card:
    seeker, provider = marked(suggestion)
    fit, between = fit_of(suggestion.score), Between.of(suggestion)
    return Card(
        suggestion=suggestion,
        heading=heading(suggestion.seeker.item),
        fit=fit,
        fit_colour=COLOURS[fit],
        sides=[
            _side(suggestion.seeker, seeker, "seeker", loads),
            _side(suggestion.provider, provider, "provider", loads),
        ],
        speaks_for=speaks_for(suggestion.parts, between),
        speaks_against=speaks_against(suggestion.parts, between),
        earlier=earlier,
    )


def _side(half: Half, marked_text: Marked, anchor: str, loads: Mapping[UUID, Load]) -> Side:
    return Side(half=half, marked=marked_text, anchor=anchor, load=loads[half.partner.id])


def heading(item: Item) -> str:
    """The title, or how the text begins."""
    text = item.title or " ".join(item.text.split())
    if len(text) <= LONGEST_HEADING:
        return text
    return text[:LONGEST_HEADING].rsplit(" ", 1)[0] + "…"
