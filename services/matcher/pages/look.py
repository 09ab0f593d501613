"""What the coordinator's pages have in common."""

from pathlib import Path

from services.matcher.domain.queue import Filters
from services.matcher.storage.database import Transaction
from shared.access.principal import Principal
from shared.locale import Language
from shared.web.masthead import Masthead
from shared.web.menus import COORDINATOR_HOME, masthead_of

PAGES = Path(__file__).parent / "templates"
HOME = COORDINATOR_HOME


def masthead(
    principal: Principal,
    *,
    language: Language,
    waiting: int,
    current: str = HOME,
    network_name: str = "",
) -> Masthead:
    """`waiting` is what stands in the queue; `current` the page's entry in the menu."""
    return masthead_of(
        principal,
        language=language,
        current=current,
        waiting={HOME: waiting},
        network_name=network_name,
    )


async def masthead_in(
    tx: Transaction, principal: Principal, *, language: Language, current: str = HOME
) -> Masthead:
    """With what waits for them, and the name of their network."""
    return masthead(
        principal,
        language=language,
        waiting=await tx.queue.count(Filters(), regions=principal.regions_seen()),
        current=current,
        network_name=await tx.regions.network_name(principal.regions),
    )
