"""Import partners and listings, all of them or none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, NamedTuple
from uuid import UUID

from services.registry.actions.listings import publish_listing
from services.registry.actions.partners import register_partner
from services.registry.domain.errors import RegistryError
from services.registry.domain.imports import (
    ImportedListing,
    ImportRecord,
    ListingThere,
    OwnerRefused,
    Owners,
)
from services.registry.domain.listings import Listing
from services.registry.domain.partners import Partner
from services.registry.storage.database import Database


class Refusal(NamedTuple):
    """What is wrong with one row; `place` counts from 0."""

    rows: Literal["partners", "listings"]
    place: int
    field: str
    reason: str


class ImportRefused(Exception):
    """Some rows cannot be imported, so none was."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(self.__doc__)
        self.refusals = refusals


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    partners: list[Partner] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)


async def import_batch(
    database: Database, batch: ImportRecord, *, regions: Sequence[str] | None
) -> Imported:
    """`regions` are those where listings may find their partners; None stands for all.

    Every row is tried, so that a refusal names everything there is to mend.

    Raises:
        ImportRefused: nothing was imported.
    """
    async with database.one_transaction() as tx:
        import_ = _Import(database, Owners(await tx.partners.find(regions=regions)))
        await import_.partners(batch)
        await import_.listings(batch)
        if import_.refusals:
            raise ImportRefused(import_.refusals)
    return import_.imported


class _Import:
    def __init__(self, database: Database, owners: Owners) -> None:
        self.imported = Imported()
        self.refusals: list[Refusal] = []
        self._database = database
        self._owners = owners
        self._ids: dict[int, UUID] = {}  #: of the batch's partners, by their place

    async def partners(self, batch: ImportRecord) -> None:
        for place, record in enumerate(batch.partners):
            with self._judged("partners", place):
                partner = await register_partner(self._database, record)
                self._ids[place] = partner.id
                self.imported.partners.append(partner)

    async def listings(self, batch: ImportRecord) -> None:
        for place, row in enumerate(batch.listings):
            with self._judged("listings", place):
                owner = self._owner(row)
                await self._check_new(owner, row)
                self.imported.listings.append(
                    await publish_listing(self._database, owner, row.listing)
                )

    def _owner(self, row: ImportedListing) -> UUID:
        if isinstance(row.partner, str):
            return self._owners.called(row.partner)
        if row.partner not in self._ids:
            raise OwnerRefused
        return self._ids[row.partner]

    async def _check_new(self, owner: UUID, row: ImportedListing) -> None:
        async with self._database.transaction() as tx:
            there = await tx.listings.find(partner_id=owner, kind=row.listing.kind, status="open")
        wanted = (row.listing.title, row.listing.text)
        if any((listing.title, listing.text) == wanted for listing in there):
            raise ListingThere

    @contextmanager
    def _judged(self, rows: Literal["partners", "listings"], place: int) -> Iterator[None]:
        try:
            yield
        except RegistryError as error:
            self.refusals.append(Refusal(rows, place, error.field, str(error)))
