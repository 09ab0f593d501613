"""What a token, a sign-in link or a session is good for."""

from dataclasses import dataclass
from uuid import UUID

from shared.access.principal import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """`name` is a label, or the person's name; `holder_id` the contact, coordinator or admin
    that it stands on, and ends with."""

    role: Role
    regions: tuple[str, ...] = ()
    partner_id: UUID | None = None
    name: str = ""
    holder_id: UUID | None = None
