"""The choice of a coordinator as it stands in addresses, so that every page keeps it."""

from collections.abc import Mapping
from typing import get_args
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request

from services.matcher.domain.queue import Filters, Shown
from services.matcher.pages.look import HOME
from shared.events.suggestions import SuggestionKind

AGES = (1, 7, 30, 90)  #: days to choose from
LONGEST_WORDS = 200


def filters_of(request: Request) -> Filters:
    """What the address names; what it names wrongly lets everything through."""
    asked = request.query_params
    status, kind, age = asked.get("status", ""), asked.get("kind", ""), asked.get("age", "")
    return Filters(
        status=status if status in get_args(Shown) else "proposed",  # type: ignore[arg-type]
        region=asked.get("region") or None,
        kind=kind if kind in get_args(SuggestionKind) else None,  # type: ignore[arg-type]
        partner=_id(asked.get("partner", "")),
        sector=asked.get("sector") or None,
        age=int(age) if age in map(str, AGES) else None,
        words=" ".join(asked.get("words", "").split())[:LONGEST_WORDS],
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


class Links:
    """Addresses of the console that keep what was chosen."""

    def __init__(self, filters: Filters) -> None:
        self.kept: Mapping[str, str] = {
            name: str(value)
            for name, value in (
                ("status", filters.status if filters.status != "proposed" else ""),
                ("region", filters.region),
                ("kind", filters.kind),
                ("partner", filters.partner),
                ("sector", filters.sector),
                ("age", filters.age),
                ("words", filters.words),
            )
            if value
        }

    def home(self, **more: object) -> str:
        return self._address(HOME, more)

    def to(self, page: str, **more: object) -> str:
        return self._address(f"{HOME}/{page}", more)

    def card(self, suggestion_id: UUID, **more: object) -> str:
        return self._address(f"{HOME}/suggestions/{suggestion_id}", more)

    def act(self, suggestion_id: UUID, action: str) -> str:
        return self._address(f"{HOME}/suggestions/{suggestion_id}/{action}", {})

    def _address(self, path: str, more: Mapping[str, object]) -> str:
        query = {**self.kept, **{name: str(value) for name, value in more.items() if value}}
        return path + (f"?{urlencode(query)}" if query else "")
