"""Read what comes back: reports, complaints, programs that answer, and people.

Headers are taken as they stand (policy `compat32`): to parse an address or an encoded word that
somebody made up may take for ever, and none is needed here.
"""

import logging
import re
from email import message_from_bytes, policy
from email.message import Message

from services.notifier.domain.incoming import (
    LONGEST_DIAGNOSTIC,
    UNSPECIFIC_FAILURE,
    AutoReply,
    Complaint,
    DeliveryReport,
    IncomingMail,
    Meaning,
    PersonalReply,
    Unreadable,
    status_in,
)
from services.notifier.domain.text import storable
from services.notifier.mail.hostile import TooNested, bounded
from services.notifier.mail.reply_text import decoded, reply_text

logger = logging.getLogger(__name__)

MOST_MENTIONS = 20
#: Our return addresses, wherever they stand in the letter that a report brings back.
MENTION = re.compile(r"[a-z0-9._=-]{1,64}\+[a-z0-9]{41}@[a-z0-9.-]{1,200}", re.IGNORECASE)
AUTO_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-MS-Exchange-Inbox-Rules-Loop")
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}
#: How Outlook and others begin the subject of an answer that nobody wrote.
AUTO_SUBJECT = re.compile(
    r"\s*(automatic reply|auto(matisk)?[ -]?svar|autosvar|out of office|fraværsmelding|"
    r"fråværsmelding|ikke på kontoret|automatisk tilbakemelding)\b",
    re.IGNORECASE,
)

Part = Message


def read_incoming(raw: bytes, *, envelope_sender: str) -> IncomingMail:
    """What the mail means. Any bytes are read or called unreadable, in bounded time."""
    try:
        message = message_from_bytes(bounded(raw), policy=policy.compat32)
        meaning = _meaning(message, from_nobody=not envelope_sender.strip(" <>"))
        return IncomingMail(meaning=meaning, mentions=_mentions(message))
    except TooNested:
        return IncomingMail(meaning=Unreadable())
    except Exception as error:  # whatever a stranger may send
        logger.warning("a mail that came back cannot be read: %s", type(error).__name__)
        return IncomingMail(meaning=Unreadable())


def _meaning(message: Part, *, from_nobody: bool) -> Meaning:
    parts = list(message.walk())
    kinds = {part.get_content_type() for part in parts}
    if "message/feedback-report" in kinds:
        return Complaint()
    status = next((p for p in parts if p.get_content_type() == "message/delivery-status"), None)
    if status is not None:
        return _report(status)
    if message.get("X-Failed-Recipients"):
        found = status_in(reply_text(message)) or UNSPECIFIC_FAILURE
        return DeliveryReport(action="failed", status=found)
    if not raw_headers(message):
        return Unreadable()
    if from_nobody or _is_automatic(message) or "message/disposition-notification" in kinds:
        return AutoReply()
    return PersonalReply(text=storable(reply_text(message)))


def _report(part: Part) -> DeliveryReport:
    """Of several recipients the one that fared worst; a letter of ours has one."""
    payload = part.get_payload()
    blocks = payload if isinstance(payload, list) else []
    told = [_recipient(block) for block in blocks if isinstance(block, Message)]
    order = ("failed", "delayed", "other")
    return min(
        (report for report in told if report),
        key=lambda report: order.index(report.action),
        default=DeliveryReport(action="other", status=""),
    )


def _recipient(block: Part) -> DeliveryReport | None:
    action = _header(block, "Action").partition("(")[0].strip().lower()
    if not action:
        return None
    diagnostic = _header(block, "Diagnostic-Code")
    status = status_in(_header(block, "Status")) or status_in(diagnostic)
    if action == "failed":
        return DeliveryReport(
            action="failed",
            status=status or UNSPECIFIC_FAILURE,
            diagnostic=diagnostic[:LONGEST_DIAGNOSTIC],
        )
    kind = "delayed" if action == "delayed" else "other"
    return DeliveryReport(action=kind, status=status or "")  # type: ignore[arg-type]


def _is_automatic(message: Part) -> bool:
    says = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        says not in {"", "no"}
        or _header(message, "Precedence").strip().lower() in BULK
        or any(name in message for name in (*AUTO_HEADERS, "List-Id"))
        or _header(message, "Return-Path").strip() == "<>"
        or AUTO_SUBJECT.match(_header(message, "Subject")) is not None
    )


def _mentions(message: Part) -> tuple[str, ...]:
    """Below the outermost headers: those say whom the mail is to, and are not what it reports."""
    found: dict[str, None] = {}
    for part in list(message.walk())[1:]:
        for name, value in raw_headers(part):
            found.update(dict.fromkeys(MENTION.findall(f"{name}: {value}")))
        if part.get_content_type() == "text/rfc822-headers":
            found.update(dict.fromkeys(MENTION.findall(decoded(part))))
    return tuple(found)[:MOST_MENTIONS]


def raw_headers(part: Part) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in part.items()]


def _header(part: Part, name: str) -> str:
    return " ".join(storable(str(part.get(name, ""))).split())
