"""Partners and listings that are imported together, or not at all."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.registry.domain.errors import RegistryError
from services.registry.domain.partners import Partner
from services.registry.domain.records import ListingRecord, PartnerRecord, Record
from services.registry.domain.texts import Name

MOST_ROWS = 50_000

Place = Annotated[int, Field(ge=0, lt=MOST_ROWS)]


class ImportedListing(Record):
    """`partner` is the place of its partner in the list, counted from 0, or the name, number or
    id of one that is registered already."""

    partner: Place | Name
    listing: ListingRecord


class ImportRecord(Record):
    partners: tuple[PartnerRecord, ...] = Field(default=(), max_length=MOST_ROWS)
    listings: tuple[ImportedListing, ...] = Field(default=(), max_length=MOST_ROWS)


class OwnerUnknown(RegistryError):
    """No partner is called this. Import the partner too, or write its name, number or id."""

    field = "partner"


class OwnerUnclear(RegistryError):
    """Several partners are called this. Write the number or id of the right one."""

    field = "partner"


class ListingThere(RegistryError):
    """The partner has this listing already. Leave it out."""

    field = "title"


class OwnerRefused(RegistryError):
    """Mend its partner first."""

    field = "partner"


class Owners:
    """Registered partners by all they are called."""

    def __init__(self, partners: Iterable[Partner]) -> None:
        self._called: dict[str, set[UUID]] = defaultdict(set)
        for partner in partners:
            for call in (str(partner.id), partner.name, partner.orgnr):
                if call:
                    self._called[_plain(call)].add(partner.id)

    def called(self, reference: str) -> UUID:
        """Raises OwnerUnknown or OwnerUnclear."""
        ids = self._called.get(_plain(reference), set())
        if len(ids) > 1:
            raise OwnerUnclear
        if not ids:
            raise OwnerUnknown
        return next(iter(ids))


def _plain(call: str) -> str:
    """Without case and spaces, so that 974 760 673 is 974760673."""
    return "".join(call.casefold().split())
