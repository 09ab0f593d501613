"""The introduction: who the other is, in their own words, and how to answer."""

from typing import Literal

from services.notifier.letters.letter import AnswerLinks, Item, Letter, Network, Party
from services.notifier.letters.plain_text import (
    first_name,
    one_line,
    paragraphs,
    shortened,
    trimmed,
)
from services.notifier.letters.quoting import foreign_language, quotation
from services.notifier.letters.rendering import rendered
from shared.locale import Language

MatchKind = Literal["supply", "develop", "together"]

LONGEST_SUBJECT = 150
LONGEST_NAME_IN_SUBJECT = 45
LONGEST_NAME = 200
LONGEST_NOTE = 2_000

AND: dict[Language, str] = {"nb": "og", "nn": "og", "en": "and"}
#: The subject names what is sought; where nothing is, what is offered.
SOUGHT_FIRST = ("need", "idea", "offer", "capability")


def introduction_letter(
    *,
    recipient: Party,
    other: Party,
    match: MatchKind,
    distance_km: float | None,
    note: str | None,
    network: Network,
    links: AnswerLinks,
) -> Letter:
    """The letter to `recipient` about `other`; call it twice, once for each."""
    language = recipient.language
    subject = _subject(recipient, other)
    facts = {
        "subject": subject,
        "name": first_name(recipient.contact_name),
        "own_quote": quotation(recipient.item),
        "own_language": recipient.item.language,
        "other": _described(other, reader=language),
        "together": match == "together",
        "distance_km": distance_km,
        "note": paragraphs(trimmed(note or "", LONGEST_NOTE)),
        "network": one_line(network.name),
        "host": one_line(network.host_name) or one_line(network.name),
        "coordinator": one_line(network.coordinator_name),
        "links": links,
    }
    return Letter(
        language=language,
        subject=subject,
        text=rendered("introduction", language=language, form="txt", facts=facts),
        html=rendered("introduction", language=language, form="html", facts=facts),
    )


def _described(other: Party, *, reader: Language) -> dict[str, str | None]:
    foreign = foreign_language(other.item, reader)
    return {
        "name": shortened(one_line(other.partner_name), LONGEST_NAME),
        "contact": shortened(one_line(other.contact_name), LONGEST_NAME),
        "address": one_line(other.address),
        "place": one_line(other.place),
        "kind": other.item.kind,
        "title": shortened(one_line(other.item.title), LONGEST_NAME),
        "quote": quotation(other.item),
        "language": other.item.language,
        "foreign": foreign and f"language.{foreign}",
    }


def _subject(recipient: Party, other: Party) -> str:
    own, theirs = (
        shortened(one_line(party.partner_name), LONGEST_NAME_IN_SUBJECT)
        for party in (recipient, other)
    )
    names = f"{own} {AND[recipient.language]} {theirs}"
    title = one_line(_sought(recipient.item, other.item).title)
    return shortened(f"{names}: {title}" if title else names, LONGEST_SUBJECT)


def _sought(*items: Item) -> Item:
    return min(items, key=lambda item: SOUGHT_FIRST.index(item.kind))
