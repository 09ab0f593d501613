"""What a database needs after it was restored, before anything runs on it.

The world has gone on since the backup: letters have left, people have signed out, and the broker
knows other events. Nothing here sends anything; whatever may have been sent is doubted.
"""

from dataclasses import dataclass

import asyncpg

from deploy.provision.auditing import write_down
from deploy.provision.services import SERVICES

MAYBE_SENT = (
    "Restored from a backup: this letter waited then, and may have been sent since. "
    "Ask one of the two before you send it again."
)
FORGET_DOORS = """
    DELETE FROM access.sessions;
    DELETE FROM access.sign_in_links;
    DELETE FROM access.tries;
    DELETE FROM notifier.sign_in_letters;
    DELETE FROM registry.outbox WHERE type = 'sign_in.requested.v1'
"""
# What every reader had confirmed is in the backup on both sides. The rest is told once more; who
# has acted on it already knows it by its id.
PUBLISH_AGAIN = """
    UPDATE {service}.outbox SET published_at = NULL, entry_id = NULL WHERE confirmed_at IS NULL
"""
# Approved, and the notifier had not heard of it: since then it may have, and have written.
INTRODUCE_UNHEARD = """
    INSERT INTO notifier.introductions (id, region, seeker_partner_id, provider_partner_id,
                                        suggestion)
    SELECT DISTINCT ON (subject) subject, region, seeker, provider, suggestion
      FROM matcher.outbox
     CROSS JOIN LATERAL (SELECT body::jsonb -> 'data' AS suggestion) AS told
     CROSS JOIN LATERAL (SELECT (suggestion #>> '{seeker,partner_id}')::uuid AS seeker,
                                (suggestion #>> '{provider,partner_id}')::uuid AS provider) AS pair
     WHERE type = 'suggestion.approved.v1' AND confirmed_at IS NULL
       AND NOT EXISTS (SELECT FROM notifier.partners WHERE id IN (seeker, provider) AND erased)
     ORDER BY subject, seq DESC
    ON CONFLICT (id) DO NOTHING
"""
WRITE_UNHEARD = """
    INSERT INTO notifier.letters (id, kind, key, region, facts, about, introduction_id, partner_id,
                                  message_id)
    SELECT letter, 'introduction', 'introduction:' || introduction.id || ':' || partner_id, region,
           '{"kind": "introduction"}', ARRAY[seeker_partner_id, provider_partner_id],
           introduction.id, partner_id, '<' || letter || '@restored.invalid>'
      FROM notifier.introductions AS introduction
     CROSS JOIN LATERAL (VALUES (seeker_partner_id, gen_random_uuid()),
                                (provider_partner_id, gen_random_uuid())) AS of (partner_id, letter)
     WHERE NOT EXISTS (SELECT FROM notifier.letters WHERE introduction_id = introduction.id)
"""
# Approved in the console and not told yet: since then it may have been, and letters have left.
UNDO_UNTOLD = """
    UPDATE matcher.suggestions
       SET status = 'proposed', decided_at = NULL, decided_by = NULL, decider = '', reason = NULL,
           note = CASE status WHEN 'rejected' THEN note_before ELSE note END, leaves_at = NULL,
           version = version + 1
     WHERE leaves_at IS NOT NULL
"""
DOUBT_LETTERS = """
    UPDATE notifier.letters
       SET state = 'unknown', server_reply = $1, lease = NULL, lease_until = NULL, phase = NULL
     WHERE state IN ('waiting', 'sending')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    doubted: int  #: letters that may have been sent since the backup


async def settle(connection: asyncpg.Connection, *, nothing_ran_since: bool = False) -> Settled:
    """Needs a superuser's connection and that no service runs.

    `nothing_ran_since` the backup: letters that waited then keep their turn.
    """
    async with connection.transaction():
        await write_down(
            connection, "backup.restored", details={"nothing_ran_since": nothing_ran_since}
        )
        await connection.execute(FORGET_DOORS)
        for service in SERVICES:
            await connection.execute(PUBLISH_AGAIN.format(service=service))
        if nothing_ran_since:
            return Settled(doubted=0)
        await connection.execute(UNDO_UNTOLD)
        await connection.execute(INTRODUCE_UNHEARD)
        await connection.execute(WRITE_UNHEARD)
        doubted = await connection.execute(DOUBT_LETTERS, MAYBE_SENT)
    return Settled(doubted=int(doubted.rpartition(" ")[2]))
