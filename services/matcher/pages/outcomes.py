"""What a form about several suggestions is answered with."""

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.matcher.actions.several import Outcome
from services.matcher.pages.filters import Links, filters_of
from services.matcher.pages.messages import refusal_message
from services.matcher.pages.queue import QueuePage, View
from shared.access.principal import Principal
from shared.web.language import language_of


async def decided(
    request: Request, page: QueuePage, outcome: Outcome, *, principal: Principal
) -> Response:
    """Led on where all went well; else the page that says which were left as they are."""
    if outcome.refused:
        view = View(decided=outcome.done, refused=_refusals(request, outcome), status=409)
        return await page.answer(request, principal=principal, view=view)
    done = ",".join(map(str, outcome.done))
    return RedirectResponse(Links(filters_of(request)).home(decided=done), status_code=303)


async def undone(
    request: Request, page: QueuePage, outcome: Outcome, *, principal: Principal
) -> Response:
    """Like `decided`; one alone is opened again."""
    if outcome.refused:
        view = View(undone=outcome.done, refused=_refusals(request, outcome), status=409)
        return await page.answer(request, principal=principal, view=view)
    links, done = Links(filters_of(request)), ",".join(map(str, outcome.done))
    address = (
        links.card(outcome.done[0], undone=done)
        if len(outcome.done) == 1
        else links.home(undone=done)
    )
    return RedirectResponse(address, status_code=303)


def _refusals(request: Request, outcome: Outcome) -> list[str]:
    language = language_of(request)
    return [refusal_message(why, language=language) for _, why in outcome.refused]
