"""Why the registry says no. The docstring is what the person reads."""

from typing import ClassVar


class RegistryError(Exception):
    """The registry refused the request."""

    field: ClassVar[str] = ""  #: what to mend in the request

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class RegionUnknown(RegistryError):
    """There is no such region. Use the short name of one of those under /api/regions."""

    field = "region"


class RegionNotFound(RegistryError):
    """There is no such region. GET /api/regions lists them all."""


class RegionSlugTaken(RegistryError):
    """Another region has this short name. Choose another one."""

    field = "slug"


class RegionSlugFixed(RegistryError):
    """A region keeps its short name. Leave the slug as it is."""

    field = "slug"


class RegionChangedMeanwhile(RegistryError):
    """Somebody else changed the region meanwhile. Look at what is there now, then save again."""

    field = "version"


class PartnerUnknown(RegistryError):
    """There is no such partner. It may have been erased."""


class PartnerNameTaken(RegistryError):
    """Another partner in the region has this name. Change that one, or write another name."""

    field = "name"


class OrgnrTaken(RegistryError):
    """Another partner in the region has this organisation number. Change that one instead."""

    field = "orgnr"


class PartnerRegionFixed(RegistryError):
    """A partner stays in its region. Erase it, and register it anew in the other one."""

    field = "region"


class PartnerChangedMeanwhile(RegistryError):
    """Somebody else changed the partner meanwhile. Look at what is there now, then save again."""

    field = "version"


class ListingUnknown(RegistryError):
    """There is no such listing. It may have been erased with its partner."""


class ListingKindFixed(RegistryError):
    """A listing keeps its kind. Delete it, and publish a new one of the other kind."""

    field = "kind"


class ExpiryPassed(RegistryError):
    """This day has passed. Choose today or a later day."""

    field = "expires_on"


class DraftsTooMany(RegistryError):
    """There are fifty drafts already. Publish or delete some of them first."""

    field = "text"


class LastContact(RegistryError):
    """Somebody must be there to write to. Add a colleague first, then remove this one."""

    field = "contacts"


class ContactKnown(RegistryError):
    """This address belongs to one of your contacts already."""

    field = "email"


class ContactsTooMany(RegistryError):
    """A partner has at most twenty contacts. Remove one first."""

    field = "contacts"


class DeputyUnusable(RegistryError):
    """The deputy must be another contact of the partner."""

    field = "deputy_id"


class ReturnTooEarly(RegistryError):
    """The last day away comes before the first one."""

    field = "away_until"


class ProfileChanged(RegistryError):
    """Somebody else changed the profile meanwhile. Look at it, then save yours again."""

    field = "version"


class TextsTooLong(RegistryError):
    """The texts are too long together. Shorten the description or the capabilities."""

    field = "description"


class ContactUnknown(RegistryError):
    """There is no such contact. GET /api/partners/{id} lists those of a partner."""


class InvitedOften(RegistryError):
    """This person has been invited three times today. Try again tomorrow."""


class PreparedImportUnknown(RegistryError):
    """This file has been imported already, or it was looked at more than an hour ago."""


class ApplicationUnknown(RegistryError):
    """There is no such application. Somebody may have answered it already."""


class CoordinatorKnown(RegistryError):
    """This address is a coordinator of the region already."""

    field = "email"


class CoordinatorUnknown(RegistryError):
    """The region has no such coordinator. GET /api/regions/{slug}/coordinators lists them."""


class AdminKnown(RegistryError):
    """This address is an admin already."""

    field = "email"


class AdminUnknown(RegistryError):
    """There is no such admin. GET /api/admins lists them."""


class LastAdmin(RegistryError):
    """Somebody must be able to add others. Add another admin first, then remove this one."""


class SetUpDone(RegistryError):
    """Somebody has set this up already. Sign in, or ask that person for access."""


class TokenUnknown(RegistryError):
    """There is no such token. GET /api/tokens lists those you may revoke."""


class TokenBeyondReach(RegistryError):
    """You can give away no more than you may do yourself. Name regions of your own."""

    field = "regions"
