"""The menus of those who are signed in: alike on the pages of all services.

`COORDINATOR` and `PARTNER` hold every entry in its order. A page that is not there yet has
`built=False`; whoever builds it takes that away, and the entry stands in all menus.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.access.principal import Principal
from shared.locale import Language, words
from shared.web.masthead import Masthead, MenuItem

COORDINATOR_HOME = "/coordinator"
PARTNER_HOME = "/"


@dataclass(frozen=True, slots=True)
class Entry:
    """`code` is that of its text."""

    code: str
    href: str
    built: bool = True
    only_admins: bool = False


COORDINATOR = (
    Entry("menu.queue", COORDINATOR_HOME),
    Entry("menu.follow_up", "/coordinator/follow-up"),
    Entry("menu.nobody_fits", "/coordinator/nobody-fits"),
    Entry("menu.partners", "/region/partners"),
    Entry("menu.overview", "/coordinator/overview"),
    Entry("menu.settings", "/region/settings"),
    Entry("dead_letters", "/coordinator/dead-letters", only_admins=True),
)
PARTNER = (
    Entry("menu.home", PARTNER_HOME),
    Entry("menu.listings", "/listings"),
    Entry("menu.introductions", "/mail/introductions"),
    Entry("menu.directory", "/partners"),
    Entry("menu.profile", "/profile"),
)


def masthead_of(
    principal: Principal,
    *,
    language: Language,
    current: str = "",
    waiting: Mapping[str, int] | None = None,
    network_name: str = "",
    host_name: str = "",
    colour: str = "",
) -> Masthead:
    """The head of a page for this one.

    `current` is the `href` of the entry that the page belongs to, and `waiting` how much there
    is to do behind an entry, by its `href`.
    """
    entries = COORDINATOR if principal.decides else PARTNER
    return Masthead(
        home=COORDINATOR_HOME if principal.decides else PARTNER_HOME,
        network_name=network_name,
        host_name=host_name,
        colour=colour,
        person=principal.name,
        csrf_token=principal.csrf_token or "",
        menu=_items(entries, principal, language=language, current=current, waiting=waiting or {}),
    )


def _items(
    entries: Sequence[Entry],
    principal: Principal,
    *,
    language: Language,
    current: str,
    waiting: Mapping[str, int],
) -> list[MenuItem]:
    word = words(language)
    return [
        MenuItem(
            label=word(entry.code),
            href=entry.href,
            current=entry.href == current,
            waiting=waiting.get(entry.href, 0),
        )
        for entry in entries
        # A coordinator stands before it too, where they were led to.
        if entry.built
        and (principal.role == "admin" or not entry.only_admins or entry.href == current)
    ]
