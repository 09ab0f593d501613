"""How often something may be tried, counted in PostgreSQL by its clock: alike for all processes."""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network

from shared.access.secrets import keyed_hash
from shared.storage.pool import Connection

KEPT_DAYS = 1
IPV6_HOME = 64  #: one subscriber has at least so much

COUNT = """
    INSERT INTO access.tries AS t (what, key, since)
    VALUES ($1, $2, date_bin($3::interval, now(), 'epoch'))
    ON CONFLICT (what, key, since) DO UPDATE SET count = t.count + 1
    RETURNING count
"""
SWEEP = "DELETE FROM access.tries WHERE since < now() - make_interval(days => $1)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    what: str
    most: int
    within: timedelta


class Limits:
    """`key` makes hashes of what is counted, so that the table tells no addresses."""

    def __init__(self, connection: Connection, *, key: str) -> None:
        self._connection = connection
        self._key = key

    async def allows(self, limit: Limit, *subject: str) -> bool:
        """Count one more try; False when that is more than allowed."""
        hashed = keyed_hash("\n".join(subject), key=self._key)
        count: int = await self._connection.fetchval(COUNT, limit.what, hashed, limit.within)
        return count <= limit.most

    async def sweep(self) -> None:
        await self._connection.execute(SWEEP, KEPT_DAYS)


def network_of(host: str | None) -> str:
    """The address that is counted: of IPv6 the part that a subscriber cannot choose."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ip_network((address, IPV6_HOME), strict=False))
