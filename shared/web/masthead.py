"""What stands in the head and foot of a page: whose network this is, where one can go."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    label: str
    href: str
    current: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """`csrf_token` is that of the person's session; with it the page can be left by signing out."""

    home: str = "/"
    network_name: str = ""
    host_name: str = ""
    person: str = ""
    csrf_token: str = ""
    menu: Sequence[MenuItem] = ()
    colour: str = ""  #: the region's own, by its name in Designsystemet
