"""Whether anything was taken out of the log, or changed: each row's hash holds the one before."""

from dataclasses import dataclass, field

from shared.storage.pool import Connection

# A row is judged by what the database would write today for what it holds today.
BROKEN = """
    SELECT seq,
           CASE WHEN id IS NULL THEN 'is missing'
                WHEN seq <> earlier + 1 THEN 'comes after a gap'
                ELSE 'was changed, or one before it' END AS what
      FROM (SELECT chain.seq, audit.id, chain.hash,
                   lag(chain.seq, 1, 0::bigint) OVER by_seq AS earlier,
                   audit_digest(lag(chain.hash, 1, ''::bytea) OVER by_seq,
                                chain.seq, audit) AS expected
              FROM audit_chain AS chain LEFT JOIN audit ON audit.id = chain.audit_id
            WINDOW by_seq AS (ORDER BY chain.seq)) AS linked
     WHERE id IS NULL OR seq <> earlier + 1 OR hash IS DISTINCT FROM expected
     ORDER BY seq
     LIMIT 20
"""
UNCHAINED = """
    SELECT count(*) FROM audit
     WHERE NOT EXISTS (SELECT FROM audit_chain WHERE audit_id = audit.id)
"""
HEAD = "SELECT seq, hash FROM audit_chain ORDER BY seq DESC LIMIT 1"
HASH_AT = "SELECT hash FROM audit_chain WHERE seq = $1"


@dataclass(frozen=True, slots=True)
class Head:
    """The last row of a chain at some time. Kept elsewhere, it shows when the end is cut off."""

    seq: int = 0
    hash: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    head: Head
    problems: list[str] = field(default_factory=list)


async def verify(connection: Connection, *, known: Head | None = None) -> Verdict:
    """`known` is a head that was written down before. Sees everything, or it says too much."""
    problems = [f"{row['seq']} {row['what']}" for row in await connection.fetch(BROKEN)]
    if count := await connection.fetchval(UNCHAINED):
        problems.append(f"{count} rows were added behind the chain's back")
    if known and known.seq and await connection.fetchval(HASH_AT, known.seq) != known.hash:
        problems.append(f"{known.seq} is not what was exported: cut off, or written anew")
    row = await connection.fetchrow(HEAD)
    return Verdict(head=Head(row["seq"], row["hash"]) if row else Head(), problems=problems)
