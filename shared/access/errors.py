"""Refusals of access. The docstring is what the person reads."""


class AccessError(Exception):
    """Access was refused."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class NotSignedIn(AccessError):
    """Sign in first, or send a valid API token as "Authorization: Bearer TOKEN"."""


class NotAllowed(AccessError):
    """You do not have access to this. Ask the coordinator of the region."""


class FormNotOurs(AccessError):
    """This form was not sent from our own page. Open the page again and repeat."""


class SignInLinkSpent(AccessError):
    """The sign-in link has been used or has expired. Ask for a new one."""


class SignInAgain(AccessError):
    """For this you must have signed in within the last ten minutes. Sign in again, then repeat."""


class TooManyTries(AccessError):
    """Too many tries from your network. Wait a quarter of an hour, then try again."""


class IdempotencyKeyUnusable(AccessError):
    """The Idempotency-Key is empty or longer than 200 characters; send a UUID instead."""


class IdempotencyKeyReused(AccessError):
    """This Idempotency-Key came with another request before; use a new one for each request."""


STATUS: dict[type[Exception], int] = {
    NotSignedIn: 401,
    NotAllowed: 403,
    FormNotOurs: 403,
    SignInLinkSpent: 410,
    SignInAgain: 401,
    TooManyTries: 429,
    IdempotencyKeyUnusable: 400,
    IdempotencyKeyReused: 422,
}
