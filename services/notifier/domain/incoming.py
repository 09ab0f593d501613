"""What comes back by mail, and what each kind of it means."""

import re
from dataclasses import dataclass
from typing import Literal

LONGEST_DIAGNOSTIC = 400
LONGEST_REPLY = 5_000
UNSPECIFIC_FAILURE = "5.0.0"

#: RFC 3463, where the recipient's address is not to blame though the failure is for good: ours as
#: sender, a mailbox that is full or takes none so large, and whatever is about policy.
NOT_THE_ADDRESS = re.compile(r"5\.(1\.[78]|2\.[23]|3\.4|7\.\d+)$")
STATUS = re.compile(r"(?<![\d.])[245]\.\d{1,3}\.\d{1,3}(?![\d.])")

Severity = Literal["hard", "soft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """RFC 3464: a letter failed for good, is delayed, or something else became of it."""

    action: Literal["failed", "delayed", "other"]
    status: str
    diagnostic: str = ""


@dataclass(frozen=True, slots=True)
class Complaint:
    """RFC 5965: somebody has pressed "this is spam"."""


@dataclass(frozen=True, slots=True)
class AutoReply:
    """RFC 3834: a program answered; nobody needs to see it."""


@dataclass(frozen=True, slots=True)
class PersonalReply:
    """Somebody wrote; `text` is theirs alone, without what they quoted."""

    text: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """No mail, or one made to be a burden."""


Meaning = DeliveryReport | Complaint | AutoReply | PersonalReply | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """`mentions` are addresses in what it reports about, among them perhaps our return address."""

    meaning: Meaning
    mentions: tuple[str, ...] = ()


def severity(status: str) -> Severity:
    """Hard: no letter will ever reach this address."""
    return "hard" if status.startswith("5") and not NOT_THE_ADDRESS.match(status) else "soft"


def is_dead_address(reply: str) -> bool:
    """Whether a server that refused a letter said that there is no such mailbox."""
    status = status_in(reply) or ""
    return status.startswith(("5.1.", "5.2.1")) and severity(status) == "hard"


def status_in(text: str) -> str | None:
    """The first enhanced status code in what a server said."""
    found = STATUS.search(text)
    return found[0] if found else None
