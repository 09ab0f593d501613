"""The means of a region's vectors, taken anew only when the network has changed by enough."""

from dataclasses import dataclass

from services.matcher.ranking.fitted.background import background_for
from services.matcher.ranking.means import Means
from services.matcher.storage.database import Transaction

CHANGED = 0.02  #: share of the texts; fewer move a mean by less than can be seen


@dataclass(frozen=True, slots=True)
class _Known:
    items: int
    means: Means


class RegionMeans:
    """Averaging every vector of a region takes longer than all the rest of matching."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._known: dict[str, _Known] = {}

    async def of(self, tx: Transaction, *, region: str) -> Means:
        items = await tx.vectors.open_items(region=region)
        known = self._known.get(region)
        if known and abs(items - known.items) <= CHANGED * known.items:
            return known.means
        network = await tx.vectors.means(region=region, model=self._model)
        means = Means.blend(shipped=background_for(self._model).means, network=network)
        self._known[region] = _Known(items, means)
        return means
