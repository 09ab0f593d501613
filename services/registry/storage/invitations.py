"""When contacts were invited to sign in."""

from datetime import datetime
from uuid import UUID

from shared.storage.pool import Connection

INVITED = "UPDATE contacts SET invited_at = now() WHERE id = $1"
OF_PARTNER = """
    SELECT id, invited_at FROM contacts WHERE partner_id = $1 AND invited_at IS NOT NULL
"""


class Invitations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def made(self, contact_id: UUID) -> None:
        await self._connection.execute(INVITED, contact_id)

    async def of_partner(self, partner_id: UUID) -> dict[UUID, datetime]:
        """By the contact; those never invited are left out."""
        rows = await self._connection.fetch(OF_PARTNER, partner_id)
        return {row["id"]: row["invited_at"] for row in rows}
