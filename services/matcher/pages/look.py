"""What the coordinator's pages have in common."""

from pathlib import Path

from shared.access.principal import Principal
from shared.locale import Language, words
from shared.web.masthead import Masthead, MenuItem

PAGES = Path(__file__).parent / "templates"
HOME = "/coordinator"


def masthead(principal: Principal, *, language: Language, waiting: int) -> Masthead:
    queue = words(language)("queue").capitalize()
    return Masthead(
        home=HOME,
        person=principal.name,
        csrf_token=principal.csrf_token or "",
        menu=[MenuItem(label=queue, href=HOME, current=True, waiting=waiting)],
    )
