"""`/region/import`: partners and listings from a file, looked at before anything is imported."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.registry.actions.import_batch import ImportRefused
from services.registry.actions.prepared_imports import (
    import_prepared,
    prepare_import,
    try_import,
)
from services.registry.domain.errors import PreparedImportUnknown
from services.registry.files import Problem
from services.registry.pages.region.desk import PARTNERS, PREFIX, Chosen, RegionDesk
from services.registry.pages.region.import_words import column, refused_rows, told
from services.registry.pages.region.uploads import file_in, read_upload, record_of
from shared.access.principal import Principal
from shared.locale import Words, words
from shared.web.language import language_of

IMPORT = f"{PREFIX}/import"
SHOWN = 50  #: of the rows that are read, and of what is wrong

Wanted = Annotated[str, Query(alias="region", max_length=60)]


def import_page_routes(desk: RegionDesk) -> APIRouter:
    router = APIRouter(prefix=IMPORT, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(desk.gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(desk.gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def ask(request: Request, principal: Coordinator, wanted: Wanted = "") -> Response:
        chosen = await desk.chosen(principal, wanted)
        return await _asking(desk, request, principal, chosen)

    @router.post("")
    async def preview(request: Request, principal: Sender) -> Response:
        """What is in the file. Nothing is imported yet."""
        word = words(language_of(request))
        form = await request.form()
        chosen = await desk.chosen(principal, str(form.get("region", "")))
        sent = file_in(form)
        if not sent:
            missing = {"file": word("error.import.file")}
            return await _asking(desk, request, principal, chosen, errors=missing)
        batch = await read_upload(
            sent,
            regions={region.slug for region in chosen.regions},
            default_region=chosen.region.slug,
        )
        problems = list(batch.problems)
        prepared = None
        if not problems:
            record = record_of(batch)
            seen = principal.regions_seen()
            found = await try_import(desk.database, record, regions=seen)
            problems = refused_rows(batch, list(found))
            if not problems:
                prepared = await prepare_import(
                    desk.database, record, region=chosen.region.slug, actor=principal.actor
                )
        return await desk.page(
            request,
            principal,
            "region_import_preview.html",
            chosen=chosen,
            status=422 if problems else 200,
            batch=batch,
            prepared=prepared,
            shown=SHOWN,
            columns=[
                (one.sheet, one.header, column(one.name, word=word) if one.name else "")
                for one in batch.columns
            ],
            **_problems(problems, word),
        )

    @router.post("/{import_id}/confirm")
    async def confirm(request: Request, import_id: UUID, principal: Sender) -> Response:
        word = words(language_of(request))
        try:
            await import_prepared(
                desk.database,
                import_id,
                actor=principal.actor,
                regions=principal.regions_seen(),
            )
        except PreparedImportUnknown:
            reason = word("import.gone")
        except ImportRefused:
            reason = word("import.changed")
        else:
            return RedirectResponse(f"{PARTNERS}?done=imported", status_code=303)
        chosen = await desk.chosen(principal, "")
        return await _asking(desk, request, principal, chosen, refused=reason)

    return router


def _problems(problems: list[Problem], word: Words) -> dict[str, Any]:
    # What is wrong with the whole file first: the rows may be right.
    ordered = sorted(problems, key=lambda one: bool(one.field))
    return {
        "problems": [told(one, word=word) for one in ordered[:SHOWN]],
        "problem_count": len(problems),
    }


async def _asking(
    desk: RegionDesk,
    request: Request,
    principal: Principal,
    chosen: Chosen,
    *,
    errors: dict[str, str] | None = None,
    refused: str = "",
) -> Response:
    return await desk.page(
        request,
        principal,
        "region_import.html",
        chosen=chosen,
        status=422 if errors else 404 if refused else 200,
        errors=errors or {},
        refused=refused,
    )
