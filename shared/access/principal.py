"""The one who is asking."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from shared.access.errors import NotAllowed

Role = Literal["admin", "coordinator", "partner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """`name` is what people are shown, `actor` what is written down: no personal text.

    The last ones are of people who signed in; programs have a `token_id` instead.
    """

    role: Role
    regions: tuple[str, ...]
    partner_id: UUID | None
    name: str
    actor: str
    token_id: UUID | None = None
    csrf_token: str | None = None
    session_id: UUID | None = None
    holder_id: UUID | None = None  #: the contact, coordinator or admin who it is
    signed_in_recently: bool = False  #: within the last ten minutes

    @property
    def decides(self) -> bool:
        """A coordinator of some region, or an admin."""
        return self.role != "partner"

    def regions_seen(self) -> tuple[str, ...] | None:
        """The regions this one may look into; None stands for all of them."""
        return None if self.role == "admin" else self.regions

    def sees_region(self, slug: str) -> bool:
        return self.role == "admin" or slug in self.regions

    def check_region(self, slug: str) -> None:
        """Raises NotAllowed unless this one decides for the region."""
        if not (self.decides and self.sees_region(slug)):
            raise NotAllowed

    def check_partner(self, partner_id: UUID, region: str) -> None:
        """Raises NotAllowed unless this is the partner itself or decides for its region."""
        if self.partner_id != partner_id:
            self.check_region(region)

    def check_contact(self, contact_id: UUID, partner_id: UUID, region: str) -> None:
        """Raises NotAllowed unless this is the person, a program of the partner, or decides for
        the region. A colleague is none of these."""
        if self.holder_id not in (None, contact_id):
            self.check_region(region)
        self.check_partner(partner_id, region)
