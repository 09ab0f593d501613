"""The partners of a region and their open listings, to be looked through and searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.registry.domain.records import Language, ListingKind, PartnerKind
from services.registry.domain.searching import Found
from shared.storage.pool import Connection

# Stemmed once, not for each row. Without words nobody needs the texts.
ASKED = """
    WITH asked AS MATERIALIZED (
        SELECT place, websearch_to_tsquery('norwegian', word)
                      || websearch_to_tsquery('english', word) AS query
          FROM unnest($1::text[]) WITH ORDINALITY AS words(word, place))
"""
PARTNERS = f"""{ASKED}
    SELECT p.id, p.name, p.kind, p.place, coalesce(p.sector, '') AS sector,
           CASE WHEN cardinality($1) > 0 THEN p.searched ELSE '' END AS searched,
           (SELECT count(*) FROM listings l WHERE l.partner_id = p.id AND l.status = 'open')
               AS open_listings,
           ARRAY(SELECT p.words @@ query FROM asked ORDER BY place) AS matches
      FROM partners p
     ORDER BY p.name, p.id
"""  # noqa: S608  our own text
LISTINGS = f"""{ASKED}
    SELECT l.id, l.kind, l.title, l.language, l.place, p.id AS partner_id, p.name AS partner,
           CASE WHEN cardinality($1) > 0 THEN l.searched ELSE '' END AS searched,
           ARRAY(SELECT l.words @@ query FROM asked ORDER BY asked.place) AS matches
      FROM listings l
      JOIN partners p ON p.id = l.partner_id
     WHERE l.status = 'open'
       AND (l.expires_on IS NULL OR l.expires_on >= (now() AT TIME ZONE 'Europe/Oslo')::date)
       AND ($2::text IS NULL OR l.kind = $2)
     ORDER BY l.id DESC
"""  # noqa: S608  our own text

TEXTS = """
    SELECT searched FROM partners
     UNION ALL
    SELECT searched FROM listings WHERE status = 'open'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerEntry:
    id: UUID
    name: str
    kind: PartnerKind
    place: str
    sector: str
    open_listings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingEntry:
    id: UUID
    kind: ListingKind
    title: str
    language: Language
    place: str
    partner_id: UUID
    partner: str


class Directory:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def texts(self) -> list[str]:
        """Everything that can be found, in small letters."""
        return [row["searched"] for row in await self._connection.fetch(TEXTS)]

    async def partners(self, words: Sequence[str] = ()) -> list[Found[PartnerEntry]]:
        """All of the regions served, by name."""
        rows = [dict(row) for row in await self._connection.fetch(PARTNERS, list(words))]
        return [
            Found(
                searched=row.pop("searched"), matches=row.pop("matches"), item=PartnerEntry(**row)
            )
            for row in rows
        ]

    async def listings(
        self, words: Sequence[str] = (), *, kind: ListingKind | None = None
    ) -> list[Found[ListingEntry]]:
        """Open ones of the regions served, the newest first."""
        rows = [dict(row) for row in await self._connection.fetch(LISTINGS, list(words), kind)]
        return [
            Found(
                searched=row.pop("searched"), matches=row.pop("matches"), item=ListingEntry(**row)
            )
            for row in rows
        ]
