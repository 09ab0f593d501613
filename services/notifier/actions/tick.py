"""What is done by the clock. Every step may be done again and by two at once: the key of each
letter keeps it from being written twice."""

import logging
from datetime import datetime

from services.notifier.actions.ask_outcome import ask_outcomes
from services.notifier.actions.digest import send_digests
from services.notifier.actions.listings import tell_of_expiring
from services.notifier.actions.monday import send_mondays
from services.notifier.actions.remind import send_reminders
from services.notifier.actions.turns import look_again, open_in_turn
from services.notifier.actions.writing import LetterWriter
from services.notifier.storage.database import Database

logger = logging.getLogger(__name__)

STEPS = (
    look_again,
    open_in_turn,
    send_reminders,
    ask_outcomes,
    send_digests,
    tell_of_expiring,
    send_mondays,
)


async def tick(database: Database, *, writer: LetterWriter, now: datetime | None = None) -> None:
    """Everything that is due at `now`, by the database's clock if not told. What fails is logged,
    and tried again at the next tick."""
    if now is None:
        async with database.everywhere() as tx:
            now = await tx.clock.now()
    for step in STEPS:
        try:
            await step(database, writer=writer, now=now)
        except Exception:
            logger.exception("%s failed, trying again at the next tick", step.__name__)
