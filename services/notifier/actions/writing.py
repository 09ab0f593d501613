"""Put the facts of a letter together and have it written."""

from dataclasses import dataclass, field
from uuid import UUID

from services.notifier.domain.address_book import Contact, Coordinator, Region
from services.notifier.domain.addresses import address_hash
from services.notifier.domain.letters import TrackedLetter, WrittenLetter
from services.notifier.domain.links import Links
from services.notifier.domain.pairs import Sides, network_of, pair_of
from services.notifier.letters import (
    AddressUnusable,
    Letter,
    Mailbox,
    Pages,
    Pair,
    Reader,
    build_message,
    compose,
    draft_words,
)
from services.notifier.letters.facts import AnyFacts, IntroductionFacts, QuestionFacts
from services.notifier.letters.message import usable_address
from services.notifier.mail.envelopes import Envelopes
from shared.clock import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterWriter:
    """`fallback_sender` stands in where a region has no address that can be written from."""

    links: Links
    fallback_sender: str
    mail_domain: str
    envelopes: Envelopes = field(default_factory=Envelopes)

    def message_id(self, letter_id: UUID) -> str:
        return f"<{letter_id}@{self.mail_domain}>"

    def write(
        self,
        letter: TrackedLetter,
        *,
        recipient: Contact | Coordinator,
        region: Region,
        sides: Sides | None,
    ) -> WrittenLetter:
        """Raises AddressUnusable: the recipient's address cannot be written to."""
        hashed = address_hash(recipient.email)
        pair = self._pair(recipient, region, sides)
        composed = self._composed(letter.facts, recipient, region, pair)
        sender = self._sender(region)
        message = build_message(
            composed,
            sender=sender,
            recipient=Mailbox(recipient.name, recipient.email),
            reply_to=self._reply_to(region, letter.message_id, pair) if pair else None,
            message_id=letter.message_id,
            date=utc_now(),
            unsubscribe_url=self.links.preferences_url(hashed),
        )
        sealed = self.envelopes.seal(message, kind=letter.kind, region=region.slug)
        return WrittenLetter(
            contact_id=recipient.id if isinstance(recipient, Contact) else None,
            recipient_name=recipient.name,
            recipient_address=usable_address(recipient.email),
            address_hash=hashed,
            sender_address=sealed.return_path,
            language=composed.language,
            subject=composed.subject,
            body=sealed.body,
        )

    def _composed(
        self, facts: AnyFacts, recipient: Contact | Coordinator, region: Region, pair: Pair | None
    ) -> Letter:
        return compose(
            facts,
            reader=Reader(name=recipient.name, language=recipient.language),
            network=network_of(region),
            pages=self._pages(recipient),
            pair=pair,
        )

    def draft_words(
        self,
        facts: IntroductionFacts | QuestionFacts,
        *,
        recipient: Contact,
        region: Region,
        sides: Sides,
    ) -> tuple[str, str]:
        """Subject and body as we would write them, for a coordinator to edit."""
        pair = self._pair(recipient, region, sides)
        assert pair is not None, "an opening letter is about an introduction"
        return draft_words(
            facts,
            reader=Reader(name=recipient.name, language=recipient.language),
            network=network_of(region),
            pages=self._pages(recipient),
            pair=pair,
        )

    def _pages(self, recipient: Contact | Coordinator) -> Pages:
        partner_id = recipient.partner_id if isinstance(recipient, Contact) else recipient.id
        return Pages(
            public_url=self.links.public_url,
            preferences=self.links.preferences_url(address_hash(recipient.email)),
            answer=lambda introduction_id: self.links.answer_url(
                introduction_id=introduction_id, partner_id=partner_id
            ),
        )

    def _pair(
        self, recipient: Contact | Coordinator, region: Region, sides: Sides | None
    ) -> Pair | None:
        if sides is None or not isinstance(recipient, Contact):
            return None
        links = self.links.letter_links(
            introduction_id=sides.introduction.id, partner_id=recipient.partner_id
        )
        page = f"{self.links.public_url}/mail/introductions/{sides.introduction.id}"
        return pair_of(sides, recipient, region, links=links, page=page)

    def _reply_to(self, region: Region, message_id: str, pair: Pair) -> Mailbox | None:
        """The other party where the region wants that and there is one other. Else, where there
        is an intake, it reads answers by mail and shows them to the coordinator."""
        if pair.reply_to:
            return Mailbox(pair.reply_to, pair.others[0].address)
        address = self.envelopes.reply_address(message_id)
        return Mailbox(region.coordinator_name or region.network_name, address) if address else None

    def _sender(self, region: Region) -> Mailbox:
        name = region.coordinator_name or region.network_name
        try:
            return Mailbox(name, usable_address(region.sender_address))
        except AddressUnusable:
            return Mailbox(name, self.fallback_sender)
