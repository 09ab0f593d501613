"""Puts the matcher together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from services.matcher.actions.matching import Matching
from services.matcher.api.errors import STATUS
from services.matcher.api.suggestions import suggestion_routes
from services.matcher.config import Settings
from services.matcher.embedding.choose import choose_encoder
from services.matcher.embedding.encoder import Encoder
from services.matcher.messaging.background import (
    embed_for_ever,
    follow_the_clock_for_ever,
    forget_for_ever,
    learn_for_ever,
)
from services.matcher.messaging.handlers import handlers
from services.matcher.pages.agenda import agenda_routes
from services.matcher.pages.by_hand import by_hand_routes
from services.matcher.pages.console import console_routes
from services.matcher.pages.decisions import decision_routes
from services.matcher.pages.exports import export_routes
from services.matcher.pages.follow_up import follow_up_routes
from services.matcher.pages.groups import group_routes
from services.matcher.pages.items import item_routes
from services.matcher.pages.learnt import learnt_routes
from services.matcher.pages.look import PAGES
from services.matcher.pages.nobody_fits import nobody_fits_routes
from services.matcher.pages.overview import overview_routes
from services.matcher.pages.questions import question_routes
from services.matcher.pages.queue import QueuePage
from services.matcher.pages.several import several_routes
from services.matcher.pages.shortcuts import shortcut_routes
from services.matcher.pages.undoing import undoing_routes
from services.matcher.storage.database import SCHEMA, Database
from shared.access.gate import Gate
from shared.access.idempotency import IdempotencyMiddleware
from shared.audit.watch import AuditedRequests
from shared.health import health_routes
from shared.messaging.dead_letter_pages import dead_letter_routes
from shared.messaging.runtime import Messaging
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from shared.tasks import cancel_all
from shared.web.install import install_web
from shared.web.problems import ANY_PROBLEM
from shared.web.templating import Pages


def create_app(
    settings: Settings,
    *,
    on_stalled: Callable[[], None] | None = None,
    encoder: Encoder | None = None,
) -> FastAPI:
    """`on_stalled` is called when a reader of events has stopped for good; `encoder` takes the
    place of the one that the settings name."""
    encoder = encoder or choose_encoder(settings.encoder)
    pool = ConnectionPool(settings.database_url.get_secret_value(), schema=SCHEMA)
    database = Database(pool)
    gate = Gate(pool, public_url=settings.public_url)
    matching = Matching(
        database, encoder, threshold=settings.threshold, most_per_need=settings.most_per_need
    )
    messaging = Messaging(
        service="matcher",
        settings=settings,
        pool=pool,
        handlers=handlers(database, matching),
        on_stalled=on_stalled,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await encoder.open()
            stack.push_async_callback(encoder.close)
            await pool.open()
            stack.push_async_callback(pool.close)
            await database.migrate()
            stack.push_async_callback(messaging.close)
            await messaging.open()
            work = (
                embed_for_ever(database, matching, pause=settings.embed_pause),
                follow_the_clock_for_ever(database, pause=settings.clock_pause),
                forget_for_ever(database),
                learn_for_ever(database, matching, pause=settings.learn_pause),
            )
            with everywhere():
                tasks = [asyncio.create_task(one) for one in work]
            stack.push_async_callback(cancel_all, tasks)
            yield

    app = FastAPI(
        title="Koblingsboks: matcher",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=ANY_PROBLEM,
        lifespan=lifespan,
    )
    pages = Pages(PAGES)
    app.include_router(suggestion_routes(database, matching, gate))
    grace = timedelta(seconds=settings.grace)
    queue = QueuePage(database, pages, grace=grace)
    app.include_router(console_routes(gate, queue))
    app.include_router(decision_routes(database, gate, queue, grace=grace))
    app.include_router(shortcut_routes(gate, pages))
    app.include_router(several_routes(database, gate, queue, grace=grace))
    app.include_router(undoing_routes(database, gate, queue))
    app.include_router(export_routes(database, gate))
    app.include_router(follow_up_routes(database, gate, pages))
    app.include_router(overview_routes(database, gate, pages))
    app.include_router(learnt_routes(database, matching, gate, pages))
    app.include_router(by_hand_routes(database, matching, gate, pages, grace=grace))
    app.include_router(group_routes(database, matching, gate, pages))
    app.include_router(item_routes(database, matching, gate, pages))
    app.include_router(nobody_fits_routes(database, gate, pages))
    app.include_router(question_routes(database, gate, pages))
    app.include_router(agenda_routes(database, gate, pages))
    app.include_router(health_routes("matcher", pool, messaging))
    app.include_router(dead_letter_routes("matcher", pool, gate, pages))
    app.add_middleware(IdempotencyMiddleware, pool=pool, gate=gate)
    app.add_middleware(AuditedRequests, pool=pool)
    install_web(app, errors=STATUS, pages=pages, public_url=settings.public_url)
    return app
