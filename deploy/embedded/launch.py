"""Become the server user, ask to be stopped when our starter dies, and turn into the server.

Runs as a script in an interpreter of its own, since nothing else is safe between fork and exec of
a process with threads: python -I -S launch.py STARTER UID GID SIGNAL PROGRAM ARGUMENTS...
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def become(uid: int, gid: int) -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)


def die_with(starter: int, *, signal: int) -> None:
    """Linux only; elsewhere the next start stops what was left."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != starter:  # it died before we could ask
        os._exit(1)


if __name__ == "__main__":
    starter, uid, gid, signal = (int(argument) for argument in sys.argv[1:5])
    become(uid, gid)
    die_with(starter, signal=signal)
    os.execv(sys.argv[5], sys.argv[5:])  # noqa: S606
