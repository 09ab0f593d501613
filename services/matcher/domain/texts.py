"""Which texts speak for an item, and how a text is known among all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from services.matcher.domain.items import Item
from services.matcher.ranking.items import Side
from services.matcher.ranking.statements import ROLES, spoken, statement

Role = Literal["query", "passage"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenText:
    side: Side
    role: Role
    text: str

    @property
    def text_hash(self) -> bytes:
        return hash_of(self.text)


def hash_of(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()


def said_by(item: Item) -> str:
    return statement(title=item.title, text=item.text)


def texts_of(item: Item, *, description: str) -> Sequence[SpokenText]:
    """`description` is the partner's own, empty while the partner is not known."""
    spoken_texts = spoken(item.kind, said=said_by(item), description=description)
    return [
        SpokenText(side=side, role=ROLES[side], text=text) for side, text in spoken_texts.items()
    ]
