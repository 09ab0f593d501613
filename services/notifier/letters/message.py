"""Put a letter in its envelope: one recipient, headers that cannot be forged by a name."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from functools import cache, lru_cache

from email_validator import EmailNotValidError, validate_email

from services.notifier.letters.letter import Letter
from services.notifier.letters.plain_text import one_line, shortened

LONGEST_DISPLAY_NAME = 100


class AddressUnusable(Exception):
    """The e-mail address cannot be written to. Ask the partner for another."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True)
class Mailbox:
    name: str
    address: str


class Verbatim(UnstructuredHeader, BaseHeader):
    """Long addresses of pages stay whole; folding would encode them out of recognition."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def build_message(
    letter: Letter,
    *,
    sender: Mailbox,
    recipient: Mailbox,
    reply_to: Mailbox | None,
    message_id: str,
    date: datetime,
    unsubscribe_url: str | None,
) -> EmailMessage:
    """The message as it will be sent, the same bytes on every try.

    `message_id` has its angle brackets; `date` is aware. Without `unsubscribe_url` it is a letter
    that its reader has asked for. Raises AddressUnusable.
    """
    message = EmailMessage(policy=_policy(utf8=not usable_address(recipient.address).isascii()))
    message["Subject"] = _unencoded(letter.subject)
    message["From"] = _address(sender)
    message["To"] = _address(recipient)
    if reply_to:
        message["Reply-To"] = _address(reply_to)
    message["Date"] = date
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    if unsubscribe_url:
        message["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
    # Derived from the Message-ID, so that the same letter is the same bytes.
    message.set_boundary(boundary)
    if letter.calendar:
        _attach_calendar(message, letter.calendar)
        message.set_boundary(f"{boundary}_")
    message["Content-Language"] = letter.language
    return message


def _attach_calendar(message: EmailMessage, calendar: str) -> None:
    message.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename="koblingsboks.ics",
        params={"method": "PUBLISH", "charset": "utf-8"},
    )


#: A letter asks for the same few again and again; addresses are not kept longer than that.
@lru_cache(maxsize=16)
def usable_address(address: str) -> str:
    """The address in the form most mail servers take; other alphabets' domains as IDNA.

    Where the part before the @ is in another alphabet, only servers with SMTPUTF8 take it.
    """
    try:
        checked = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except (EmailNotValidError, UnicodeError) as error:
        raise AddressUnusable from error
    if not checked.ascii_domain:
        raise AddressUnusable
    return f"{checked.local_part}@{checked.ascii_domain}"


def _address(mailbox: Mailbox) -> Address:
    name = shortened(_unencoded(one_line(mailbox.name)), LONGEST_DISPLAY_NAME)
    try:
        username, _, domain = usable_address(mailbox.address).rpartition("@")
        return Address(display_name=name, username=username, domain=domain)
    except (HeaderParseError, ValueError) as error:
        raise AddressUnusable from error


def _unencoded(text: str) -> str:
    """What looks like an encoded word would be decoded on arrival, even into another address."""
    return text.replace("=?", "= ?")


@cache
def _policy(*, utf8: bool) -> "EmailPolicy[EmailMessage]":
    """With `utf8` for addresses that have no other form (RFC 6532); else all headers are ASCII."""
    headers = KeptHeaders()
    headers.map_to_type("list-unsubscribe", Verbatim)
    return SMTP.clone(header_factory=headers, utf8=utf8)


class KeptHeaders(HeaderRegistry):
    """Reading a header is half of what building a letter costs, and most are in every letter."""

    def __init__(self) -> None:
        super().__init__()
        self._read = lru_cache(maxsize=64)(super().__call__)

    def __call__(self, name: str, value: object) -> BaseHeader:
        return self._read(name, value) if isinstance(value, str) else super().__call__(name, value)
