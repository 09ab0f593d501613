"""What a form on a card is answered with: the next suggestion, or why not."""

from collections.abc import Awaitable
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.matcher.domain.errors import AlreadyDecided, SnoozeOutOfRange, SuggestionWithdrawn
from services.matcher.domain.queue import place_of
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.filters import Links, filters_of
from services.matcher.pages.messages import form_errors, refusal_message
from services.matcher.pages.queue import Opened, QueuePage, Typed, View
from services.matcher.storage.database import Database
from shared.access.principal import Principal
from shared.web.language import language_of


class Desk:
    def __init__(self, database: Database, page: QueuePage) -> None:
        self._database = database
        self._page = page

    async def answered(
        self,
        request: Request,
        principal: Principal,
        suggestion_id: UUID,
        deciding: Awaitable[Suggestion],
        *,
        typed: dict[str, str],
        opened: Opened | None = None,
    ) -> Response:
        """On to the next in the queue, or the same card with what is wrong."""
        language = language_of(request)
        try:
            return await self._onwards(request, await deciding, principal)
        except (ValidationError, SnoozeOutOfRange) as error:
            errors = form_errors(error, typed, language=language)
            again = Typed(**typed, errors=errors)
            view = View(selected=suggestion_id, opened=opened, typed=again, status=422)
        except (AlreadyDecided, SuggestionWithdrawn) as error:
            told = refusal_message(error, language=language)
            view = View(selected=suggestion_id, refused=[told], status=409)
        return await self._page.answer(request, principal=principal, view=view)

    async def _onwards(
        self, request: Request, decided: Suggestion, principal: Principal
    ) -> Response:
        """Reloading the page that this leads to repeats nothing."""
        filters = filters_of(request)
        async with self._database.transaction() as tx:
            following = await tx.queue.following(
                filters, place_of(decided), regions=principal.regions_seen()
            )
        links = Links(filters)
        if following:
            return RedirectResponse(links.card(following, decided=decided.id), status_code=303)
        return RedirectResponse(links.home(decided=decided.id), status_code=303)
