"""The private keys that letters are signed with: one PEM file each, named for the DNS name of its
public half, `SELECTOR._domainkey.DOMAIN.pem`."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from dkim.crypto import UnparsableKeyError, parse_pem_private_key
from nacl.signing import SigningKey

Algorithm = Literal["rsa-sha256", "ed25519-sha256"]

BETWEEN = "._domainkey."
PEM = re.compile(rb"-----BEGIN ([A-Z ]+)-----(.+?)-----END \1-----", re.DOTALL)
#: PKCS #8 of an Ed25519 key (RFC 8410) is this and the key's thirty-two bytes.
ED25519_HEAD = bytes.fromhex("302e020100300506032b657004220420")
ED25519_LENGTH = 32
SHORTEST_RSA_BITS = 2048


class DkimKeyUnusable(Exception):
    """A DKIM key cannot be used."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The DKIM key {path} cannot be used: {why}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimKey:
    """`private` is as dkimpy takes it: PEM for RSA, base64 for Ed25519."""

    selector: str
    domain: str
    algorithm: Algorithm
    private: bytes = field(repr=False)
    public: bytes = field(repr=False)

    @property
    def dns_name(self) -> str:
        return f"{self.selector}{BETWEEN}{self.domain}"

    @property
    def dns_text(self) -> str:
        kind = self.algorithm.partition("-")[0]
        return f"v=DKIM1; k={kind}; p={base64.b64encode(self.public).decode()}"


def dkim_keys(folder: Path) -> list[DkimKey]:
    """By name. Raises DkimKeyUnusable."""
    return [dkim_key(path) for path in sorted(folder.glob(f"*{BETWEEN}*.pem"))]


def dkim_key(path: Path) -> DkimKey:
    """Raises DkimKeyUnusable."""
    selector, _, domain = path.name.removesuffix(".pem").lower().partition(BETWEEN)
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DkimKeyUnusable(path, str(error)) from error
    found = PEM.search(raw)
    if not found:
        raise DkimKeyUnusable(path, "it is no PEM file")
    try:
        der = base64.b64decode(found[2])
        if der.startswith(ED25519_HEAD):
            seed = der.removeprefix(ED25519_HEAD)
            public = bytes(SigningKey(seed).verify_key)
            return DkimKey(
                selector=selector,
                domain=domain,
                algorithm="ed25519-sha256",
                private=base64.b64encode(seed),
                public=public,
            )
        numbers = parse_pem_private_key(found[0])
    except (binascii.Error, ValueError, UnparsableKeyError) as error:
        raise DkimKeyUnusable(path, "it is neither an RSA nor an Ed25519 key") from error
    if numbers["modulus"].bit_length() < SHORTEST_RSA_BITS:
        raise DkimKeyUnusable(path, f"an RSA key needs {SHORTEST_RSA_BITS} bits")
    return DkimKey(
        selector=selector,
        domain=domain,
        algorithm="rsa-sha256",
        private=found[0],
        public=_rsa_public(numbers["modulus"], numbers["publicExponent"]),
    )


def ed25519_pem(seed: bytes) -> bytes:
    lines = base64.b64encode(ED25519_HEAD + seed).decode()
    return f"-----BEGIN PRIVATE KEY-----\n{lines}\n-----END PRIVATE KEY-----\n".encode()


def _rsa_public(modulus: int, exponent: int) -> bytes:
    """SubjectPublicKeyInfo, as DNS holds it."""
    both = _der(0x30, _integer(modulus) + _integer(exponent))
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    return _der(0x30, algorithm + _der(0x03, b"\x00" + both))


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 0x80:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(octets)]) + octets + content
