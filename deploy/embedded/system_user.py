"""Who runs the servers: ourselves, or as root an unprivileged user of their own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.embedded.errors import SystemUserMissing

NAME = "koblingsboks"
ADMIN_PATH = "/usr/sbin:/sbin:/usr/bin:/bin"


@dataclass(frozen=True, slots=True)
class ServerUser:
    name: str
    uid: int
    gid: int

    @property
    def is_somebody_else(self) -> bool:
        return self.uid != os.geteuid()

    def can(self, *claim: str | Path) -> bool:
        """Whether test(1), asked as this user, agrees: can("-x", folder)."""
        command = ["test", *claim]
        switch = {"user": self.uid, "group": self.gid, "extra_groups": []}
        answer = subprocess.run(  # type: ignore[call-overload]  # noqa: S603
            command, check=False, env={"PATH": ADMIN_PATH}, **(switch if os.geteuid() == 0 else {})
        )
        return bool(answer.returncode == 0)

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid, follow_symlinks=False)


def server_user() -> ServerUser:
    if os.geteuid() != 0:
        return ServerUser(name=_own_name(), uid=os.geteuid(), gid=os.getegid())
    entry = _entry() or _created()
    if entry is None or entry.pw_uid == 0:
        raise SystemUserMissing(user=NAME)
    return ServerUser(name=NAME, uid=entry.pw_uid, gid=entry.pw_gid)


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _entry() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        return None


def _created() -> pwd.struct_passwd | None:
    program = shutil.which("useradd", path=ADMIN_PATH)
    if program is None:
        return None
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = [program, *options, "--shell", "/usr/sbin/nologin", NAME]
    # Two first starts at once: the second finds the user made by the first.
    subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return _entry()
