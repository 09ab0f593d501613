"""Why the demonstration could not go on."""


class DemoStopped(Exception):
    """The demonstration could not go on."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").format(**facts).split()))


class FolderNotForDemo(DemoStopped):
    """{folder} holds data that is not the demonstration's; leave out --data or choose a new
    folder."""


class MatchingStuck(DemoStopped):
    """The suggestions did not come in time; {log} says why."""


class LettersStuck(DemoStopped):
    """The letters did not arrive in time ({states}); {log} says why."""


class NothingLeft(DemoStopped):
    """Every pair that was suggested has been decided before; remove {folder} to begin anew."""
