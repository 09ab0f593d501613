"""/mail/log: every letter of the own regions, for coordinators."""

from typing import Annotated, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response

from services.notifier.actions.reading import own_region
from services.notifier.domain.letters import LetterState
from services.notifier.letters.facts import LetterKind
from services.notifier.pages.look import LETTER_COLOURS, LOG, masthead
from services.notifier.storage.database import Database
from services.notifier.storage.letter_log import LogFilter
from shared.access.gate import Gate
from shared.access.principal import Principal
from shared.web.cursors import decode_cursor, encode_cursor
from shared.web.language import language_of
from shared.web.templating import Pages

A_PAGE = 50
STATES: tuple[LetterState, ...] = get_args(LetterState)
KINDS: tuple[LetterKind, ...] = get_args(LetterKind)

Chosen = Annotated[str, Query(max_length=100)]
Cursor = Annotated[str | None, Query(max_length=1_000)]


def log_routes(database: Database, gate: Gate, pages: Pages) -> APIRouter:
    router = APIRouter(prefix=LOG, include_in_schema=False)

    @router.get("")
    async def log(
        request: Request,
        principal: Annotated[Principal, Depends(gate.coordinator)],
        state: Chosen = "",
        kind: Chosen = "",
        who: Chosen = "",
        region: Chosen = "",
        cursor: Cursor = None,
    ) -> Response:
        """A choice that there is not is no choice."""
        wanted = LogFilter(
            region=region or None,
            state=next((one for one in STATES if one == state), None),
            kind=next((one for one in KINDS if one == kind), None),
            who=who.strip() or None,
        )
        before = decode_cursor(cursor, UUID)[0] if cursor else None
        async with database.transaction() as tx:
            found = await tx.letter_log.page(wanted, before=before, limit=A_PAGE + 1)
        chosen = {"state": wanted.state, "kind": wanted.kind, "who": wanted.who, "region": region}
        kept = {name: value for name, value in chosen.items() if value}
        following = (
            {**kept, "cursor": encode_cursor([found[A_PAGE - 1].id])} if len(found) > A_PAGE else {}
        )
        return pages.render(
            request,
            "log.html",
            masthead=masthead(
                principal,
                language=language_of(request),
                region=await own_region(database, principal),
            ),
            letters=found[:A_PAGE],
            chosen=chosen,
            regions=sorted(principal.regions) if len(principal.regions) > 1 else [],
            states=STATES,
            kinds=KINDS,
            colours=LETTER_COLOURS,
            following=urlencode(following),
        )

    return router
