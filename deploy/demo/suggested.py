"""What was suggested, and which of it really happened."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from deploy.demo.network import Collaboration, Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    id: str
    region: str
    score: float
    seeker: str  #: the partner's name
    provider: str
    sought_id: str
    sought: str
    provided: str
    evidence: tuple[tuple[str, str], ...]
    status: str
    came_true: Collaboration | None

    @classmethod
    def of(cls, item: Mapping[str, Any], came_true: Collaboration | None) -> Self:
        seeker, provider = item["seeker"], item["provider"]
        return cls(
            id=item["id"],
            region=item["region"],
            score=item["score"] or 0.0,
            seeker=seeker["partner"]["name"],
            provider=provider["partner"]["name"],
            sought_id=(seeker["listing"] or seeker["capability"])["id"],
            sought=_said(seeker),
            provided=_said(provider),
            evidence=tuple((pair["seeker"], pair["provider"]) for pair in item["evidence"]),
            status=item["status"],
            came_true=came_true,
        )


def recognised(
    items: Iterable[Mapping[str, Any]], network: Network, listing_ids: Mapping[str, str]
) -> list[Suggested]:
    """The best first, each beside the collaboration it foresaw."""
    real = {
        frozenset({listing_ids[each.need], listing_ids[each.offer]}): each
        for each in network.collaborations
    }
    found = [Suggested.of(item, real.get(_listings(item))) for item in items]
    return sorted(found, key=lambda one: -one.score)


def best_of_each(suggested: Iterable[Suggested]) -> list[Suggested]:
    """The best suggestion for each thing sought; takes the best first."""
    best: dict[str, Suggested] = {}
    for one in suggested:
        best.setdefault(one.sought_id, one)
    return list(best.values())


def _listings(item: Mapping[str, Any]) -> frozenset[str]:
    sides = (item["seeker"], item["provider"])
    return frozenset(side["listing"]["id"] for side in sides if side["listing"])


def _said(side: Mapping[str, Any]) -> str:
    said: str = side["listing"]["title"] if side["listing"] else side["capability"]["text"]
    return said
