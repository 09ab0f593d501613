"""Why there is no backup, or nothing was restored, and what to do."""


class BackupRefused(Exception):
    """It cannot be done."""

    def __init__(self, **facts: object) -> None:
        super().__init__(" ".join((self.__doc__ or "").format(**facts).split()))


class NotABackup(BackupRefused):
    """{file} is no backup of Koblingsboks; name a file that `koblingsboks backup` has written."""


class BackupDamaged(BackupRefused):
    """{file} is damaged ({part} is not what was written); use another backup."""


class BackupNewer(BackupRefused):
    """{file} was made by a newer Koblingsboks; restore it with that version or a later one."""


class NotOverwritten(BackupRefused):
    """{file} is there and is no backup; name another file."""


class CannotKeep(BackupRefused):
    """{file} cannot be written ({reason}); name another place, or make room."""


class DumpFailed(BackupRefused):
    """{program} did not succeed: {said}"""


class NetworkThere(BackupRefused):
    """There is a network in {place} already; name an empty one, or replace it with --replace."""


class StillConnected(BackupRefused):
    """{count} programs are connected to the database; stop the services first."""
