"""Which status each refusal has."""

from services.matcher.domain import errors
from shared.access.errors import STATUS as ACCESS

STATUS: dict[type[Exception], int] = {
    **ACCESS,
    errors.SuggestionUnknown: 404,
    errors.ItemNotFound: 404,
    errors.RegionUnknown: 404,
    errors.VersionUnknown: 404,
    errors.AlreadyDecided: 409,
    errors.SuggestionWithdrawn: 409,
    errors.TooLateToUndo: 409,
    errors.AlreadyIntroduced: 409,
    errors.FieldRefused: 422,
}
