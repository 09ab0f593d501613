"""Which refusal has which status."""

from services.notifier.domain.errors import (
    ContactUnknown,
    IntroductionUnknown,
    LetterNotUnknown,
    LinkExpired,
    LinkUnknown,
    OutcomeTooEarly,
)
from shared.access.errors import STATUS as ACCESS_STATUS

STATUS: dict[type[Exception], int] = {
    **ACCESS_STATUS,
    IntroductionUnknown: 404,
    ContactUnknown: 404,
    LinkUnknown: 404,
    LinkExpired: 410,
    OutcomeTooEarly: 409,
    LetterNotUnknown: 409,
}
