"""Sign letters by DKIM (RFC 6376, RFC 8463), once, when they are written."""

from collections.abc import Sequence

import dkim

from services.notifier.mail.dkim_keys import DkimKey

#: What a reader or a program acts on. RFC 8058 wants both headers of the one click signed.
SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"mime-version",
    b"content-type",
    b"auto-submitted",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"feedback-id",
)
#: Signed once more than they occur, so that nobody can add another one.
SEALED = (b"from", b"to", b"reply-to", b"subject", b"date", b"message-id", b"list-unsubscribe")


class DkimSigner:
    """Signs by every key there is for the sender's domain, or for one above it."""

    def __init__(self, keys: Sequence[DkimKey] = ()) -> None:
        #: Of two for one domain and algorithm the last by name counts: name them by date.
        self._keys = list({(key.domain, key.algorithm): key for key in keys}.values())

    def keys_for(self, domain: str) -> list[DkimKey]:
        """Those of the nearest domain that has any."""
        name = domain.lower()
        while name:
            found = [key for key in self._keys if key.domain == name]
            if found:
                return found
            name = name.partition(".")[2]
        return []

    def signed(self, message: bytes, *, sender_domain: str) -> bytes:
        """The message under its signatures; as it is where there is no key for the domain."""
        signatures = [_signature(message, key) for key in self.keys_for(sender_domain)]
        return b"".join([*signatures, message])


def _signature(message: bytes, key: DkimKey) -> bytes:
    signer = dkim.DKIM(message, signature_algorithm=key.algorithm.encode())
    present = [name.lower() for name, _ in signer.headers]
    signature: bytes = signer.sign(
        key.selector.encode(),
        key.domain.encode(),
        key.private,
        canonicalize=(b"relaxed", b"relaxed"),
        include_headers=[name for name in present if name in SIGNED] + list(SEALED),
    )
    return signature
