"""What the registry does when the others tell something.

Suggestions are read and left: what a partner may see of them comes with the introduction.
"""

from services.registry.actions.introductions import follow_introduction
from services.registry.storage.database import Database
from shared.events.introductions import (
    IntroductionAnswered,
    IntroductionBounced,
    IntroductionEvent,
    IntroductionOpened,
    IntroductionOutcome,
    IntroductionReminded,
    IntroductionSent,
)
from shared.messaging.delivery import Handlers


def handlers(database: Database) -> Handlers:
    async def on_introduction(event: IntroductionEvent) -> None:
        await follow_introduction(database, event)

    return {
        IntroductionOpened: on_introduction,
        IntroductionSent: on_introduction,
        IntroductionReminded: on_introduction,
        IntroductionAnswered: on_introduction,
        IntroductionBounced: on_introduction,
        IntroductionOutcome: on_introduction,
    }
