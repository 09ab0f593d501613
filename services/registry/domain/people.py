"""People who work for the network, and what an e-mail address opens when its owner signs in."""

from dataclasses import dataclass
from uuid import UUID

from services.registry.domain.addresses import EmailAddress
from services.registry.domain.records import Language, Record
from services.registry.domain.texts import Name
from shared.access.grant import Grant


class PersonRecord(Record):
    name: Name
    email: EmailAddress
    language: Language | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A coordinator of `regions`, an admin, or both."""

    id: UUID
    name: str
    email: str
    language: Language
    regions: tuple[str, ...]
    is_admin: bool
    version: int

    @property
    def grant(self) -> Grant | None:
        """One for all: an admin does what a coordinator does. None for who is neither any more."""
        if not (self.is_admin or self.regions):
            return None
        return Grant(
            role="admin" if self.is_admin else "coordinator",
            regions=self.regions,
            name=self.name,
            holder_id=self.id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInGrant:
    """One of the things the owner of `email` may do; `organisation` says for whom."""

    grant: Grant
    email: str
    language: Language
    organisation: str
    host: str  #: who runs the network, for the letter
    network_name: str


def email_key(address: str) -> str:
    """What makes two spellings the same address."""
    return address.casefold()
