"""Which texts of an item are given to the model, and in which role."""

from collections.abc import Mapping
from typing import Literal

from services.matcher.ranking.items import SIDES, ItemKind, Side
from services.matcher.ranking.sentences import first_sentences

ROLES: Mapping[Side, Literal["query", "passage"]] = {
    Side.ASKING: "query",
    Side.ANSWERING: "passage",
    Side.ANSWERING_WITH_PARTNER: "passage",
}


def statement(*, title: str, text: str) -> str:
    """Title and text as one; capabilities have no title, short listings no text.

    Nothing is added: sentences of it are shown as what the partner wrote.
    """
    return "\n".join(part.strip() for part in (title, text) if part.strip())


def spoken(kind: ItemKind, *, said: str, description: str) -> dict[Side, str]:
    """What to encode for each side of an item; no description leaves its side out."""
    texts = {
        Side.ASKING: said,
        Side.ANSWERING: said,
        Side.ANSWERING_WITH_PARTNER: f"{said} {description.strip()}",
    }
    if not description.strip():
        del texts[Side.ANSWERING_WITH_PARTNER]
    return {side: texts[side] for side in SIDES[kind] if side in texts}


def spoken_sentences(kind: ItemKind, *, said: str) -> dict[Side, tuple[str, ...]]:
    """The sentences of each side that are encoded one by one; none where there is only one."""
    parted = first_sentences(said)
    sides = [side for side in SIDES[kind] if side is not Side.ANSWERING_WITH_PARTNER]
    return dict.fromkeys(sides, parted) if len(parted) > 1 else {}
