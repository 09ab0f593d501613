"""Keys made once for all tests that sign, and the DNS that would hold their public halves."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from nacl.signing import SigningKey

from services.notifier.mail.dkim_keys import DkimKey, ed25519_pem

DOMAIN = "ostfold.example"


def make_keys(folder: Path, *, domain: str = DOMAIN) -> Path:
    """An RSA and an Ed25519 key for `domain`."""
    rsa = folder / f"kb1r._domainkey.{domain}.pem"
    command = "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out"
    subprocess.run([*command.split(), rsa], check=True, capture_output=True)
    seed = bytes(SigningKey.generate())
    (folder / f"kb1e._domainkey.{domain}.pem").write_bytes(ed25519_pem(seed))
    return folder


def dns_of(keys: list[DkimKey]) -> Callable[..., bytes | None]:
    """Answers as DNS would if it held these keys."""
    texts = {f"{key.dns_name}.".encode(): key.dns_text.encode() for key in keys}

    def answer(name: bytes, timeout: int = 5) -> bytes | None:  # noqa: ARG001
        return texts.get(name)

    return answer
