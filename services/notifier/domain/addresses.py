"""Addresses as they are remembered when nobody may read them."""

from hashlib import sha256


def address_hash(address: str) -> bytes:
    """The same for every way to write an address that reaches the same mailbox in practice."""
    return sha256(address.strip().casefold().encode("utf-8", "replace")).digest()
