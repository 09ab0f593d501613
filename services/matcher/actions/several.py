"""Many decisions with one press. Each is a transaction of its own: one refused stops no other."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.matcher.domain.errors import AlreadyDecided, SuggestionWithdrawn, TooLateToUndo
from services.matcher.domain.suggestions import Suggestion

Refusal = AlreadyDecided | SuggestionWithdrawn | TooLateToUndo


@dataclass(frozen=True, slots=True)
class Outcome:
    done: list[UUID] = field(default_factory=list)
    refused: list[tuple[UUID, Refusal]] = field(default_factory=list)


async def each(ids: Sequence[UUID], decide: Callable[[UUID], Awaitable[Suggestion]]) -> Outcome:
    """Raises SuggestionUnknown when one of them is not theirs; those before it are decided."""
    outcome = Outcome()
    for one in dict.fromkeys(ids):
        try:
            await decide(one)
        except (AlreadyDecided, SuggestionWithdrawn, TooLateToUndo) as refusal:
            outcome.refused.append((one, refusal))
        else:
            outcome.done.append(one)
    return outcome
