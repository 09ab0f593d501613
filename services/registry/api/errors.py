"""Which status each refusal has."""

from services.registry.domain import errors
from shared.access.errors import STATUS as ACCESS

STATUS: dict[type[Exception], int] = {
    **ACCESS,
    errors.RegistryError: 400,
    errors.RegionUnknown: 422,
    errors.RegionNotFound: 404,
    errors.RegionSlugTaken: 409,
    errors.RegionSlugFixed: 422,
    errors.RegionChangedMeanwhile: 409,
    errors.PartnerUnknown: 404,
    errors.PartnerNameTaken: 409,
    errors.ContactUnknown: 404,
    errors.OrgnrTaken: 409,
    errors.PartnerRegionFixed: 422,
    errors.ListingUnknown: 404,
    errors.ListingKindFixed: 422,
    errors.ExpiryPassed: 422,
    errors.TextsTooLong: 422,
    errors.DraftsTooMany: 409,
    errors.LastContact: 409,
    errors.ContactKnown: 409,
    errors.ContactsTooMany: 409,
    errors.DeputyUnusable: 422,
    errors.ReturnTooEarly: 422,
    errors.ProfileChanged: 409,
    errors.CoordinatorKnown: 409,
    errors.CoordinatorUnknown: 404,
    errors.AdminKnown: 409,
    errors.AdminUnknown: 404,
    errors.LastAdmin: 403,
    errors.SetUpDone: 403,
    errors.TokenUnknown: 404,
    errors.TokenBeyondReach: 422,
}
