"""Who is left in peace for now, what everybody has waiting, and what to look at again."""

from collections.abc import Sequence
from uuid import UUID

from services.matcher.domain.fairness import Held, OpenPair, order_of
from shared.events.profiles import PartnerKind
from shared.storage.pool import Connection

HELD = """
    SELECT theirs.partner_id AS other, 'recently' AS why
      FROM suggestion_partners AS mine
      JOIN suggestions ON suggestions.id = mine.suggestion_id
      JOIN suggestion_partners AS theirs ON theirs.suggestion_id = mine.suggestion_id
     WHERE mine.partner_id = $1 AND theirs.partner_id <> $1
       AND status IN ('approved', 'rejected') AND decided_at > now() - held_for(reason)
    UNION ALL
    SELECT CASE seeker_partner_id WHEN $1 THEN provider_partner_id ELSE seeker_partner_id END,
           'recently'
      FROM introductions
     WHERE $1 IN (seeker_partner_id, provider_partner_id)
       AND coalesce(opened_at, sent_at, now()) > now() - held_for(NULL)
    UNION ALL
    SELECT id, 'paused' FROM partners WHERE region = $2 AND is_paused
"""
OPEN = """
    SELECT suggestions.id, coalesce(score, 0) AS score, by_hand,
           seeker_partner_id, provider_partner_id, seeker.kind <> provider.kind AS bridges
      FROM suggestions
      JOIN partners AS seeker ON seeker.id = seeker_partner_id
      JOIN partners AS provider ON provider.id = provider_partner_id
     WHERE suggestions.region = $1 AND status IN ('proposed', 'snoozed')
       AND $2 NOT IN (seeker_item_id, provider_item_id)
"""
KINDS = "SELECT id, kind FROM partners WHERE region = $1"
WAITING_EACH = """
    SELECT count(suggestions.id) AS waiting
      FROM partners
      LEFT JOIN suggestions ON partners.id IN (seeker_partner_id, provider_partner_id)
       AND status IN ('proposed', 'snoozed')
     WHERE $1::text[] IS NULL OR partners.region = ANY($1::text[])
     GROUP BY partners.id
"""
AGAIN = "UPDATE items SET look_again_since = now() WHERE status = 'open' AND"
AGAIN_IN = f"{AGAIN} kind IN ('need', 'idea') AND region = $1"
AGAIN_BESIDE = f"""
    {AGAIN} kind IN ('need', 'idea')
        AND id IN (SELECT seeker_item_id FROM suggestions WHERE provider_partner_id = $1)
"""  # noqa: S608 our own condition
AGAIN_AFTER = f"""
    {AGAIN} (id = (SELECT seeker_item_id FROM suggestions WHERE id = $1)
        OR ((SELECT open_suggestions IS NOT NULL FROM region_settings
              WHERE region_settings.region = items.region)
            AND partner_id IN (SELECT partner_id FROM suggestion_partners
                                WHERE suggestion_id = $1)))
"""  # noqa: S608
# Looked for every hour; what ended while nobody looked is found when somebody publishes again.
AGAIN_IN_PEACE_LONG_ENOUGH = f"""
    {AGAIN} id IN (
        SELECT seeker_item_id FROM suggestions
         WHERE status IN ('approved', 'rejected')
           AND decided_at + held_for(reason) BETWEEN now() - interval '3 hours' AND now())
"""  # noqa: S608


class Fairness:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def held(self, partner_id: UUID, *, region: str) -> dict[UUID, Held]:
        """Partners to whom nothing new of this one is suggested; itself, where it paused."""
        rows = await self._connection.fetch(HELD, partner_id, region)
        return {row["other"]: row["why"] for row in rows}

    async def open_but(self, item_id: UUID, *, region: str, bridging: float) -> list[OpenPair]:
        """All that waits in the region, but for what the item is in."""
        rows = await self._connection.fetch(OPEN, region, item_id)
        return [
            OpenPair(
                id=row["id"],
                order=order_of(row["score"], bridges=row["bridges"], bridging=bridging),
                partners=(row["seeker_partner_id"], row["provider_partner_id"]),
                by_hand=row["by_hand"],
            )
            for row in rows
        ]

    async def kinds(self, *, region: str) -> dict[UUID, PartnerKind]:
        return {row["id"]: row["kind"] for row in await self._connection.fetch(KINDS, region)}

    async def waiting_each(self, regions: Sequence[str] | None) -> list[int]:
        """How many suggestions each partner has open, those with none too."""
        return [row["waiting"] for row in await self._connection.fetch(WAITING_EACH, regions)]

    async def look_again_in(self, region: str) -> None:
        await self._connection.execute(AGAIN_IN, region)

    async def look_again_beside(self, partner_id: UUID) -> None:
        """At whatever was suggested to somebody by way of this partner."""
        await self._connection.execute(AGAIN_BESIDE, partner_id)

    async def look_again_after(self, suggestion_id: UUID) -> None:
        """At what may take the room of a suggestion that no longer waits."""
        await self._connection.execute(AGAIN_AFTER, suggestion_id)

    async def look_again_in_peace_long_enough(self) -> None:
        await self._connection.execute(AGAIN_IN_PEACE_LONG_ENOUGH)
