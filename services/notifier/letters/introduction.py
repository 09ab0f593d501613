"""What letters about an introduction say: who the other is, in their own words, and why."""

import re
from collections.abc import Collection
from typing import Any

from services.notifier.letters.letter import Item, Network, Pair, Party
from services.notifier.letters.plain_text import (
    first_name,
    one_line,
    paragraphs,
    shortened,
    trimmed,
)
from services.notifier.letters.quoting import foreign_language, named_language, quotation
from services.notifier.letters.rendering import moment
from shared.events.suggestions import Reason
from shared.locale import Language
from shared.locale.facts import told_amount, told_time

LONGEST_NAME_IN_SUBJECT = 45
LONGEST_NAME = 120
LONGEST_ABOUT = 200
LONGEST_NOTE = 2_000
LONGEST_AMOUNT = 60

AND: dict[Language, str] = {"nb": "og", "nn": "og", "en": "and"}
#: The subject names what is sought; where nothing is, what is offered.
SOUGHT_FIRST = ("need", "idea", "offer", "capability")
#: What a reader can make use of; several parts of the score say one and the same to people.
AGAINST = ("amount", "time", "distance", "polarity", "partner", "meaning", "concepts", "words")
ALIKE = {"concepts": "meaning", "words": "meaning"}
#: Kilometres. Nearer than this is all that is told before names are shown.
NEARNESS = (5, 20, 50)
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+", re.IGNORECASE)
HIDDEN = "[…]"


def pair_facts(pair: Pair, network: Network) -> dict[str, Any]:
    language = pair.own.language
    other = pair.others[0]
    return {
        "own_quote": quotation(pair.own.item),
        "other": _described(other, reader=language),
        "members": [_described(member, reader=language) for member in pair.others],
        "names": _names(pair),
        "names_and_title": _subject(pair),
        "about": shortened(one_line(other.item.title), LONGEST_NAME_IN_SUBJECT * 2),
        "together": pair.match == "together",
        "named": pair.names_shown,
        "distance_km": pair.distance_km if len(pair.others) == 1 else None,
        "amount": _amount(pair, language),
        "time": _time(pair, language),
        "against": _against(pair.speaks_against),
        "note": paragraphs(trimmed(pair.note, LONGEST_NOTE)),
        "links": pair.links,
        "introduction_url": pair.introduction_url,
        "reply_to": one_line(pair.reply_to),
        "meeting": moment(pair.meeting, language) if pair.meeting else "",
        "network": one_line(network.name),
    }


def nameless_facts(pair: Pair, network: Network) -> dict[str, Any]:
    """The same without who the other is: names and addresses are hidden in what they wrote too."""
    other = pair.others[0]
    quoted = _described(other, reader=pair.own.language)
    nearness = (limit for limit in NEARNESS if (pair.distance_km or 1e9) < limit)
    hidden = {
        "kind": other.item.kind,
        "partner_kind": other.partner_kind,
        "quote": without_names(quoted["quote"], names=(other.partner_name, other.contact_name)),
        "language": quoted["language"],
        "foreign": quoted["foreign"],
        "name": "",
        "title": "",
    }
    told = {"other": hidden, "members": [hidden], "names": "", "about": "", "meeting": ""}
    return {**pair_facts(pair, network), **told, "nearer_than": next(nearness, None)}


def without_names(text: str, *, names: Collection[str | None]) -> str:
    for name in filter(None, map(one_line, names)):
        for part in (name, *(word for word in name.split() if len(word) > 3)):
            text = re.sub(rf"(?<!\w){re.escape(part)}\w{{0,2}}(?!\w)", HIDDEN, text, flags=re.I)
    hidden = ADDRESS.sub(HIDDEN, text)
    return re.sub(rf"{re.escape(HIDDEN)}(\s+{re.escape(HIDDEN)})+", HIDDEN, hidden)


def _described(other: Party, *, reader: Language) -> dict[str, Any]:
    foreign = foreign_language(other.item, reader)
    about = shortened(one_line(other.about), LONGEST_ABOUT)
    about_foreign = named_language(other.about_language, reader)
    name = shortened(one_line(other.partner_name), LONGEST_NAME)
    contact = shortened(one_line(other.contact_name), LONGEST_NAME)
    return {
        "name": name,
        "contact": contact,
        "first_name": first_name(other.contact_name),
        "address": one_line(other.address),
        "by": ", ".join(filter(None, (contact, name, one_line(other.place)))),
        "kind": other.item.kind,
        "title": shortened(one_line(other.item.title), LONGEST_NAME),
        "quote": quotation(other.item),
        "language": other.item.language,
        "foreign": foreign and f"language.{foreign}",
        "about": about,
        "about_foreign": about_foreign and f"language.{about_foreign}",
        "role": other.role,
        "partner_kind": other.partner_kind,
    }


def _subject(pair: Pair) -> str:
    title = one_line(_sought(pair.own.item, *(member.item for member in pair.others)).title)
    return f"{_names(pair)}: {title}" if title else _names(pair)


def _names(pair: Pair) -> str:
    *first, last = (
        shortened(one_line(party.partner_name), LONGEST_NAME_IN_SUBJECT)
        for party in (pair.own, *pair.others)
    )
    return f"{', '.join(first)} {AND[pair.own.language]} {last}"


def _sought(*items: Item) -> Item:
    return min(items, key=lambda item: SOUGHT_FIRST.index(item.kind))


def _time(pair: Pair, language: Language) -> str:
    when = _fact(pair.speaks_for, "time", "when")
    return told_time(when, language) if len(pair.others) == 1 else ""


def _amount(pair: Pair, language: Language) -> dict[str, Any] | None:
    have = _fact(pair.speaks_for, "amount", "have")
    want = _fact(pair.speaks_for, "amount", "want")
    told = have and want and len(pair.others) == 1
    if not told:
        return None
    have, want = told_amount(have, language), told_amount(want, language)
    return {"have": have, "want": want, "own_seeks": pair.own_seeks}


def _fact(reasons: Collection[Reason], name: str, key: str) -> str:
    found = next((reason.facts.get(key, "") for reason in reasons if reason.name == name), "")
    return shortened(one_line(found), LONGEST_AMOUNT)


def _against(reasons: Collection[Reason]) -> str:
    """What speaks loudest against it, of what can be told in a sentence."""
    names = {reason.name for reason in reasons}
    name = next((one for one in AGAINST if one in names), "")
    return ALIKE.get(name, name)
