"""Finds what may go with an item: exactly, in its region, by meaning and by words."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

import numpy as np
from asyncpg import Record

from services.matcher.domain.items import Item
from services.matcher.domain.seeking import SOUGHT
from services.matcher.domain.texts import SpokenText, said_by, side_of
from services.matcher.ranking.items import Item as RankedItem
from services.matcher.ranking.items import Side, Vector, Vectors
from services.matcher.ranking.statements import statement
from services.matcher.storage.items import IN_FORCE
from services.matcher.storage.partners import Partners
from services.matcher.storage.vectors import vector_in
from shared.storage.pool import Connection

TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('matching in ' || $1, 0))"
#: Nearest by meaning, counted in each language by itself: models sort texts by language first.
MOST_IN_A_LANGUAGE = 100
MOST_BY_WORDS = 50

# What one asks is near to what the other answers. No index on vectors: within a region looking
# at every one of them is fast, and none is overlooked. `asked` is materialized, or its words
# would be made ready anew for every item.
FIND = f"""
    WITH settled AS MATERIALIZED (
        SELECT * FROM settled_pairs
         WHERE $1 IN (seeker_item_id, provider_item_id)
            OR $2 IN (seeker_partner_id, provider_partner_id)
    ), within_reach AS MATERIALIZED (
        SELECT items.id, items.partner_id, items.language, words_norwegian, words_english
          FROM items
          JOIN partners ON partners.id = items.partner_id
         WHERE items.region = $3 AND items.status = 'open' AND {IN_FORCE}
           AND items.kind = ANY($4::text[]) AND items.partner_id <> $2
           AND NOT EXISTS (
               SELECT FROM settled
                WHERE (seeker_item_id, provider_item_id) IN ((items.id, $1), ($1, items.id))
                   OR (in_touch AND (seeker_item_id, provider_partner_id)
                                 IN ((items.id, $2), ($1, items.partner_id))))
    ), subject AS (
        SELECT said.side, vectors.vector
          FROM unnest($5::text[], $6::text[], $7::bytea[]) AS said (side, role, text_hash)
          JOIN vectors ON vectors.text_hash = said.text_hash AND vectors.role = said.role
           AND vectors.partner_id = $2 AND vectors.model = $8
    ), near AS (
        SELECT within_reach.id,
               row_number() OVER (PARTITION BY within_reach.language
                                  ORDER BY min(vectors.vector <=> subject.vector)) AS place
          FROM within_reach
          JOIN item_texts ON item_texts.item_id = within_reach.id
          JOIN vectors ON vectors.text_hash = item_texts.text_hash
           AND vectors.role = item_texts.role
           AND vectors.partner_id = within_reach.partner_id AND vectors.model = $8
          JOIN subject ON (subject.side = '{Side.ASKING}') <> (item_texts.side = '{Side.ASKING}')
         WHERE item_texts.side = ANY($11::text[])
         GROUP BY within_reach.id, within_reach.language
    ), asked AS MATERIALIZED (
        SELECT replace(plainto_tsquery('norwegian', $9)::text, '&', '|')::tsquery AS norwegian,
               replace(plainto_tsquery('english', $9)::text, '&', '|')::tsquery AS english
    ), worded AS (
        SELECT within_reach.id
          FROM within_reach, asked
         WHERE words_norwegian @@ norwegian OR words_english @@ english
         ORDER BY greatest(ts_rank(words_norwegian, norwegian),
                           ts_rank(words_english, english)) DESC
         LIMIT {MOST_BY_WORDS}
    )
    SELECT id FROM near WHERE place <= {MOST_IN_A_LANGUAGE}
    UNION
    SELECT id FROM worded
    UNION
    SELECT id FROM within_reach WHERE id = ANY($10::uuid[])
"""  # noqa: S608 our own constants
SEEKING_BESIDE = f"""
    SELECT items.id
      FROM items
     WHERE region = $2 AND kind = $3 AND partner_id <> $4 AND status = 'open' AND {IN_FORCE}
       AND NOT EXISTS (SELECT FROM settled_pairs
                        WHERE (seeker_item_id, provider_item_id)
                              IN ((items.id, $1), ($1, items.id)))
"""  # noqa: S608
LOAD = """
    SELECT items.id, items.partner_id, items.kind, items.title, items.text, items.language,
           coalesce(items.latitude, partners.latitude) AS latitude,
           coalesce(items.longitude, partners.longitude) AS longitude,
           coalesce(partners.description, '') AS about,
           coalesce(partners.kind, '') AS partner_kind, coalesce(partners.sector, '') AS sector,
           spoken.sides, spoken.vectors
      FROM unnest($1::uuid[]) AS wanted (id)
      JOIN items ON items.id = wanted.id
      LEFT JOIN partners ON partners.id = items.partner_id
     CROSS JOIN LATERAL (
           SELECT array_agg(item_texts.side) AS sides,
                  array_agg(halfvec_send(vectors.vector)) AS vectors
             FROM item_texts
             JOIN vectors ON vectors.text_hash = item_texts.text_hash
              AND vectors.role = item_texts.role
              AND vectors.partner_id = items.partner_id AND vectors.model = $2
            WHERE item_texts.item_id = items.id) AS spoken
     WHERE spoken.sides IS NOT NULL
"""


class _Spoken(TypedDict):
    vectors: Mapping[Side, Vector]
    sentence_vectors: Mapping[Side, Vectors]


class Candidates:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def take_turns(self, region: str) -> None:
        """Wait until nobody else matches in the region.

        Two items published at the same moment would otherwise not see each other.
        """
        await self._connection.execute(TAKE_TURNS, region)

    async def find(
        self, item: Item, texts: Sequence[SpokenText], *, model: str, known: Collection[UUID] = ()
    ) -> list[UUID]:
        """Open items of other partners in the region that fit by kind and are not settled.

        `known` are looked at again however far away they are.
        """
        whole = [said for said in texts if said.sentence is None]
        rows = await self._connection.fetch(
            FIND,
            item.id,
            item.partner_id,
            item.region,
            list(SOUGHT[item.kind]),
            [said.name for said in whole],
            [said.role for said in whole],
            [said.text_hash for said in whole],
            model,
            said_by(item),
            list(known),
            list(Side),
        )
        return [row["id"] for row in rows]

    async def seeking_beside(self, item: Item) -> list[UUID]:
        """Open ones of its kind in the region, of other partners, that are not settled with it."""
        rows = await self._connection.fetch(
            SEEKING_BESIDE, item.id, item.region, item.kind, item.partner_id
        )
        return [row["id"] for row in rows]

    async def subject(self, item: Item, vectors: Mapping[str, Vector]) -> RankedItem:
        """The item itself, standing where its partner stands when it has no place; vectors by
        the names of the texts."""
        partner = await Partners(self._connection).get(item.partner_id)
        placed = item if item.latitude is not None else partner
        return RankedItem(
            id=item.id,
            partner_id=item.partner_id,
            kind=item.kind,
            text=said_by(item),
            language=item.language,
            about=partner.description if partner else "",
            partner_kind=partner.kind if partner else "",
            sector=partner.sector if partner else "",
            **_spoken(vectors),
            latitude=placed.latitude if placed else None,
            longitude=placed.longitude if placed else None,
        )

    async def load(self, ids: Collection[UUID], *, model: str) -> list[RankedItem]:
        """The items with their vectors of this model; those that have none are left out."""
        rows = await self._connection.fetch(LOAD, list(ids), model)
        return [_ranked_item(row) for row in rows]


def _ranked_item(row: Record) -> RankedItem:
    vectors = map(vector_in, row["vectors"])
    return RankedItem(
        id=row["id"],
        partner_id=row["partner_id"],
        kind=row["kind"],
        text=statement(title=row["title"], text=row["text"]),
        language=row["language"],
        about=row["about"],
        partner_kind=row["partner_kind"],
        sector=row["sector"],
        **_spoken(dict(zip(row["sides"], vectors, strict=True))),
        latitude=row["latitude"],
        longitude=row["longitude"],
    )


def _spoken(vectors: Mapping[str, Vector]) -> _Spoken:
    """Whole texts apart from sentences; a side of which one is missing speaks as a whole."""
    whole: dict[Side, Vector] = {}
    parts: dict[Side, dict[int, Vector]] = defaultdict(dict)
    for name, vector in vectors.items():
        side, sentence = side_of(name)
        if sentence is None:
            whole[side] = vector
        else:
            parts[side][sentence] = vector
    sentences = {
        side: np.stack([its[place] for place in range(len(its))])
        for side, its in parts.items()
        if its.keys() == set(range(len(its)))
    }
    return {"vectors": whole, "sentence_vectors": sentences}
