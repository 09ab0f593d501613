"""Which texts speak for an item, and how a text is known among all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from services.matcher.domain.items import Item
from services.matcher.ranking.items import Side
from services.matcher.ranking.statements import ROLES, spoken, spoken_sentences, statement

Role = Literal["query", "passage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenText:
    side: Side
    role: Role
    text: str
    sentence: int | None = None  #: its place in the whole text; None for the whole text itself

    @property
    def name(self) -> str:
        return self.side.value if self.sentence is None else f"{self.side.value}:{self.sentence}"

    @property
    def text_hash(self) -> bytes:
        return hash_of(self.text)


def hash_of(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


def said_by(item: Item) -> str:
    return statement(title=item.title, text=item.text)


def texts_of(item: Item, *, description: str) -> Sequence[SpokenText]:
    """Whole texts, then their sentences; `description` is the partner's own, empty while the
    partner is not known."""
    said = said_by(item)
    whole = [
        SpokenText(side=side, role=ROLES[side], text=text)
        for side, text in spoken(item.kind, said=said, description=description).items()
    ]
    return whole + [
        SpokenText(side=side, role=ROLES[side], text=text, sentence=place)
        for side, sentences in spoken_sentences(item.kind, said=said).items()
        for place, text in enumerate(sentences)
    ]


def side_of(name: str) -> tuple[Side, int | None]:
    """What `SpokenText.name` was made from."""
    side, _, sentence = name.partition(":")
    return Side(side), int(sentence) if sentence else None
