"""What a form on a card is answered with: the next suggestion, or why not."""

from collections.abc import Awaitable
from uuid import UUID

from fastapi import Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from services.matcher.domain.errors import AlreadyDecided, SnoozeOutOfRange, SuggestionWithdrawn
from services.matcher.domain.suggestions import Suggestion
from services.matcher.pages.look import HOME
from services.matcher.pages.messages import form_errors, refusal_message
from services.matcher.pages.queue import Opened, Typed, View, queue_page
from services.matcher.storage.database import Database
from shared.access.principal import Principal
from shared.web.language import language_of
from shared.web.templating import Pages


class Desk:
    def __init__(self, database: Database, pages: Pages) -> None:
        self._database = database
        self._pages = pages

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
            return await self._onwards(await deciding, principal)
        except (ValidationError, SnoozeOutOfRange) as error:
            errors = form_errors(error, typed, language=language)
            again = Typed(**typed, errors=errors)
            view = View(selected=suggestion_id, opened=opened, typed=again, status=422)
        except (AlreadyDecided, SuggestionWithdrawn) as error:
            told = refusal_message(error, language=language)
            view = View(selected=suggestion_id, refused=told, status=409)
        return await queue_page(
            request, self._pages, self._database, principal=principal, view=view
        )

    async def _onwards(self, decided: Suggestion, principal: Principal) -> Response:
        """Reloading the page that this leads to repeats nothing."""
        async with self._database.transaction() as tx:
            following = await tx.suggestions.find(
                regions=principal.regions_seen(),
                status="proposed",
                after=(decided.score or 0.0, decided.id),
                limit=1,
            )
        path = f"{HOME}/suggestions/{following[0].id}" if following else HOME
        return RedirectResponse(f"{path}?decided={decided.id}", status_code=303)
