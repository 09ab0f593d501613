"""Puts the registry together."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from services.registry.actions.erase_again import erase_again
from services.registry.actions.people import tell_untold_people
from services.registry.actions.regions import ensure_counties
from services.registry.api.contacts import contact_routes
from services.registry.api.errors import STATUS
from services.registry.api.imports import LARGEST_BODY_BYTES, import_routes
from services.registry.api.imports import PATH as IMPORTS
from services.registry.api.listing_lists import listing_list_routes
from services.registry.api.listings import listing_routes
from services.registry.api.partners import partner_routes
from services.registry.api.people import people_routes
from services.registry.api.regions import region_routes
from services.registry.api.tokens import PATH as TOKENS
from services.registry.api.tokens import token_routes
from services.registry.config import Settings
from services.registry.messaging.handlers import handlers
from services.registry.pages.about import about_routes
from services.registry.pages.account import account_routes
from services.registry.pages.apply import apply_routes
from services.registry.pages.home import PAGES, home_routes
from services.registry.pages.kept_forms import install_kept_forms
from services.registry.pages.portal import Portal
from services.registry.pages.portal_routes import portal_routes
from services.registry.pages.region.desk import RegionDesk
from services.registry.pages.region.imports import IMPORT as IMPORT_PAGE
from services.registry.pages.region.routes import region_page_routes
from services.registry.pages.region.uploads import LARGEST_UPLOAD_BYTES
from services.registry.pages.set_up import set_up_routes
from services.registry.pages.sign_in import SignInDesk, sign_in_routes
from services.registry.schedule import (
    close_expired_for_ever,
    forget_expired_access_for_ever,
    load_languages,
)
from services.registry.storage.database import SCHEMA, Database
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


def create_app(settings: Settings, *, on_stalled: Callable[[], None] | None = None) -> FastAPI:
    """`on_stalled` is called when a reader of events has stopped for good."""
    pool = ConnectionPool(settings.database_url.get_secret_value(), schema=SCHEMA)
    database = Database(pool, secret_key=settings.secret_key.get_secret_value())
    gate = Gate(pool, public_url=settings.public_url)
    messaging = Messaging(
        service="registry",
        settings=settings,
        pool=pool,
        handlers=handlers(database),
        on_stalled=on_stalled,
    )

    app = FastAPI(
        title="Koblingsboks: registry",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=ANY_PROBLEM,
        lifespan=lambda _: _running(settings, pool, database, messaging),
    )
    pages = Pages(PAGES)
    app.include_router(region_routes(database, gate))
    app.include_router(partner_routes(database, gate))
    app.include_router(contact_routes(database, gate))
    app.include_router(listing_list_routes(database, gate))
    app.include_router(listing_routes(database, gate))
    app.include_router(import_routes(database, gate))
    app.include_router(health_routes("registry", pool, messaging))
    app.include_router(dead_letter_routes("registry", pool, gate, pages))
    app.include_router(people_routes(database, gate))
    app.include_router(token_routes(database, gate))
    portal = Portal(database=database, pages=pages, gate=gate)
    app.include_router(home_routes(database, pages, portal, may_be_set_up=settings.on_this_machine))
    app.include_router(portal_routes(portal))
    install_kept_forms(app, cookies=gate.cookies, pages=pages)
    desk = SignInDesk(
        database=database,
        pages=pages,
        cookies=gate.cookies,
        shows_mailbox=settings.on_this_machine and not settings.mails_to_the_world,
    )
    app.include_router(sign_in_routes(desk))
    app.include_router(apply_routes(desk))
    app.include_router(about_routes(pages, gate))
    app.include_router(region_page_routes(RegionDesk(database=database, pages=pages, gate=gate)))
    app.include_router(account_routes(desk, portal))
    if settings.on_this_machine:
        app.include_router(set_up_routes(desk))
    app.add_middleware(IdempotencyMiddleware, pool=pool, gate=gate, told_once={TOKENS: "token"})
    app.add_middleware(AuditedRequests, pool=pool)
    install_web(
        app,
        errors=STATUS,
        pages=pages,
        public_url=settings.public_url,
        larger_bodies={IMPORTS: LARGEST_BODY_BYTES, IMPORT_PAGE: LARGEST_UPLOAD_BYTES},
    )
    return app


@asynccontextmanager
async def _running(
    settings: Settings, pool: ConnectionPool, database: Database, messaging: Messaging
) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        await pool.open()
        stack.push_async_callback(pool.close)
        await database.migrate()
        with everywhere():
            await ensure_counties(database, mail_domain=settings.mail_domain)
            await erase_again(database)
            await tell_untold_people(database)
        stack.push_async_callback(messaging.close)
        await messaging.open()
        with everywhere():
            expiry = close_expired_for_ever(database, pause=settings.expiry_pause)
            access = forget_expired_access_for_ever(database, pause=settings.janitor_pause)
            tasks = [asyncio.create_task(work) for work in (expiry, access, load_languages())]
        stack.push_async_callback(cancel_all, tasks)
        yield
