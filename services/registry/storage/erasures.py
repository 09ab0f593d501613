"""Forgetting a partner wherever the registry may have written about it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.access.answers import Answers
from shared.messaging.dead_letters import DeadLetters
from shared.storage.pool import Connection
from shared.storage.scope import everywhere_on

Kind = Literal["partner", "contact", "person"]

ADD = """
    INSERT INTO erased_partners (id, region, version) VALUES ($1, $2, $3)
    RETURNING id, region, version
"""
ALL = "SELECT id, region, version FROM erased_partners ORDER BY id"
ADD_CONTACT = """
    INSERT INTO erased_contacts (id, partner_id, region, version) VALUES ($1, $2, $3, $4)
    ON CONFLICT (id) DO NOTHING
"""
PUT_TOMBSTONE = """
    INSERT INTO tombstones (kind, hash) VALUES ($1, tombstone($1, $2)) ON CONFLICT DO NOTHING
"""
RISEN = {
    kind: f"""
    SELECT id FROM {table} WHERE tombstone('{kind}', id) IN
        (SELECT hash FROM tombstones WHERE kind = '{kind}')
"""  # noqa: S608  our own names
    for kind, table in (("partner", "partners"), ("contact", "contacts"), ("person", "people"))
}
CONTACTS = "SELECT id, partner_id, region, version FROM erased_contacts ORDER BY id"
# That somebody is to be forgotten must still be told.
DROP_EVENTS = """
    DELETE FROM outbox
     WHERE position($1::text IN body) > 0 AND type NOT LIKE '%.erased.v1'
"""
# They tell an address, and no id: whoever asks may be several people.
DROP_SIGN_INS = """
    DELETE FROM outbox
     WHERE type = 'sign_in.requested.v1'
       AND lower(body::jsonb #>> '{data,recipient,email}') = lower($1)
"""
REVOKE_TOKENS = """
    UPDATE access.tokens SET revoked_at = coalesce(revoked_at, now()), label = ''
     WHERE partner_id = $1
"""
SPEND_SIGN_IN_LINKS = """
    UPDATE access.sign_in_links SET used_at = now() WHERE partner_id = $1 AND used_at IS NULL
"""
CLOSE_SESSIONS = "DELETE FROM access.sessions WHERE partner_id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPartner:
    id: UUID
    region: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedContact:
    id: UUID
    partner_id: UUID
    region: str
    version: int


class Erasures:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, partner_id: UUID, *, region: str, version: int) -> ErasedPartner:
        await self._put_tombstone("partner", partner_id)
        row = await self._connection.fetchrow(ADD, partner_id, region, version)
        assert row, "an insert returns its row"
        return ErasedPartner(**row)

    async def all(self) -> list[ErasedPartner]:
        return [ErasedPartner(**row) for row in await self._connection.fetch(ALL)]

    async def add_contact(self, contact: ErasedContact) -> None:
        await self._put_tombstone("contact", contact.id)
        await self._connection.execute(
            ADD_CONTACT, contact.id, contact.partner_id, contact.region, contact.version
        )

    async def contacts(self) -> list[ErasedContact]:
        return [ErasedContact(**row) for row in await self._connection.fetch(CONTACTS)]

    async def risen(self, kind: Kind) -> list[UUID]:
        """Those that are there although they have been erased: a backup brought them back."""
        return [row["id"] for row in await self._connection.fetch(RISEN[kind])]

    async def forget_messages(self, erased_id: UUID) -> None:
        """Events that mention a partner or contact, and answers kept for repeats.

        Everything about a partner's people and listings mentions the partner.
        """
        await self._connection.execute(DROP_EVENTS, str(erased_id))
        await DeadLetters(self._connection).forget_mentioning(erased_id)
        await Answers(self._connection).empty_mentioning(erased_id)

    async def _put_tombstone(self, kind: Kind, erased_id: UUID) -> None:
        async with everywhere_on(self._connection):
            await self._connection.execute(PUT_TOMBSTONE, kind, erased_id)

    async def forget_sign_ins(self, email: str) -> None:
        """That a link was sent to this address."""
        async with everywhere_on(self._connection):
            await self._connection.execute(DROP_SIGN_INS, email)

    async def shut_out(self, partner_id: UUID) -> None:
        """No token, link or session of the partner works from now on."""
        async with everywhere_on(self._connection):
            await self._connection.execute(REVOKE_TOKENS, partner_id)
            await self._connection.execute(SPEND_SIGN_IN_LINKS, partner_id)
            await self._connection.execute(CLOSE_SESSIONS, partner_id)
