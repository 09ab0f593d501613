"""What models made of texts, kept so that no text is embedded twice."""

from collections.abc import Collection, Mapping
from uuid import UUID

import numpy as np

from services.matcher.domain.texts import Role
from services.matcher.ranking.items import Side, Vector
from services.matcher.ranking.means import Mean, MeanKey
from shared.storage.pool import Connection

FIND = """
    SELECT text_hash, halfvec_send(vector) AS vector
      FROM vectors
     WHERE text_hash = ANY($1::bytea[]) AND role = $2 AND model = $3 AND partner_id = $4
"""
KEEP = """
    INSERT INTO vectors (partner_id, model, role, text_hash, vector)
    SELECT $1, $2, $3, $4, $5::real[]::halfvec
     WHERE NOT EXISTS (SELECT FROM erased_partners WHERE id = $1)
    ON CONFLICT DO NOTHING
"""
MEANS = """
    SELECT items.language, item_texts.side, halfvec_send(avg(vectors.vector)) AS vector,
           count(*)::int AS count
      FROM items
      JOIN item_texts ON item_texts.item_id = items.id
      JOIN vectors USING (text_hash, role, partner_id)
     WHERE items.region = $1 AND items.status = 'open' AND vectors.model = $2
       AND item_texts.side = ANY($3::text[])
     GROUP BY items.language, item_texts.side
"""
OPEN = "SELECT count(*) FROM items WHERE region = $1 AND status = 'open'"
# Texts that nobody's item says any more. Sentences go too and are embedded again when needed.
FORGET = """
    DELETE FROM vectors
     WHERE partner_id IN (SELECT id FROM erased_partners)
        OR (made_at < now() - make_interval(days => $1) AND NOT EXISTS (
            SELECT FROM item_texts
             WHERE item_texts.text_hash = vectors.text_hash AND item_texts.role = vectors.role))
"""
HEADER_BYTES = 4  #: number of dimensions and a spare, before the numbers


class StoredVectors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def find(
        self, hashes: Collection[bytes], *, role: Role, model: str, partner_id: UUID
    ) -> dict[bytes, Vector]:
        rows = await self._connection.fetch(FIND, list(hashes), role, model, partner_id)
        return {row["text_hash"]: vector_in(row["vector"]) for row in rows}

    async def keep(
        self, vectors: Mapping[bytes, Vector], *, role: Role, model: str, partner_id: UUID
    ) -> None:
        """Nothing is kept of a partner that has been erased meanwhile."""
        rows = [
            (partner_id, model, role, text_hash, vector.tolist())
            for text_hash, vector in vectors.items()
        ]
        await self._connection.executemany(KEEP, rows)

    async def means(self, *, region: str, model: str) -> dict[MeanKey, Mean]:
        rows = await self._connection.fetch(MEANS, region, model, list(Side))
        return {
            (row["language"], Side(row["side"])): Mean(vector_in(row["vector"]), row["count"])
            for row in rows
        }

    async def open_items(self, *, region: str) -> int:
        return int(await self._connection.fetchval(OPEN, region))

    async def forget_unused(self, *, after_days: int) -> None:
        await self._connection.execute(FORGET, after_days)


def vector_in(sent: bytes) -> Vector:
    """From pgvector's binary form, which spares writing and reading numbers as text."""
    return np.frombuffer(sent, ">f2", offset=HEADER_BYTES).astype(np.float32)
