"""Proposes whom to bring together in a region: by role around a need or idea, and who seeks the
same."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.actions.findings import row_id
from services.matcher.actions.matching import Matching
from services.matcher.domain.errors import NotPrepared
from services.matcher.domain.groups import Fitting, Group, group_of, same_needs
from services.matcher.domain.items import Item
from services.matcher.domain.suggestions import Half
from services.matcher.domain.texts import texts_of
from services.matcher.storage.database import Database, Transaction

MOST_SUBJECTS = 20  #: the newest needs and ideas of a region that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    groups: Sequence[Group]
    together: Sequence[Sequence[Half]]


async def gather(database: Database, matching: Matching, region: str) -> Gathered:
    """Best first. Nobody who paused, nor two who were considered lately."""
    groups, pairs = [], []
    async with database.transaction() as tx:
        threshold = await matching.threshold_of(tx, region)
        for item in await tx.items.newest_seeking(region, limit=MOST_SUBJECTS):
            subject, fitting = await _around(tx, matching, item, threshold=threshold)
            if not subject:
                continue
            if found := group_of(subject, fitting):
                groups.append(found)
            pairs += [(subject, one.half) for one in fitting if one.seeks_the_same]
    groups.sort(key=lambda group: (len(group.missing), -group.score))
    return Gathered(groups=groups, together=same_needs(pairs))


async def _around(
    tx: Transaction, matching: Matching, item: Item, *, threshold: float
) -> tuple[Half | None, list[Fitting]]:
    held = await tx.fairness.held(item.partner_id, region=item.region)
    if item.question or held.get(item.partner_id) == "paused":
        return None, []
    texts = texts_of(item, description=await tx.partners.description(item.partner_id))
    try:
        ranked = (await matching.rank(tx, item, texts)).all
        alike = await matching.seeking_the_same(tx, item, texts)
    except NotPrepared:
        return None, []
    good = [one for one in ranked if one.value >= threshold]
    found = [*good, *alike]
    halves = {
        half.item.id: half
        for half in await tx.search.halves([item.id, *(row_id(one.candidate.id) for one in found)])
    }
    fitting = [
        Fitting(half=half, score=one.value, seeks_the_same=one in alike)
        for one in found
        if (half := halves.get(row_id(one.candidate.id))) and half.partner.id not in held
    ]
    return halves.get(item.id), fitting
