"""Which of those that fit an item are proposed: who may be, and who has room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.matcher.actions.findings import row_id
from services.matcher.domain.crowding import Waiting, crowded_out
from services.matcher.domain.fairness import Held, OpenPair, order_of, without_room
from services.matcher.domain.items import Item
from services.matcher.domain.regions import RegionSettings
from services.matcher.ranking.rank import Ranked
from services.matcher.storage.database import Transaction
from shared.events.profiles import PartnerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How a region stands when something of one of its partners is settled."""

    item: Item
    settings: RegionSettings
    held: Mapping[UUID, Held]
    kinds: Mapping[UUID, PartnerKind]
    open: Sequence[OpenPair]  #: of others

    @classmethod
    async def of(cls, tx: Transaction, item: Item, *, settings: RegionSettings) -> "Room":
        is_limited = settings.open_suggestions is not None
        return cls(
            item=item,
            settings=settings,
            held=await tx.fairness.held(item.partner_id, region=item.region),
            kinds=await tx.fairness.kinds(region=item.region) if settings.bridging else {},
            open=await tx.fairness.open_but(item.id, region=item.region, bridging=settings.bridging)
            if is_limited
            else (),
        )

    def why_held(self, found: Ranked) -> Held | None:
        return self.held.get(self.item.partner_id) or self.held.get(_partner(found))

    def waiting(self, found: Ranked) -> Waiting:
        """Seen from the one that was published, whichever of the two it is."""
        return Waiting(
            id=row_id(found.candidate.id),
            score=found.value,
            provider_partner_id=_partner(found),
            provider_kind=found.candidate.kind,
            by_hand=False,
            bridges=self._bridges(found),
        )

    def full(self, wanted: Sequence[Ranked], *, by_hand: frozenset[UUID]) -> set[UUID]:
        """The candidates for which a partner has no room, and open suggestions that give way."""
        if self.settings.open_suggestions is None:
            return set()
        new = [
            OpenPair(
                id=row_id(one.candidate.id),
                order=order_of(
                    one.value, bridges=self._bridges(one), bridging=self.settings.bridging
                ),
                partners=(self.item.partner_id, _partner(one)),
                by_hand=row_id(one.candidate.id) in by_hand,
            )
            for one in wanted
        ]
        return without_room([*self.open, *new], at_most=self.settings.open_suggestions)

    def _bridges(self, found: Ranked) -> bool:
        mine, theirs = self.kinds.get(self.item.partner_id), self.kinds.get(_partner(found))
        return mine != theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to propose, best first, and which open suggestions of others give way."""

    chosen: Sequence[Ranked]
    gives_way: set[UUID] = field(default_factory=set)


async def choose(
    tx: Transaction,
    room: Room,
    ranked: Sequence[Ranked],
    *,
    open_with: Mapping[UUID, bool],
    threshold: float,
    most: int,
) -> Choice:
    """New ones where seeker and both partners have room, and of those open what is still good or
    made by hand. What says too little to be matched gets a question instead; a partner that
    paused gets nothing; what waits already is not taken away because of an earlier decision."""
    by_hand = frozenset(other for other, made in open_with.items() if made)
    good = [
        one
        for one in ranked
        if one.value >= threshold
        and not room.item.question
        and _may_be(room.why_held(one), is_open=row_id(one.candidate.id) in open_with)
    ]
    fitting = {row_id(one.candidate.id) for one in good}
    wanted = await _with_room(tx, room, good, most=most) | (fitting & set(open_with)) | by_hand
    found = [one for one in ranked if row_id(one.candidate.id) in wanted]
    full = room.full(found, by_hand=by_hand)
    return Choice(
        chosen=[one for one in found if row_id(one.candidate.id) not in full],
        gives_way=full & {one.id for one in room.open},
    )


def _may_be(held: Held | None, *, is_open: bool) -> bool:
    return held is None or (held == "recently" and is_open)


async def _with_room(
    tx: Transaction, room: Room, good: Sequence[Ranked], *, most: int
) -> set[UUID]:
    """Those among the best few of their seeker: the item itself, or whoever looks for it."""
    bridging = room.settings.bridging
    open_for = await tx.suggestions.waiting_for(seekers(good) - {room.item.id})
    gone: set[UUID] = set()
    for seeker_id in seekers(good):
        new = [room.waiting(one) for one in good if row_id(one.pair.seeker.id) == seeker_id]
        together = [*open_for.get(seeker_id, ()), *new]
        gone.update(crowded_out(together, at_most=most, bridging=bridging))
    return {row_id(one.candidate.id) for one in good} - gone


def seekers(found: Sequence[Ranked]) -> set[UUID]:
    return {row_id(one.pair.seeker.id) for one in found}


def _partner(found: Ranked) -> UUID:
    return row_id(found.candidate.partner_id)
