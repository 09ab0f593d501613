"""Who was erased or wants no letters: hashes that outlive the database and its backups."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import asyncpg

from deploy.provision.errors import TombstoneUnreadable

ALL = """
    SELECT kind, encode(hash, 'hex') AS hash FROM registry.tombstones
     UNION ALL
    SELECT 'address', encode(address_hash, 'hex') FROM notifier.suppressions
     ORDER BY 1, 2
"""
REMEMBER = """
    INSERT INTO registry.tombstones (kind, hash)
    SELECT kind, decode(hash, 'hex') FROM unnest($1::text[], $2::text[]) AS told (kind, hash)
     WHERE kind <> 'address'
    ON CONFLICT DO NOTHING
"""
SUPPRESS = """
    INSERT INTO notifier.suppressions (address_hash, reason)
    SELECT decode(hash, 'hex'), 'unsubscribed'
      FROM unnest($1::text[], $2::text[]) AS told (kind, hash)
     WHERE kind = 'address'
    ON CONFLICT DO NOTHING
"""
KINDS = ("partner", "contact", "person", "address")
HASH_BYTES = 32


@dataclass(frozen=True, slots=True, order=True)
class Tombstone:
    kind: str  #: partner, contact or person: the hash of an id; address: of an address
    hash: str


async def tombstones(connection: asyncpg.Connection) -> list[Tombstone]:
    """All the database knows; none where the services have never run."""
    try:
        return [Tombstone(**row) for row in await connection.fetch(ALL)]
    except asyncpg.UndefinedTableError:
        return []


async def remember(connection: asyncpg.Connection, known: Iterable[Tombstone]) -> None:
    """The registry erases again whom it finds among them when it starts."""
    listed = list(known)
    columns = [one.kind for one in listed], [one.hash for one in listed]
    await connection.execute(REMEMBER, *columns)
    await connection.execute(SUPPRESS, *columns)


def lines_of(known: Iterable[Tombstone]) -> str:
    return "".join(f"{json.dumps(asdict(one))}\n" for one in sorted(known))


def read_lines(text: str) -> set[Tombstone]:
    """Raises TombstoneUnreadable. A last line that was cut off by a crash is left out."""
    whole, _, _ = text.rpartition("\n")
    return {_read(line, number) for number, line in enumerate(whole.splitlines(), start=1)}


def _read(line: str, number: int) -> Tombstone:
    try:
        told = json.loads(line)
        found = Tombstone(kind=told["kind"], hash=told["hash"])
        if found.kind in KINDS and len(bytes.fromhex(found.hash)) == HASH_BYTES:
            return found
    except (ValueError, KeyError, TypeError) as error:
        raise TombstoneUnreadable(line=number) from error
    raise TombstoneUnreadable(line=number)
