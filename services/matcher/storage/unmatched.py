"""Finds needs without a suggestion and partners that got nothing, as long as their region says."""

from collections.abc import Sequence

from services.matcher.domain.unmatched import LonelyNeed, QuietPartner
from services.matcher.storage.items import IN_FORCE
from services.matcher.storage.partners import Partners
from services.matcher.storage.questions import Questions
from services.matcher.storage.search import Search
from shared.events.regions import MatchingSettings
from shared.storage.pool import Connection

USUAL = MatchingSettings(slug="usual", name="usual")

NEEDS = f"""
    SELECT items.id, items.known_since, EXISTS (
               SELECT FROM agenda WHERE agenda.item_id = items.id AND done_at IS NULL
           ) AS is_on_agenda
      FROM items
      LEFT JOIN region_settings ON region_settings.region = items.region
     WHERE items.kind = 'need' AND items.status = 'open' AND {IN_FORCE}
       AND ($1::text[] IS NULL OR items.region = ANY($1::text[]))
       AND items.known_since < now() - make_interval(
               days => coalesce(nobody_fits_days, {USUAL.nobody_fits_days}))
       AND NOT EXISTS (
           SELECT FROM suggestions
            WHERE items.id IN (seeker_item_id, provider_item_id)
              AND suggestions.status IN ('proposed', 'snoozed', 'approved'))
       AND NOT EXISTS (
           SELECT FROM introductions WHERE items.id IN (seeker_item_id, provider_item_id))
     ORDER BY items.known_since, items.id
     LIMIT $2
"""  # noqa: S608 our own constants
PARTNERS = f"""
    SELECT partners.id, got.latest, EXISTS (
               SELECT FROM agenda
                WHERE agenda.partner_id = partners.id AND item_id IS NULL AND done_at IS NULL
           ) AS is_on_agenda,
           (SELECT count(*) FROM suggestions
             WHERE partners.id IN (seeker_partner_id, provider_partner_id)
               AND status IN ('proposed', 'snoozed')) AS waiting
      FROM partners
      LEFT JOIN region_settings ON region_settings.region = partners.region
     CROSS JOIN LATERAL (
           SELECT now() - make_interval(
                      months => coalesce(nothing_got_months, {USUAL.nothing_got_months})) AS since
           ) AS long_ago
     CROSS JOIN LATERAL (
           SELECT max(at) AS latest
             FROM (SELECT coalesce(opened_at, sent_at) AS at FROM introductions
                    WHERE partners.id IN (seeker_partner_id, provider_partner_id)
                    UNION ALL
                   SELECT decided_at FROM suggestions
                    WHERE partners.id IN (seeker_partner_id, provider_partner_id)
                      AND status = 'approved') AS gotten
           ) AS got
     WHERE ($1::text[] IS NULL OR partners.region = ANY($1::text[]))
       AND partners.known_since < since AND (got.latest IS NULL OR got.latest < since)
     ORDER BY got.latest NULLS FIRST, partners.name
     LIMIT $2
"""  # noqa: S608 our own constants


class Unmatched:
    """`regions` None stands for all of them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def needs(self, *, regions: Sequence[str] | None, limit: int) -> list[LonelyNeed]:
        """Those that have waited longest first."""
        rows = {row["id"]: row for row in await self._connection.fetch(NEEDS, regions, limit)}
        asked = await Questions(self._connection).of_items(list(rows))
        return [
            LonelyNeed(
                half=half,
                known_since=rows[half.item.id]["known_since"],
                questions=[one for one in asked if one.item_id == half.item.id],
                is_on_agenda=rows[half.item.id]["is_on_agenda"],
            )
            for half in await Search(self._connection).halves(list(rows))
        ]

    async def partners(self, *, regions: Sequence[str] | None, limit: int) -> list[QuietPartner]:
        """Those that never got anything first."""
        rows = await self._connection.fetch(PARTNERS, regions, limit)
        known = await Partners(self._connection).by_ids([row["id"] for row in rows])
        return [
            QuietPartner(
                partner=known[row["id"]],
                latest=row["latest"],
                waiting=row["waiting"],
                is_on_agenda=row["is_on_agenda"],
            )
            for row in rows
            if row["id"] in known
        ]
