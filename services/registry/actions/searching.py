"""Look through the partners of a region and what they have open."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.registry.domain.records import ListingKind
from services.registry.domain.searching import asked_for, ranked, respelled, words_of
from services.registry.storage.database import Database
from services.registry.storage.directory import ListingEntry, PartnerEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """`respelled` is what was sought instead, where the words asked for were not to be found."""

    partners: Sequence[PartnerEntry]
    listings: Sequence[ListingEntry]
    respelled: str = ""


async def look_through(database: Database, query: str, *, kind: ListingKind | None) -> Hits:
    """Everybody and everything without a query; with a kind only listings are looked for."""
    words = words_of(query)
    hits = await _search(database, words, kind=kind)
    if not words or hits.partners or hits.listings:
        return hits
    async with database.transaction() as tx:
        right = respelled(words, await tx.directory.texts())
    if right == words:
        return hits
    hits = await _search(database, right, kind=kind)
    return Hits(partners=hits.partners, listings=hits.listings, respelled=" ".join(right))


async def _search(database: Database, words: Sequence[str], *, kind: ListingKind | None) -> Hits:
    async with database.transaction() as tx:
        partners = await tx.directory.partners(words) if kind is None else []
        listings = await tx.directory.listings(words, kind=kind)
    if not words:
        return Hits(
            partners=[one.item for one in partners], listings=[one.item for one in listings]
        )
    asked = asked_for(words)
    return Hits(partners=ranked(partners, asked), listings=ranked(listings, asked))
