"""Ports for servers under test: below those that the system hands out to whoever asks, and of
each worker its own, so that nobody takes one between its choice and its use."""

import itertools
import os
from socket import SO_REUSEADDR, SOL_SOCKET, socket

HOST = "127.0.0.1"
FIRST, EACH = 12_000, 2_000
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_turn = itertools.count(os.getpid() * 7)


def free_port() -> int:
    """Each is given once until all have had their turn."""
    for turn in _turn:
        port = FIRST + _worker % 9 * EACH + turn % EACH
        with socket() as probe:
            probe.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        return port
    raise AssertionError("turns never end")
