"""`/coordinator/learnt`: what a region's decisions have taught, in words, and how to undo it."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.actions.learning import go_back, learn_again, turn_off
from services.matcher.actions.matching import Matching
from services.matcher.pages.look import HOME
from services.matcher.pages.overview import PATH as OVERVIEW
from services.matcher.pages.reach import reach_of
from services.matcher.ranking.learning import FEWEST, GROUPS
from services.matcher.ranking.learnt import Learnt
from services.matcher.storage.database import Database
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages

PATH = f"{HOME}/learnt"
MOST_VERSIONS = 20
STRONG = 1.0  #: a weight from which on it counts "much" more or less

Action = Literal["off", "again", "back"]
Region = Annotated[str, Query(max_length=60)]


def learnt_routes(database: Database, matching: Matching, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=PATH, include_in_schema=False)
    Coordinator = Annotated[Principal, Depends(gate.coordinator)]  # noqa: N806 a type
    Sender = Annotated[Principal, Depends(gate.coordinator_form)]  # noqa: N806 a type

    @router.get("")
    async def show(request: Request, principal: Coordinator, region: Region = "") -> Response:
        async with database.transaction() as tx:
            reach = await reach_of(tx, principal, wanted=region)
            chosen = reach.chosen or next(iter(reach.choices), None)
            slug, versions, decided = chosen.region if chosen else "", [], 0
            if slug:
                versions = await tx.lessons.versions(
                    slug, model=matching.model, limit=MOST_VERSIONS
                )
                decided = (await tx.lessons.counts(matching.model)).get(slug, 0)
        return pages.render(
            request,
            "learnt.html",
            masthead=reach.masthead(principal, language=language_of(request), current=OVERVIEW),
            csrf_token=principal.csrf_token or "",
            path=PATH,
            overview=OVERVIEW,
            regions=[(one.region, one.name) for one in reach.choices],
            region=slug,
            versions=versions,
            decided=decided,
            fewest=FEWEST,
            told=told,
        )

    @router.post("")
    async def change(
        principal: Sender,
        region: Annotated[str, Form(max_length=60)],
        action: Annotated[Action, Form()],
        version: Annotated[int, Form(ge=0)] = 0,
    ) -> Response:
        if action == "off":
            await turn_off(database, matching, region, by=principal)
        elif action == "again":
            await learn_again(database, matching, region, by=principal)
        else:
            await go_back(database, matching, region, version=version, by=principal)
        return RedirectResponse(f"{PATH}?region={region}", status_code=303)

    return router


def told(learnt: Learnt) -> list[tuple[str, str]]:
    """What is weighed anew, and how, as the ends of the codes of its words."""
    loud = dict(learnt.told)
    return [
        (group, f"{'much_' if abs(loud[its[0]]) >= STRONG else ''}{_way(loud[its[0]])}")
        for group, (its, _) in GROUPS.items()
        if its[0] in loud
    ]


def _way(weight: float) -> str:
    return "more" if weight > 0 else "less"
