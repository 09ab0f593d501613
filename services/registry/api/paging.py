"""One page of a list, and the cursor that leads to the next."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from fastapi import Query
from pydantic import BaseModel

from services.registry.api.answers import Page
from shared.web.cursors import CursorValue, encode_cursor

USUAL_PAGE = 50
LARGEST_PAGE = 200

Cursor = Annotated[
    str | None, Query(max_length=1000, description="`next` of the page before this one.")
]
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="How many at most.")]

Found = TypeVar("Found")
Answer = TypeVar("Answer", bound=BaseModel)


def page_of(
    found: Sequence[Found],
    *,
    limit: int,
    place: Callable[[Found], Sequence[CursorValue]],
    answer: Callable[[Found], Answer],
) -> Page[Answer]:
    """`found` holds one more than `limit` when there is a next page; `place` tells where it
    begins: after the last one shown."""
    shown = found[:limit]
    more = len(found) > limit
    return Page[Answer](
        items=[answer(one) for one in shown],
        next=encode_cursor(place(shown[-1])) if more else None,
    )
