"""What the coordinator's pages have in common."""

from pathlib import Path

from shared.access.principal import Principal
from shared.locale import Language, words
from shared.web.masthead import Masthead, MenuItem

PAGES = Path(__file__).parent / "templates"
HOME = "/coordinator"


def masthead(principal: Principal, *, language: Language, waiting: int) -> Masthead:
    word = words(language)
    menu = [MenuItem(label=word("queue").capitalize(), href=HOME, current=True, waiting=waiting)]
    if principal.role == "admin":
        menu.append(MenuItem(label=word("dead_letters"), href=f"{HOME}/dead-letters"))
    return Masthead(
        home=HOME,
        person=principal.name,
        csrf_token=principal.csrf_token or "",
        menu=menu,
    )
