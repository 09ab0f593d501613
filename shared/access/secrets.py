"""Secrets that we give out, and the hashes that we keep of them."""

import secrets
from hashlib import sha256
from hmac import digest

# Without letters and digits that are taken for each other, and without vowels: no words.
TYPED_SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
TYPED_LENGTH = 8


def new_secret() -> str:
    """256 bits, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def new_typed_code() -> str:
    """38 bits to be typed, like `7KQM-2XPV`; only for what allows few tries."""
    signs = "".join(secrets.choice(TYPED_SIGNS) for _ in range(TYPED_LENGTH))
    return f"{signs[:4]}-{signs[4:]}"


def hashed(secret: str) -> bytes:
    """SHA-256 suffices: what is hashed is random and long, unlike a password."""
    return sha256(secret.encode("utf-8", "replace")).digest()


def hashed_as_typed(code: str) -> bytes:
    """Alike however it is typed: small letters, blanks, without the hyphen."""
    return hashed("".join(sign for sign in code.upper() if sign.isalnum()))


def keyed_hash(text: str, *, key: str) -> bytes:
    """For what is short enough to be guessed from its hash, like an address."""
    return digest(key.encode(), text.encode("utf-8", "replace"), "sha256")
