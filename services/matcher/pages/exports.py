"""The queue as it is chosen, as a file for a spreadsheet."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from services.matcher.domain.between import Between
from services.matcher.domain.reasons import fit_of, speaks_against, speaks_for
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.card import heading
from services.matcher.pages.filters import filters_of
from services.matcher.pages.look import HOME
from services.matcher.pages.reasons import against_words, for_words
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.locale import Words, words
from shared.web.language import language_of
from shared.web.tables import Cell, Form, Table, table_answer

MOST_ROWS = 5_000
COLUMNS = (
    "column.proposed",
    "filter.status",
    "column.fit",
    "filter.kind",
    "column.seeker",
    "column.seeks",
    "column.provider",
    "column.gives",
    "column.distance",
    "speaks_for",
    "speaks_against",
    "column.decider",
    "column.reason",
    "column.note",
)


def export_routes(database: Database, gate: Gate) -> APIRouter:
    router = APIRouter(prefix=HOME, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type

    @router.get("/queue.csv")
    async def as_csv(request: Request, principal: Coordinator) -> Response:
        return await _export(request, principal, "csv")

    @router.get("/queue.xlsx")
    async def as_excel(request: Request, principal: Coordinator) -> Response:
        return await _export(request, principal, "xlsx")

    async def _export(request: Request, principal: Principal, form: Form) -> Response:
        async with database.transaction() as tx:
            found = await tx.queue.page(
                filters_of(request), regions=principal.regions_seen(), limit=MOST_ROWS
            )
        language = language_of(request)
        return table_answer(queue_table(found, words(language)), form, language=language)

    return router


def queue_table(suggestions: list[Suggestion], word: Words) -> Table:
    headings = [_capital(word(code)) for code in COLUMNS]
    return Table(
        name=word("queue.file"), headings=headings, rows=[_row(one, word) for one in suggestions]
    )


def _row(one: Suggestion, word: Words) -> list[Cell]:
    between = Between.of(one)
    status = "shown.leaving" if one.leaves_at else f"shown.{one.status}"
    return [
        one.proposed_at,
        word(status),
        word(f"fit.{fit_of(one.score)}"),
        word(f"kind.{one.kind}"),
        one.seeker.partner.name,
        heading(one.seeker.item),
        one.provider.partner.name,
        heading(one.provider.item),
        None if one.distance_km is None else round(one.distance_km, 1),
        _listed(for_words(reason, word.language) for reason in speaks_for(one.parts, between)),
        _listed(
            against_words(reason, word.language) for reason in speaks_against(one.parts, between)
        ),
        one.decider,
        word(f"reason.{one.reason}") if one.reason else "",
        one.note,
    ]


def _listed(reasons: Iterable[str]) -> str:
    return "; ".join(reasons)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
