"""What a letter is, and the facts an introduction is written from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.events.introductions import Answer
from shared.events.suggestions import GroupRole, Reason, SuggestionKind
from shared.locale import Language

ItemKind = Literal["need", "offer", "idea", "capability"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    language: Language
    subject: str
    text: str
    html: str
    calendar: str | None = None  #: an .ics file that goes along


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
    """One of those who are introduced; `language` is what their contact reads."""

    partner_name: str
    contact_name: str | None
    address: str
    language: Language
    place: str | None
    item: Item
    role: GroupRole | None = None
    partner_kind: str | None = None
    #: The first sentence of its own description, and the language of that.
    about: str = ""
    about_language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Who sends. Without a coordinator's name the network itself signs."""

    name: str
    host_name: str
    coordinator_name: str | None = None
    region_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLinks:
    yes: str
    not_now: str
    known: str
    wrong_person: str

    @property
    def pairs(self) -> list[list[tuple[Answer, str]]]:
        """As they stand in a letter, two and two."""
        return [
            [("yes", self.yes), ("not_now", self.not_now)],
            [("known", self.known), ("wrong_person", self.wrong_person)],
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a letter is to."""

    name: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What a letter about an introduction is written from. `others` are one, or more in a group;
    `reply_to` is the name of the one whom an answer by mail reaches, where that is not us."""

    own: Party
    others: tuple[Party, ...]
    match: SuggestionKind
    links: AnswerLinks
    introduction_url: str
    names_shown: bool = True
    distance_km: float | None = None
    note: str = ""
    speaks_for: tuple[Reason, ...] = ()
    speaks_against: tuple[Reason, ...] = ()
    reply_to: str = ""
    #: When the two could meet, where the region proposes a time.
    meeting: datetime | None = None

    @property
    def own_seeks(self) -> bool:
        return self.own.item.kind == "need"
