"""Which kinds of items make a pair, and who of the two seeks."""

from dataclasses import dataclass
from typing import Literal

from services.matcher.ranking.items import Item, ItemKind

SuggestionKind = Literal["supply", "develop", "together"]

_SEEKERS: dict[tuple[ItemKind, ItemKind], SuggestionKind] = {
    ("need", "offer"): "supply",
    ("need", "capability"): "supply",
    ("idea", "offer"): "develop",
    ("idea", "capability"): "develop",
    ("idea", "need"): "develop",
    ("need", "need"): "together",
    ("idea", "idea"): "together",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    kind: SuggestionKind
    seeker: Item
    provider: Item


def pair(subject: Item, candidate: Item) -> Pair | None:
    """The two as seeker and provider; None where they are one partner's or do not go together."""
    if subject.partner_id == candidate.partner_id:
        return None
    for seeker, provider in ((subject, candidate), (candidate, subject)):
        kind = _SEEKERS.get((seeker.kind, provider.kind))
        if kind:
            return Pair(kind=kind, seeker=seeker, provider=provider)
    return None
