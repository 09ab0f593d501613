"""Vectors of texts, each embedded once: before any transaction, because it takes its time."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from services.matcher.domain.texts import Role, SpokenText, hash_of
from services.matcher.embedding.encoder import Encoder, Vectors
from services.matcher.storage.database import Database
from shared.metrics import EMBEDDING_SECONDS


async def ensure_vectors(
    database: Database, encoder: Encoder, texts: Sequence[SpokenText], *, partner_id: UUID
) -> None:
    """See to it that every text has a vector of this encoder's model."""
    for role in dict.fromkeys(said.role for said in texts):
        said = [one.text for one in texts if one.role == role]
        await vectors_of(database, encoder, said, role=role, partner_id=partner_id)


async def vectors_of(
    database: Database, encoder: Encoder, texts: Sequence[str], *, role: Role, partner_id: UUID
) -> Vectors:
    """One vector a text, in order; what was embedded before is only looked up."""
    by_hash = {hash_of(text): text for text in texts}
    async with database.transaction() as tx:
        known = await tx.vectors.find(
            by_hash, role=role, model=encoder.model, partner_id=partner_id
        )
    unknown = [text_hash for text_hash in by_hash if text_hash not in known]
    if unknown:
        with EMBEDDING_SECONDS.time():
            made = await encoder.encode([by_hash[one] for one in unknown], role=role)
        new = dict(zip(unknown, made, strict=True))
        async with database.transaction() as tx:
            await tx.vectors.keep(new, role=role, model=encoder.model, partner_id=partner_id)
        known |= new
    return np.stack([known[hash_of(text)] for text in texts])
