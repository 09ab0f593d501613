"""Why a set could not be evaluated."""


class EvaluationSetBroken(Exception):
    """The evaluation set cannot be read."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)
