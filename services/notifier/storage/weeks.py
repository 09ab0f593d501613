"""What happened in a region lately, for the summary on Mondays."""

from datetime import datetime

from services.notifier.domain.weeks import Week
from shared.storage.pool import Connection

WEEK = """
    SELECT (SELECT count(*) FROM listings
             WHERE region = $1 AND published_at > $2) AS new_listings,
           (SELECT count(*) FROM introductions i
             WHERE i.region = $1 AND i.state = 'both_yes'
               AND EXISTS (SELECT FROM answers a
                            WHERE a.introduction_id = i.id AND a.answered_at > $2)) AS both_yes,
           (SELECT count(*) FROM introductions
             WHERE region = $1 AND state IN ('sent', 'one_answered')
               AND greatest(sent_at, reminded_at) < $3) AS stalled
"""
LOST = """
    SELECT coalesce(p.name, '') AS partner_name
      FROM letters l
      JOIN partners p ON p.id = l.partner_id
     WHERE l.region = $1 AND l.state IN ('refused', 'bounced') AND l.created_at > $2
       AND l.recipient_address IS NOT NULL AND NOT p.erased
     GROUP BY p.id, p.name
     ORDER BY p.name
"""
REGIONS = "SELECT slug, name FROM regions ORDER BY slug"


class Weeks:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def regions(self) -> list[tuple[str, str]]:
        """Short and full name of each."""
        return [(row["slug"], row["name"]) for row in await self._connection.fetch(REGIONS)]

    async def of_region(self, region: str, *, since: datetime, stalled_since: datetime) -> Week:
        row = await self._connection.fetchrow(WEEK, region, since, stalled_since)
        lost = await self._connection.fetch(LOST, region, since)
        assert row is not None, "a count is always found"
        return Week(**dict(row), undelivered=tuple(one["partner_name"] for one in lost))
