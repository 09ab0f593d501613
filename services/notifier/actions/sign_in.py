"""Somebody wants to sign in: make the codes, write the letter, send it at once.

The codes are made here, so that none travels through the broker; the registry keeps who may use
them. What is kept of the letter goes when the letter has gone.
"""

import logging
from dataclasses import dataclass, field
from datetime import timedelta

from services.notifier.actions.send import LetterWithheld
from services.notifier.domain.sign_ins import ClaimedSignInLetter, SignInLetter
from services.notifier.letters import (
    AddressUnusable,
    Mailbox,
    Network,
    build_message,
    sign_in_letter,
)
from services.notifier.letters.message import usable_address
from services.notifier.mail.envelopes import Envelopes
from services.notifier.mail.mailer import MailDelayed, Mailer, MailRefused, MailUnknown
from services.notifier.storage.database import Database
from shared.access.secrets import new_secret, new_typed_code
from shared.access.sign_in_links import LIFETIME
from shared.clock import utc_now
from shared.events.sign_ins import Recipient, SignInRequested
from shared.metrics import LETTERS

logger = logging.getLogger(__name__)

RETRY_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWriter:
    """Links lead to `public_url`, whatever host a request named."""

    public_url: str
    sender: str
    mail_domain: str
    envelopes: Envelopes = field(default_factory=Envelopes)

    def write(
        self, event: SignInRequested, recipient: Recipient, *, code: str, typed: str
    ) -> SignInLetter:
        """Raises AddressUnusable."""
        letter = sign_in_letter(
            name=recipient.name,
            language=recipient.language,
            network=Network(name=event.data.network_name, host_name=event.data.host),
            link=f"{self.public_url}/sign-in/{code}",
            code=typed,
            minutes=LIFETIME // timedelta(minutes=1),
        )
        message = build_message(
            letter,
            sender=Mailbox(event.data.network_name or "Koblingsboks", self.sender),
            recipient=Mailbox(recipient.name, recipient.email),
            reply_to=None,
            message_id=f"<{event.subject}@{self.mail_domain}>",
            date=utc_now(),
            unsubscribe_url=None,
        )
        sealed = self.envelopes.seal(message, kind="sign-in", region=event.region)
        return SignInLetter(
            id=event.subject,
            sender_address=sealed.return_path,
            recipient_address=usable_address(recipient.email),
            body=sealed.body,
            expires_at=event.data.expires_at,
        )


async def write_sign_in_letter(
    database: Database, event: SignInRequested, *, writer: SignInWriter
) -> None:
    recipient = event.data.recipient
    async with database.everywhere() as tx:
        if not await tx.inbox.claim(event) or not recipient:
            return
        code, typed = new_secret(), new_typed_code()
        if not await tx.sign_in_links.set_codes(event.subject, code=code, typed=typed):
            return
        try:
            letter = writer.write(event, recipient, code=code, typed=typed)
        except AddressUnusable:
            logger.warning("the letter of request %s has nowhere to go", event.subject)
            return
        await tx.sign_in_letters.add(letter)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInOffice:
    """`lease_seconds` before DATA, and `handed_over_seconds` from then on."""

    database: Database
    mailer: Mailer
    lease_seconds: float
    handed_over_seconds: float


async def send_next_sign_in(office: SignInOffice) -> bool:
    """True when there was a letter to send, whatever became of it."""
    async with office.database.transaction() as tx:
        letter = await tx.sign_in_letters.claim(lease_seconds=office.lease_seconds)
    if letter is None:
        return False
    try:
        await office.mailer.send(letter, before_data=lambda: _hand_over(office, letter))
    except LetterWithheld:
        return True
    except MailDelayed:
        await _postpone(office, letter)
    except MailRefused:
        await _end(office, letter, "refused")
    except MailUnknown:
        await _end(office, letter, "unknown")
    else:
        await _end(office, letter, "sent")
    return True


async def forget_sign_in_letters(database: Database) -> None:
    """Those that came too late, and those whose sender ended after it had handed them over."""
    async with database.transaction() as tx:
        late, lost = await tx.sign_in_letters.forget()
    LETTERS.labels("refused").inc(late)
    LETTERS.labels("unknown").inc(lost)
    if late or lost:
        logger.warning("sign-in letters: %d came too late, %d may have arrived", late, lost)


async def _hand_over(office: SignInOffice, letter: ClaimedSignInLetter) -> None:
    async with office.database.transaction() as tx:
        may_leave = await tx.sign_in_letters.hand_over(
            letter, lease_seconds=office.handed_over_seconds
        )
    if not may_leave:
        raise LetterWithheld


async def _postpone(office: SignInOffice, letter: ClaimedSignInLetter) -> None:
    LETTERS.labels("delayed").inc()
    async with office.database.transaction() as tx:
        await tx.sign_in_letters.postpone(letter, seconds=RETRY_SECONDS)


async def _end(office: SignInOffice, letter: ClaimedSignInLetter, result: str) -> None:
    LETTERS.labels(result).inc()
    if result != "sent":
        # What the server said often holds the address.
        logger.warning("the sign-in letter of request %s is %s", letter.id, result)
    async with office.database.transaction() as tx:
        await tx.sign_in_letters.drop(letter)
