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
    home: str = "/"
    network_name: str = ""
    host_name: str = ""
    person: str = ""
    menu: Sequence[MenuItem] = ()
