"""A listing that is being written: what was typed, right or wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Self, get_args
from uuid import UUID

from services.registry.domain.records import ListingKind

KINDS: tuple[ListingKind, ...] = get_args(ListingKind)
#: More than a listing may hold: what is too long is told, and kept to be shortened.
LONGEST = {"title": 1_000, "text": 50_000, "place": 1_000, "expires_on": 100, "answer": 2_000}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The fields of the form. `asked` names the question that `answer` answers."""

    kind: ListingKind
    title: str = ""
    text: str = ""
    place: str = ""
    expires_on: str = ""
    asked: str = ""
    answer: str = ""

    @classmethod
    def typed(cls, form: Mapping[str, str]) -> Self:
        """Of whatever a browser sent; an unknown kind is a need."""
        kind: ListingKind = next((one for one in KINDS if one == form.get("kind")), "need")
        texts = {name: _keepable(form.get(name, ""))[:most] for name, most in LONGEST.items()}
        return cls(kind=kind, asked=form.get("asked", "")[:100], **texts)

    @property
    def is_blank(self) -> bool:
        return not (self.text.strip() or self.title.strip() or self.answer.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    id: UUID
    partner_id: UUID
    written: Written
    saved_at: datetime | None = field(default=None)


WRITTEN_FIELDS = tuple(one.name for one in fields(Written))


def _keepable(text: str) -> str:
    """What a database cannot keep is left out; what a listing must not hold is told later."""
    return text.replace("\r\n", "\n").replace("\0", "").encode("utf-8", "ignore").decode()
