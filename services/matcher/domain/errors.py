"""Why the matcher refuses. The docstring is the message a person reads."""

from datetime import datetime


class MatcherError(Exception):
    """The matcher refused the request."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class SuggestionUnknown(MatcherError):
    """There is no such suggestion in your regions."""


class AlreadyDecided(MatcherError):
    """The suggestion has already been {status}. Nothing was changed."""

    def __init__(self, *, status: str, decider: str, decided_at: datetime | None) -> None:
        super().__init__((self.__doc__ or "").format(status=status))
        self.status = status
        self.decider = decider
        self.decided_at = decided_at


class SuggestionWithdrawn(MatcherError):
    """One of the two listings has changed or is closed, so the suggestion is withdrawn."""


class TooLateToUndo(MatcherError):
    """The others have been told of the decision, so it can no longer be undone."""


class NotPrepared(Exception):
    """Something must be embedded first: do that, then try once more."""


class AlreadyIntroduced(MatcherError):
    """These two have already been introduced to each other about this."""


class RegionUnknown(MatcherError):
    """There is no such region among yours."""


class VersionUnknown(MatcherError):
    """There is no such version of what was learnt."""


class FieldRefused(MatcherError):
    """A field of the request cannot be used."""

    field: str

    def __init__(self, *, field: str) -> None:
        super().__init__()
        self.field = field


class ItemUnknown(FieldRefused):
    """There is no such open listing or capability in your regions."""


class ItemNotFound(MatcherError):
    """There is no such listing or capability in your regions."""


class PairImpossible(FieldRefused):
    """These two cannot be put together: choose a need or an idea, and what another partner has."""


class SnoozeOutOfRange(FieldRefused):
    """Choose a time that lies ahead, at most two years."""
