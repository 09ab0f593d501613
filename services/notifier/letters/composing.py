"""Write a letter of any kind from its facts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from services.notifier.letters.facts import (
    AnyFacts,
    DigestFacts,
    ExpiringFacts,
    IntroductionFacts,
    NobodyFitsFacts,
    OpeningFacts,
    QuestionFacts,
)
from services.notifier.letters.introduction import LONGEST_NOTE, nameless_facts, pair_facts
from services.notifier.letters.letter import Letter, Network, Pair, Reader
from services.notifier.letters.meeting import proposed_meeting
from services.notifier.letters.plain_text import (
    first_name,
    one_line,
    paragraphs,
    shortened,
    trimmed,
)
from services.notifier.letters.rendering import rendered, rendered_words

LONGEST_TITLE = 120
NAMELESS_KINDS = frozenset({"question", "nothing_came"})
CALENDAR_KINDS = frozenset({"introduction", "thanks"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where letters lead; `answer` is the page for an answer to one introduction."""

    public_url: str
    preferences: str
    answer: Callable[[UUID], str]

    def listing(self, listing_id: UUID) -> str:
        return f"{self.public_url}/listings/{listing_id}"

    @property
    def fixed(self) -> dict[str, str]:
        return {
            "preferences": self.preferences,
            "sign_in_url": f"{self.public_url}/sign-in",
            "queue_url": f"{self.public_url}/coordinator",
            "follow_up_url": f"{self.public_url}/coordinator/follow-up",
        }


def compose(
    facts: AnyFacts, *, reader: Reader, network: Network, pages: Pages, pair: Pair | None = None
) -> Letter:
    """`pair` is what letters about an introduction are written from."""
    told = told_facts(facts, reader=reader, network=network, pages=pages, pair=pair)
    if isinstance(facts, OpeningFacts) and facts.body is not None:
        own = {"subject": facts.subject, "passages": passages(facts.body)}
        letter = rendered("edited", language=reader.language, facts={**told, **own})
    else:
        letter = rendered(facts.kind, language=reader.language, facts=told)
    if pair and pair.meeting and facts.kind in CALENDAR_KINDS:
        return replace(letter, calendar=proposed_meeting(pair, network))
    return letter


def draft_words(
    facts: IntroductionFacts | QuestionFacts,
    *,
    reader: Reader,
    network: Network,
    pages: Pages,
    pair: Pair,
) -> tuple[str, str]:
    """Subject and body of an opening letter as we would write it, for a coordinator to edit."""
    told = told_facts(facts, reader=reader, network=network, pages=pages, pair=pair)
    letter = rendered(facts.kind, language=reader.language, facts=told)
    return letter.subject, rendered_words(facts.kind, language=reader.language, facts=told).strip()


def told_facts(
    facts: AnyFacts, *, reader: Reader, network: Network, pages: Pages, pair: Pair | None
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": first_name(reader.name),
        "network": one_line(network.name),
        "region": one_line(network.region_name) or one_line(network.name),
        "host": one_line(network.host_name) or one_line(network.name),
        "coordinator": one_line(network.coordinator_name),
        **pages.fixed,
    }
    if pair:
        is_hidden = facts.kind in NAMELESS_KINDS or not pair.names_shown
        told |= nameless_facts(pair, network) if is_hidden else pair_facts(pair, network)
    return {**told, **_own_facts(facts, pages)}


def passages(body: str) -> list[tuple[str, str]]:
    """What a coordinator wrote: paragraphs, and quotations where a line begins with `>`."""
    found = []
    for block in re.split(r"\r?\n\s*\r?\n", body):
        quoted = block.lstrip().startswith(">")
        lines = (line.strip().lstrip(">") if quoted else line for line in block.splitlines())
        text = one_line(" ".join(lines))
        if text and quoted:
            found.append(("quotation", text.strip("«»“”")))
        elif text:
            found.append(("paragraph", text))
    return found


def _own_facts(facts: AnyFacts, pages: Pages) -> Mapping[str, Any]:
    if isinstance(facts, OpeningFacts):
        return {}
    if isinstance(facts, DigestFacts):
        return _digest(facts, pages)
    told = {name: _plain(value) for name, value in facts.model_dump(exclude={"kind"}).items()}
    if isinstance(facts, ExpiringFacts | NobodyFitsFacts):
        told |= {"kind": facts.listing_kind, "listing_url": pages.listing(facts.listing_id)}
    if isinstance(facts, NobodyFitsFacts):
        told["note"] = paragraphs(trimmed(facts.note, LONGEST_NOTE))
    return told


def _digest(facts: DigestFacts, pages: Pages) -> Mapping[str, Any]:
    return {
        "waiting": [
            {"other": _plain(one.other), "url": pages.answer(one.introduction_id)}
            for one in facts.waiting
        ],
        "new": [
            {
                "title": _plain(one.title),
                "partner_name": _plain(one.partner_name),
                "kind": one.listing_kind,
                "language": one.language or None,
                "url": pages.listing(one.listing_id),
            }
            for one in facts.new
        ],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return shortened(one_line(value), LONGEST_TITLE)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value
