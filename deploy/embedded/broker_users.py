"""Who may do what on the broker: one user a service, written as Valkey's settings have them.

A service puts entries on its own streams, reads and acknowledges on those meant for it, and leaves
and looks up receipts. Nothing else: no other key, no channel, no script, no command about the
server. `deploy/docker/valkey.sh` says the same to the one in containers.
"""

from collections.abc import Iterator, Mapping
from typing import get_args

from shared.events.base import Source
from shared.messaging.receipts import key_pattern
from shared.messaging.streams import READERS, streams_read_by, streams_written_by

ADMIN = "admin"
CLOSED = "resetkeys resetchannels -@all"
# What a client says of itself when it connects.
TO_CONNECT = "+ping +hello +client|setinfo +client|setname"
TO_WRITE = "+xadd +xtrim +xrange +xpending +xinfo|groups"
TO_READ = "+xgroup|create +xreadgroup +xack +xautoclaim +xpending +xinfo|groups"

# Who erases has the append-only file written anew, without what was erased.
REGISTRY: Source = "registry"
TO_FORGET = "+bgrewriteaof"


def user_lines(*, admin_password: str, passwords: Mapping[str, str]) -> list[str]:
    """`passwords` by service. The admin is the one who runs the server; the default user, which
    needs no name, is off."""
    return [
        f"user default reset off {CLOSED}",
        f"user {ADMIN} reset on >{admin_password} ~* &* +@all",
        *(
            f"user {service} reset on >{passwords[service]} {rights(service)}"
            for service in get_args(Source)
        ),
    ]


def rights(service: Source) -> str:
    """Every part in brackets stands by itself: to write on a stream does not let one read it."""
    return " ".join((CLOSED, TO_CONNECT, *_selectors(service)))


def _selectors(service: Source) -> Iterator[str]:
    if service == REGISTRY:
        yield f"({TO_FORGET})"
    yield f"({_keys(streams_written_by(service))} {TO_WRITE})"
    yield f"({_keys(streams_read_by(service))} {TO_READ})"
    yield f"(~{key_pattern(service)} +set)"
    yield f"({_readable(_readers_of(service))} +mget)"


def _readers_of(service: Source) -> list[Source]:
    found = {reader for stream in streams_written_by(service) for reader in READERS[stream]}
    return sorted(found)


def _keys(names: list[str]) -> str:
    return " ".join(f"~{name}" for name in names)


def _readable(readers: list[Source]) -> str:
    return " ".join(f"%R~{key_pattern(reader)}" for reader in readers)
