"""From what is kept of an introduction to what its letters are written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.notifier.domain.address_book import Contact, Partner, Region
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.quotes import item_of
from services.notifier.letters import AnswerLinks, Network, Pair, Party
from services.notifier.letters.meeting import proposed_time
from services.notifier.letters.quoting import first_sentence
from shared.clock import utc_now
from shared.locale.formats import TIME_ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """An introduction; by partner, whom its letters go to and what is known of them."""

    introduction: Introduction
    contacts: Mapping[UUID, Contact]
    partners: Mapping[UUID, Partner] = field(default_factory=dict)


def network_of(region: Region) -> Network:
    return Network(
        name=region.network_name,
        host_name=region.host,
        coordinator_name=region.coordinator_name,
        region_name=region.name,
    )


def pair_of(
    sides: Sides, recipient: Contact, region: Region, *, links: AnswerLinks, page: str
) -> Pair:
    """As `recipient` sees it; `page` is that of the introduction."""
    introduction, suggestion = sides.introduction, sides.introduction.suggestion
    others = tuple(
        _party(sides, sides.contacts[side.partner_id])
        for side in introduction.other_sides(recipient.partner_id)
    )
    today = utc_now().astimezone(TIME_ZONE).date()
    to_other = region.reply_to == "other" and introduction.names_shown and len(others) == 1
    return Pair(
        own=_party(sides, recipient),
        others=others,
        match=suggestion.kind,
        links=links,
        introduction_url=page,
        names_shown=introduction.names_shown,
        distance_km=suggestion.distance_km,
        note=suggestion.note,
        speaks_for=suggestion.speaks_for,
        speaks_against=suggestion.speaks_against,
        reply_to=(others[0].contact_name or others[0].partner_name) if to_other else "",
        meeting=proposed_time(today) if region.proposes_time else None,
    )


def _party(sides: Sides, contact: Contact) -> Party:
    side = sides.introduction.side_of(contact.partner_id)
    partner = sides.partners.get(contact.partner_id)
    return Party(
        partner_name=side.partner_name,
        contact_name=contact.name,
        address=contact.email,
        language=contact.language,
        place=side.place or None,
        item=item_of(sides.introduction, side),
        role=side.role,
        partner_kind=partner.kind if partner else None,
        about=first_sentence(partner.description) if partner else "",
        about_language=partner.language if partner else None,
    )
