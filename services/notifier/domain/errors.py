"""Refusals of the notifier. The docstring is what the person reads."""


class NotifierError(Exception):
    """The request was refused."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class IntroductionUnknown(NotifierError):
    """There is no such introduction, or it is not yours to see."""


class OutcomeTooEarly(NotifierError):
    """Both must say yes first; until then there is nothing to report."""


class LetterNotUnknown(NotifierError):
    """Only a letter of which nobody knows whether it arrived can be sent again."""


class SuggestionUnknown(NotifierError):
    """This pair is not up for decision, or it is not yours to decide."""


class LetterEmpty(NotifierError):
    """The letter is empty. Write something, or restore the draft."""


class LetterTooLong(NotifierError):
    """The letter is too long: 200 characters for the subject, 5,000 for the letter."""


class FieldUnfilled(NotifierError):
    """A field in the letter has not been filled in. Write what should stand there."""


class DraftChanged(NotifierError):
    """Somebody else has edited this letter meanwhile. Read what stands there now."""


class ContactUnknown(NotifierError):
    """There is no such contact, or it is not yours to see."""


class LinkUnknown(NotifierError):
    """This link is not one of ours. Open the link in the letter again."""


class LinkExpired(NotifierError):
    """The link has expired. Answer the letter itself instead."""
