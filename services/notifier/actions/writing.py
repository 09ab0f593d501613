"""Put the facts of a letter together and have it written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.notifier.domain.address_book import Contact, Coordinator, Region
from services.notifier.domain.addresses import address_hash
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.letters import TrackedLetter, WrittenLetter
from services.notifier.domain.links import Links
from services.notifier.domain.quotes import item_of
from services.notifier.letters import (
    AddressUnusable,
    Letter,
    Mailbox,
    Network,
    Party,
    build_message,
    introduction_letter,
)
from services.notifier.letters.message import usable_address
from services.notifier.mail.envelopes import Envelopes
from shared.clock import utc_now


class WordsMissing(Exception):
    """There is no template for this kind of letter yet; it waits for one."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """An introduction, and whom its letters go to by partner."""

    introduction: Introduction
    contacts: Mapping[UUID, Contact]


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
        """The letter as it will be sent.

        Raises:
            AddressUnusable: the recipient's address cannot be written to.
            WordsMissing: there is no template for this kind of letter.
        """
        if letter.kind != "introduction":
            raise WordsMissing
        hashed = address_hash(recipient.email)
        composed = self._composed(recipient, region, sides)
        sender = self._sender(region)
        message = build_message(
            composed,
            sender=sender,
            recipient=Mailbox(recipient.name, recipient.email),
            reply_to=self._reply_to(region, letter) if letter.introduction_id else None,
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
        self,
        recipient: Contact | Coordinator,
        region: Region,
        sides: Sides | None,
    ) -> Letter:
        assert sides is not None
        assert isinstance(recipient, Contact)
        introduction = sides.introduction
        other = sides.contacts[introduction.other_side(recipient.partner_id).partner_id]
        return introduction_letter(
            recipient=_party(introduction, recipient),
            other=_party(introduction, other),
            match=introduction.suggestion.kind,
            distance_km=introduction.suggestion.distance_km,
            note=introduction.suggestion.note or None,
            network=Network(
                name=region.network_name,
                host_name=region.host,
                coordinator_name=region.coordinator_name,
            ),
            links=self.links.letter_links(
                introduction_id=introduction.id,
                partner_id=recipient.partner_id,
                address_hash=address_hash(recipient.email),
            ),
        )

    def _reply_to(self, region: Region, letter: TrackedLetter) -> Mailbox | None:
        """Where there is an intake, it reads answers by mail and shows them to the coordinator."""
        address = self.envelopes.reply_address(letter.message_id)
        return Mailbox(region.coordinator_name or region.network_name, address) if address else None

    def _sender(self, region: Region) -> Mailbox:
        name = region.coordinator_name or region.network_name
        try:
            return Mailbox(name, usable_address(region.sender_address))
        except AddressUnusable:
            return Mailbox(name, self.fallback_sender)


def _party(introduction: Introduction, contact: Contact) -> Party:
    side = introduction.side_of(contact.partner_id)
    return Party(
        partner_name=side.partner_name,
        contact_name=contact.name,
        address=contact.email,
        language=contact.language,
        place=side.place or None,
        item=item_of(introduction, side),
    )
