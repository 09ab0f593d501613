"""What a letter is, and the facts an introduction is written from."""

from dataclasses import dataclass
from typing import Literal

from shared.locale import Language

ItemKind = Literal["need", "offer", "idea", "capability"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    language: Language
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one side wrote, and the sentences in it that made the match."""

    kind: ItemKind
    title: str
    text: str
    language: str | None
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the two who are introduced; `language` is what their contact reads."""

    partner_name: str
    contact_name: str | None
    address: str
    language: Language
    place: str | None
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who sends. Without a coordinator's name the network itself signs."""

    name: str
    host_name: str
    coordinator_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLinks:
    yes: str
    not_now: str
    known: str
    wrong_person: str
    preferences: str
