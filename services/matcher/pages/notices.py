"""What was decided a moment ago, told above the queue, with the way back while there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.matcher.domain.suggestions import Suggestion
from services.matcher.storage.database import Transaction
from shared.access.principal import Principal

MOST = 50  #: that are decided in one go


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Suggestions of one fate: `approved`, `rejected`, `snoozed` or `undone`.

    `leaves_at` is when the first of them is told, None where it is too late to undo.
    """

    fate: str
    suggestions: Sequence[Suggestion]
    leaves_at: datetime | None

    @property
    def can_be_undone(self) -> bool:
        return bool(self.leaves_at) or self.fate == "snoozed"


def parsed_ids(text: str) -> list[UUID]:
    """The ids of an address, which may name anything."""
    found = []
    for part in text.split(",")[:MOST]:
        try:
            found.append(UUID(part))
        except ValueError:
            continue
    return found


async def notices(
    tx: Transaction, decided: Sequence[UUID], *, undone: Sequence[UUID], to: Principal
) -> list[Notice]:
    """Of what the address names, else of what this one decided and can still undo."""
    shown = decided or ([] if undone else await tx.grace.of_actor(to.actor))
    found = await tx.suggestions.by_ids([*shown, *undone])
    visible = [one for one in found.values() if to.sees_region(one.region)]
    back = [one for one in visible if one.id in undone and one.status == "proposed"]
    made = [_notice("undone", back)] if back else []
    for fate in ("approved", "rejected", "snoozed"):
        for is_leaving in (True, False):
            same = [
                one
                for one in visible
                if one.id in shown and one.status == fate and bool(one.leaves_at) is is_leaving
            ]
            made += [_notice(fate, same)] if same else []
    return made


def _notice(fate: str, suggestions: Sequence[Suggestion]) -> Notice:
    leaving = [one.leaves_at for one in suggestions if one.leaves_at]
    return Notice(fate=fate, suggestions=suggestions, leaves_at=min(leaving) if leaving else None)
