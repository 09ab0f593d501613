"""What a letter is given for the way: where it comes back to, what programs read, a signature."""

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from uuid import UUID

from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.mail.dkim_signer import DkimSigner

#: Gmail counts complaints by these; the last part names who sends.
FEEDBACK_SENDER = "koblingsboks"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedLetter:
    """`return_path` is what the server is told of the sender; `body` is sent as it is."""

    return_path: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelopes:
    """`return_addresses` where there is an intake; `idempotency_header` where the relay has one."""

    signer: DkimSigner = field(default_factory=DkimSigner)
    return_addresses: ReturnAddresses | None = None
    idempotency_header: str | None = None

    def reply_address(self, message_id: str) -> str | None:
        """Where an answer by mail is read and shown; None without an intake."""
        if not self.return_addresses:
            return None
        return self.return_addresses.of(_letter_id(message_id), "reply")

    def seal(self, message: EmailMessage, *, kind: str, region: str) -> SealedLetter:
        """The last touch: afterwards the letter is bytes. Its Message-ID begins with its id."""
        letter_id = _letter_id(str(message["Message-ID"]))
        sender = str(message["From"].addresses[0].addr_spec)
        message["Feedback-ID"] = f"{_plain(kind)}:{_plain(region)}:letters:{FEEDBACK_SENDER}"
        if self.idempotency_header:
            message[self.idempotency_header] = str(letter_id)
        if self.return_addresses and "List-Unsubscribe" in message:
            mailbox = self.return_addresses.of(letter_id, "unsubscribe")
            by_page = str(message["List-Unsubscribe"])
            del message["List-Unsubscribe"]
            message["List-Unsubscribe"] = f"{by_page},<mailto:{mailbox}?subject=unsubscribe>"
        addresses = self.return_addresses
        return SealedLetter(
            return_path=addresses.of(letter_id, "bounce") if addresses else sender,
            body=self.signer.signed(message.as_bytes(), sender_domain=sender.rpartition("@")[2]),
        )


def _letter_id(message_id: str) -> UUID:
    return UUID(message_id.strip("<>").partition("@")[0])


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9_-]", "", name.lower()) or "none"
