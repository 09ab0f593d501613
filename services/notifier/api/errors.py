"""Which refusal has which status."""

from services.notifier.domain.errors import (
    ContactUnknown,
    DraftChanged,
    FieldUnfilled,
    IntroductionUnknown,
    LetterEmpty,
    LetterNotUnknown,
    LetterTooLong,
    LinkExpired,
    LinkUnknown,
    OutcomeTooEarly,
    SuggestionUnknown,
)
from shared.access.errors import STATUS as ACCESS_STATUS

STATUS: dict[type[Exception], int] = {
    **ACCESS_STATUS,
    IntroductionUnknown: 404,
    ContactUnknown: 404,
    SuggestionUnknown: 404,
    LetterEmpty: 422,
    LetterTooLong: 422,
    FieldUnfilled: 422,
    DraftChanged: 409,
    LinkUnknown: 404,
    LinkExpired: 410,
    OutcomeTooEarly: 409,
    LetterNotUnknown: 409,
}
