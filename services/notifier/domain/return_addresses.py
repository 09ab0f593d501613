"""The addresses that letters come back to: one a letter and a purpose, signed so that nobody can
make one up. Small letters and figures only, because servers on the way may change the case."""

import hmac
from base64 import b32hexdecode, b32hexencode
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args
from uuid import UUID

Purpose = Literal["bounce", "reply", "unsubscribe"]

#: Sixteen bytes of the letter and these fill forty characters, with none to spare.
SEAL_BYTES = 9
TOKEN_LENGTH = 41
LONGEST_LOCAL_PART = 64
LONGEST_MAILBOX = LONGEST_LOCAL_PART - TOKEN_LENGTH - 1
PURPOSES: dict[str, Purpose] = {purpose[0]: purpose for purpose in get_args(Purpose)}


@dataclass(frozen=True, slots=True)
class ReturnAddress:
    purpose: Purpose
    letter_id: UUID


class ReturnAddresses:
    """Below one mailbox: `post@inn.example` gets `post+TOKEN@inn.example`."""

    def __init__(self, mailbox: str, *, secret_key: str) -> None:
        self._mailbox, _, self._domain = mailbox.lower().rpartition("@")
        self._key = hmac.digest(secret_key.encode(), b"koblingsboks return address", sha256)

    def of(self, letter_id: UUID, purpose: Purpose) -> str:
        token = b32hexencode(letter_id.bytes + self._seal(letter_id, purpose)).decode().lower()
        return f"{self._mailbox}+{purpose[0]}{token}@{self._domain}"

    def is_ours(self, address: str) -> bool:
        """The mailbox itself, where complaints come to, or an address that was given out."""
        bare = f"{self._mailbox}@{self._domain}"
        return address.strip().lower() == bare or self.read(address) is not None

    def read(self, address: str) -> ReturnAddress | None:
        """None for an address that we never gave out."""
        local, _, domain = address.strip().lower().rpartition("@")
        mailbox, _, token = local.partition("+")
        purpose = PURPOSES.get(token[:1])
        if (mailbox, domain, len(token)) != (self._mailbox, self._domain, TOKEN_LENGTH):
            return None
        if purpose is None:
            return None
        try:
            raw = b32hexdecode(token[1:].upper())
        except ValueError:
            return None
        letter_id = UUID(bytes=raw[:16])
        if not hmac.compare_digest(raw[16:], self._seal(letter_id, purpose)):
            return None
        return ReturnAddress(purpose, letter_id)

    def _seal(self, letter_id: UUID, purpose: Purpose) -> bytes:
        return hmac.digest(self._key, purpose.encode() + letter_id.bytes, sha256)[:SEAL_BYTES]
