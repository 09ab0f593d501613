"""How much a receiving domain is given at once, and in a minute."""

import re
from dataclasses import dataclass
from typing import Self

LIMIT = re.compile(
    r"(?P<domain>\*|[a-z0-9.-]+)=(?P<at_once>[1-9]\d{0,5})/(?P<a_minute>[1-9]\d{0,5})"
)
EVERY_OTHER = "*"
NO_LIMIT = 1_000_000


class DomainLimitUnreadable(ValueError):
    """Write limits like "outlook.com=2/30 *=4/120": at once, and in a minute."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLimit:
    at_once: int = NO_LIMIT
    a_minute: int = NO_LIMIT


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainLimits:
    """`others` holds for every domain that is not named."""

    named: dict[str, DomainLimit]
    others: DomainLimit

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises DomainLimitUnreadable."""
        named: dict[str, DomainLimit] = {}
        for part in text.lower().replace(",", " ").split():
            found = LIMIT.fullmatch(part)
            if not found:
                raise DomainLimitUnreadable
            at_once, a_minute = int(found["at_once"]), int(found["a_minute"])
            named[found["domain"]] = DomainLimit(at_once=at_once, a_minute=a_minute)
        return cls(others=named.pop(EVERY_OTHER, DomainLimit()), named=named)

    @property
    def are_none(self) -> bool:
        return not self.named and self.others == DomainLimit()
