"""Whose doing it is: known where a request or a command comes in, needed where it is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

SYSTEM = "system"
STRANGER = "stranger"
OPERATOR = "operator"
COMMAND_LINE = "command line"
UNKNOWN_NETWORK = "unknown network"

#: So much of an address says from which network, and not from whose machine.
KEPT_BITS = {4: 24, 6: 48}


@dataclass(slots=True, kw_only=True)
class Asking:
    """`actor` is a role of the system or the id of a token, person or session; `origin` a network
    or how else one came in."""

    actor: str = SYSTEM
    origin: str = SYSTEM


_asking: ContextVar[Asking] = ContextVar("asking", default=Asking())  # noqa: B039 never changed


def asking() -> Asking:
    return _asking.get()


def name_actor(actor: str) -> None:
    """It is known now who sent the request that is being answered."""
    if _asking.get().origin != SYSTEM:
        _asking.get().actor = actor


@contextmanager
def asked_by(actor: str, *, origin: str) -> Iterator[Asking]:
    """What happens in the block is this one's doing."""
    one = Asking(actor=actor, origin=origin)
    token = _asking.set(one)
    try:
        yield one
    finally:
        _asking.reset(token)


def network_named(host: str | None) -> str:
    """The network that an address is in: 203.0.113.0/24, 2001:db8:7::/48."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return UNKNOWN_NETWORK
    return str(ip_network((address, KEPT_BITS[address.version]), strict=False))
