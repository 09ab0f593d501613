"""What the services have acknowledged: whatever of it is not there afterwards is lost."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Decision = Literal["approved", "rejected"]


@dataclass
class Partner:
    id: UUID
    name: str
    description: str
    email: str
    canaries: list[str]  #: words that occur nowhere else, all that was ever said of it
    erased: bool = False


@dataclass
class Listing:
    id: UUID
    partner: Partner
    kind: str
    theme: str
    title: str
    open: bool = True


@dataclass
class Pair:
    """A need and an offer of one theme: these two must be suggested, and nobody else."""

    need: Listing
    offer: Listing
    suggestion: UUID | None = None
    decision: Decision | None = None
    answered: set[UUID] = field(default_factory=set)  #: partners whose answer was taken

    @property
    def partners(self) -> tuple[Partner, Partner]:
        return self.need.partner, self.offer.partner

    @property
    def is_alive(self) -> bool:
        return not any(partner.erased for partner in self.partners)


@dataclass
class Told:
    region: str
    partners: list[Partner] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    unsubscribed: dict[str, float] = field(default_factory=dict)  #: address to when, monotonic
    calls: int = 0
    repeated: int = 0  #: calls that had to be made again because no answer came
