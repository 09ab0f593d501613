"""A pair that a coordinator makes, whatever the score says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from uuid import UUID

from services.matcher.actions.deciding import known
from services.matcher.actions.findings import Findings
from services.matcher.actions.matching import Matching
from services.matcher.actions.telling import tell_of_changes
from services.matcher.domain.errors import (
    AlreadyDecided,
    AlreadyIntroduced,
    ItemUnknown,
    NotPrepared,
    PairImpossible,
    SuggestionUnknown,
)
from services.matcher.domain.items import Item
from services.matcher.domain.suggestions import Proposal, Suggestion
from services.matcher.domain.texts import said_by, texts_of
from services.matcher.ranking.items import Item as RankedItem
from services.matcher.ranking.pairing import SuggestionKind, pair
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.storage.scope import within


@dataclass(frozen=True, slots=True, kw_only=True)
class _Two:
    kind: SuggestionKind
    seeker: Item
    provider: Item


async def propose_by_hand(
    database: Database,
    matching: Matching,
    *,
    seeker_id: UUID,
    provider_id: UUID,
    provider_field: str,
    by: Principal,
    other_ids: Sequence[UUID] = (),
    note: str = "",
) -> Suggestion:
    """Put two together; who of them seeks is found out from what they are. `other_ids` make it a
    group.

    Raises:
        ItemUnknown, PairImpossible, AlreadyDecided, AlreadyIntroduced
    """
    async with database.transaction() as tx:
        one = await _reached(tx, seeker_id, by=by, field="seeker_listing")
        other = await _reached(tx, provider_id, by=by, field=provider_field)
        others = [await _reached(tx, id_, by=by, field="others") for id_ in other_ids]
    two = _paired(one, other, field=provider_field)
    _check_group(one, other, *others)
    with within(one.region):
        proposal = await _scored(database, matching, two) or _unscored(two)
    async with database.transaction() as tx:
        await tx.candidates.take_turns(one.region)
        await _check_is_free(tx, two)
        proposed = await tx.suggestions.propose(replace(proposal, by_hand=True, note=note))
        if not proposed:
            raise SuggestionUnknown
        await tx.suggestions.set_members(proposed, other_ids)
        await tell_of_changes(tx)
        await tx.audit.add("suggestion.made_by_hand", subject=proposed, region=one.region)
        return await known(tx, proposed)


async def propose_group(
    database: Database,
    matching: Matching,
    item_ids: Sequence[UUID],
    *,
    by: Principal,
    note: str = "",
) -> Suggestion:
    """Put together two or more, in whatever order: the first two that go together lead.

    Raises like `propose_by_hand`.
    """
    async with database.transaction() as tx:
        items = [await _reached(tx, one, by=by, field="item") for one in item_ids]
    for one, other in combinations(items, 2):
        if pair(_bare(one), _bare(other)):
            return await propose_by_hand(
                database,
                matching,
                seeker_id=one.id,
                provider_id=other.id,
                provider_field="item",
                other_ids=[id_ for id_ in item_ids if id_ not in (one.id, other.id)],
                by=by,
                note=note,
            )
    raise PairImpossible(field="item")


def _check_group(*items: Item) -> None:
    """All of one region, each of another partner."""
    partners = {item.partner_id for item in items}
    if len(partners) < len(items) or len({item.region for item in items}) > 1:
        raise PairImpossible(field="others")


async def _reached(tx: Transaction, item_id: UUID, *, by: Principal, field: str) -> Item:
    item = await tx.items.get_open(item_id)
    if not item or not by.sees_region(item.region) or not await tx.partners.get(item.partner_id):
        raise ItemUnknown(field=field)
    return item


def _paired(one: Item, other: Item, *, field: str) -> _Two:
    found = pair(_bare(one), _bare(other)) if one.region == other.region else None
    if not found:
        raise PairImpossible(field=field)
    # Two that both seek have no first and second: one order, so that there is one suggestion.
    swapped = one.id > other.id if found.kind == "together" else found.seeker.id != one.id
    seeker, provider = (other, one) if swapped else (one, other)
    return _Two(kind=found.kind, seeker=seeker, provider=provider)


def _bare(item: Item) -> RankedItem:
    return RankedItem(
        id=item.id,
        partner_id=item.partner_id,
        kind=item.kind,
        text=said_by(item),
        language=item.language,
    )


async def _scored(database: Database, matching: Matching, two: _Two) -> Proposal | None:
    """The pair as the ranking sees it, among all others; None where it does not see it."""
    async with database.transaction() as tx:
        description = await tx.partners.description(two.seeker.partner_id)
        texts = texts_of(two.seeker, description=description)
        try:
            ranking = await matching.rank(tx, two.seeker, texts, known=[two.provider.id])
        except NotPrepared:
            return None
    findings = Findings(matching.model)
    for found in ranking.all:
        if found.candidate.id == two.provider.id:
            evidence = await matching.explain(found.pair, means=ranking.means)
            findings.add(found.pair, evidence)
            return findings.proposal(found, means=ranking.means)
    return None


def _unscored(two: _Two) -> Proposal:
    return Proposal(
        kind=two.kind, seeker_id=two.seeker.id, provider_id=two.provider.id, score=None, parts={}
    )


async def _check_is_free(tx: Transaction, two: _Two) -> None:
    earlier = await tx.suggestions.of_pair(two.seeker.id, two.provider.id)
    if earlier and earlier.status in ("approved", "rejected"):
        raise AlreadyDecided(
            status=earlier.status, decider=earlier.decider, decided_at=earlier.decided_at
        )
    if await tx.suggestions.are_in_touch(two.seeker.id, two.provider.id):
        raise AlreadyIntroduced
