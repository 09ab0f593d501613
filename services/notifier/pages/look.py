"""What the pages of those who are signed in have in common."""

from services.notifier.domain.address_book import Region
from shared.access.principal import Principal
from shared.locale import Language
from shared.web.masthead import Masthead
from shared.web.menus import masthead_of

INTRODUCTIONS = "/mail/introductions"
LOG = "/mail/log"
FOLLOW_UP = "/coordinator/follow-up"

STATE_COLOURS = {
    "waiting": "neutral",
    "sent": "info",
    "one_answered": "info",
    "both_yes": "success",
    "met": "success",
    "working": "success",
    "nothing": "neutral",
}
LETTER_COLOURS = {
    "waiting": "neutral",
    "sending": "neutral",
    "sent": "success",
    "refused": "danger",
    "bounced": "danger",
    "unknown": "warning",
}


def masthead(principal: Principal, *, language: Language, region: Region | None = None) -> Masthead:
    return masthead_of(
        principal,
        language=language,
        current=FOLLOW_UP if principal.decides else INTRODUCTIONS,
        network_name=region.network_name if region else "",
        host_name=region.host if region else "",
    )
