"""Passwords as PostgreSQL keeps them (RFC 5803), so that none passes through a log."""

import base64
import hashlib
import hmac
import secrets

ROUNDS = 4096


class PasswordNotPlain(Exception):
    """A database password must be of printable ASCII signs and not empty; choose another one."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def verifier(password: str, *, salt: bytes | None = None) -> str:
    """SCRAM-SHA-256$rounds:salt$stored-key:server-key."""
    if not password or not password.isascii() or not password.isprintable():
        raise PasswordNotPlain
    salt = salt or secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ROUNDS)
    stored_key = hashlib.sha256(_keyed(salted, b"Client Key")).digest()
    server_key = _keyed(salted, b"Server Key")
    return f"SCRAM-SHA-256${ROUNDS}:{_text(salt)}${_text(stored_key)}:{_text(server_key)}"


def _keyed(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
