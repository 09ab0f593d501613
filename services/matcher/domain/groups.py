"""Groups of three to five by role: who has the problem, supplies, researches and pilots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from services.matcher.domain.suggestions import Half
from shared.events.suggestions import GroupRole

ROLES: tuple[GroupRole, ...] = get_args(GroupRole)
FEWEST, MOST = 3, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """Somebody who goes with a need or an idea; `seeks_the_same` has it too."""

    half: Half
    score: float
    seeks_the_same: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    role: GroupRole
    half: Half


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Led by whoever has the problem; `score` is the weakest link that it needs."""

    members: Sequence[Member]
    score: float

    @property
    def missing(self) -> list[GroupRole]:
        filled = {one.role for one in self.members}
        return [role for role in ROLES if role not in filled]

    @property
    def item_ids(self) -> list[UUID]:
        return [one.half.item.id for one in self.members]


def group_of(subject: Half, fitting: Iterable[Fitting]) -> Group | None:
    """The best for each role, each of another partner, and then more who have the same problem;
    None where no three come together."""
    best_first = sorted(fitting, key=lambda one: (-one.score, str(one.half.item.id)))
    members = [Member(role="problem", half=subject)]
    scores = []
    for role in ROLES[1:]:
        if found := next((one for one in best_first if _may_be(role, one, members)), None):
            members.append(Member(role=role, half=found.half))
            scores.append(found.score)
    if len(members) < FEWEST:
        return None
    for one in best_first:
        if len(members) < MOST and one.seeks_the_same and _is_new(one, members):
            members.append(Member(role="problem", half=one.half))
    return Group(members=members, score=min(scores))


def same_needs(pairs: Iterable[tuple[Half, Half]]) -> list[list[Half]]:
    """Whoever seeks the same, gathered; each of another partner, at most five."""
    gathered: list[list[Half]] = []
    for one, other in pairs:
        group = next((its for its in gathered if one in its or other in its), None)
        if group is None:
            gathered.append([one, other])
            continue
        for half in (one, other):
            partners = {its.partner.id for its in group}
            if len(group) < MOST and half.partner.id not in partners:
                group.append(half)
    return gathered


def _may_be(role: GroupRole, one: Fitting, members: Sequence[Member]) -> bool:
    kind = one.half.partner.kind
    gives = one.half.item.kind in ("offer", "capability")
    fits = {
        "supplier": gives and kind == "business",
        "research": kind == "academia" and not one.seeks_the_same,
        "pilot": kind == "public" or one.seeks_the_same,
    }
    return fits.get(role, False) and _is_new(one, members)


def _is_new(one: Fitting, members: Sequence[Member]) -> bool:
    return one.half.partner.id not in {its.half.partner.id for its in members}
