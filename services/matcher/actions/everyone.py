"""Everyone who fits a listing, down the list, with why they are not suggested."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.matcher.actions.findings import row_id
from services.matcher.actions.matching import Matching
from services.matcher.actions.room import Room
from services.matcher.domain.between import Between
from services.matcher.domain.errors import NotPrepared
from services.matcher.domain.items import Item
from services.matcher.domain.standing import Standing, WhyNot
from services.matcher.domain.suggestions import OPEN, Half, Suggestion
from services.matcher.domain.texts import texts_of
from services.matcher.ranking.rank import Ranked
from services.matcher.storage.database import Database, Transaction

MOST_SHOWN = 30


async def everyone(database: Database, matching: Matching, item: Item) -> Sequence[Standing]:
    """Best first, those that were decided before with the others."""
    async with database.transaction() as tx:
        settled = {_other(one, item): one for one in await tx.suggestions.of_item(item.id)}
        ranked = await _ranked(tx, matching, item)
        shown = ranked[:MOST_SHOWN]
        ids = [row_id(found.candidate.id) for found in shown]
        halves = {half.item.id: half for half in await tx.search.halves([item.id, *ids, *settled])}
        threshold = await matching.threshold_of(tx, item.region)
        settings = await tx.regions.of(item.region)
        room = await Room.of(tx, item, settings=settings)
    standings = [
        _standing(found, halves, settled.get(one), _why(found, shown, threshold, room))
        for found, one in zip(shown, ids, strict=True)
        if one in halves and item.id in halves
    ]
    standings += [
        _of_suggestion(suggestion, halves[one])
        for one, suggestion in settled.items()
        if one not in ids and one in halves and suggestion.status != "withdrawn"
    ]
    return sorted(standings, key=lambda one: -one.score)


async def _ranked(tx: Transaction, matching: Matching, item: Item) -> Sequence[Ranked]:
    """Nothing while the item is still to be embedded."""
    texts = texts_of(item, description=await tx.partners.description(item.partner_id))
    try:
        return (await matching.rank(tx, item, texts)).all
    except NotPrepared:
        return []


def _why(found: Ranked, ranked: Sequence[Ranked], threshold: float, room: Room) -> WhyNot:
    if held := room.why_held(found):
        return held
    if found.value < threshold:
        return "unlikely"
    has_own_offer = any(
        one.candidate.partner_id == found.candidate.partner_id
        and one.candidate.kind != "capability"
        and one.value >= threshold
        for one in ranked
    )
    if found.candidate.kind == "capability" and has_own_offer:
        return "own_offer"
    return "no_room" if room.full([found], by_hand=frozenset()) else "enough"


def _standing(
    found: Ranked, halves: Mapping[UUID, Half], suggestion: Suggestion | None, why: WhyNot
) -> Standing:
    score = found.score
    is_open = suggestion is not None and suggestion.status in OPEN
    return Standing(
        other=halves[row_id(found.candidate.id)],
        score=score.value,
        parts=score.parts,
        between=Between(
            kind=found.pair.kind,
            seeker=halves[row_id(found.pair.seeker.id)],
            provider=halves[row_id(found.pair.provider.id)],
            distance_km=found.distance_km,
        ),
        why="suggested" if is_open else why,
        suggestion=suggestion if is_open else None,
    )


def _of_suggestion(suggestion: Suggestion, other: Half) -> Standing:
    return Standing(
        other=other,
        score=suggestion.score or 0.0,
        parts=suggestion.parts,
        between=Between.of(suggestion),
        why="suggested" if suggestion.status in OPEN else "decided",
        suggestion=suggestion,
    )


def _other(suggestion: Suggestion, item: Item) -> UUID:
    one, other = suggestion.seeker.item.id, suggestion.provider.item.id
    return other if one == item.id else one
