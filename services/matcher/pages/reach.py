"""Which regions a page is about: those somebody decides for, or one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.domain.regions import RegionSettings
from services.matcher.pages.look import masthead
from services.matcher.storage.database import Transaction
from shared.access.principal import Principal
from shared.locale import Language
from shared.web.masthead import Masthead


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """`regions` None stands for all; `choices` are those one may choose between."""

    regions: Sequence[str] | None
    choices: Sequence[RegionSettings]
    chosen: RegionSettings | None
    waiting: int
    own_network: str

    def masthead(self, principal: Principal, *, language: Language, current: str) -> Masthead:
        return masthead(
            principal,
            language=language,
            waiting=self.waiting,
            current=current,
            network_name=self.chosen.network_name if self.chosen else self.own_network,
        )


async def reach_of(tx: Transaction, principal: Principal, *, wanted: str = "") -> Reach:
    """`wanted` is a region's slug; one that is not theirs stands for all of theirs."""
    seen = principal.regions_seen()
    choices = [one for one in await tx.regions.all() if seen is None or one.region in seen]
    chosen = next((one for one in choices if one.region == wanted), None)
    if seen is not None and len(seen) == 1:
        chosen = await tx.regions.of(seen[0])
    regions = [chosen.region] if chosen else seen
    waiting = await tx.suggestions.count(regions=seen, status="proposed")
    network = await tx.regions.network_name(principal.regions)
    return Reach(
        regions=regions, choices=choices, chosen=chosen, waiting=waiting, own_network=network
    )
