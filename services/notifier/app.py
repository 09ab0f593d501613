"""Puts the notifier together."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from fastapi import FastAPI

from services.notifier.actions.send import Leases, PostOffice, recover_abandoned, send_next
from services.notifier.actions.sign_in import (
    SignInOffice,
    SignInWriter,
    forget_sign_in_letters,
    send_next_sign_in,
)
from services.notifier.actions.tick import tick
from services.notifier.actions.writing import LetterWriter
from services.notifier.api.contacts import contact_routes
from services.notifier.api.errors import STATUS
from services.notifier.api.introductions import introduction_routes
from services.notifier.clockwork import Clockwork
from services.notifier.config import Settings
from services.notifier.domain.domain_limits import DomainLimits
from services.notifier.domain.links import Links
from services.notifier.domain.retries import RetryPlan
from services.notifier.mail.maildir import MaildirMailbox
from services.notifier.mail.mailer import Mailer
from services.notifier.mail.sender import Sender
from services.notifier.mail.smtp import SmtpMailer
from services.notifier.messaging.handlers import event_handlers
from services.notifier.pages import TEMPLATES
from services.notifier.pages.addresses import address_routes
from services.notifier.pages.answers import answer_routes
from services.notifier.pages.drafts import draft_routes
from services.notifier.pages.introduction_forms import introduction_forms
from services.notifier.pages.introductions import IntroductionPages, introduction_pages
from services.notifier.pages.letters import letter_routes
from services.notifier.pages.log import log_routes
from services.notifier.pages.mailbox import mailbox_routes
from services.notifier.pages.preferences import preference_routes
from services.notifier.post import envelopes_of, intakes_of, smtp_server_of
from services.notifier.storage.database import LETTERS_HINT, SCHEMA, Database
from shared.access.gate import Gate
from shared.access.idempotency import IdempotencyMiddleware
from shared.audit.watch import AuditedRequests
from shared.health import health_routes
from shared.messaging.dead_letter_pages import dead_letter_routes
from shared.messaging.runtime import Messaging
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere
from shared.web.install import install_web
from shared.web.problems import ANY_PROBLEM
from shared.web.templating import Pages


def create_app(settings: Settings, *, on_stalled: Callable[[], None] | None = None) -> FastAPI:
    """`on_stalled` is called when a reader of events has stopped for good."""
    pool = ConnectionPool(settings.database_url.get_secret_value(), schema=SCHEMA)
    database = Database(pool)
    gate = Gate(pool, public_url=settings.public_url)
    links = _links(settings)
    envelopes = envelopes_of(settings)
    writer = LetterWriter(
        links=links,
        fallback_sender=settings.fallback_sender,
        mail_domain=settings.public_host,
        envelopes=envelopes,
    )
    sign_in_writer = SignInWriter(
        public_url=settings.public_url,
        sender=settings.fallback_sender,
        mail_domain=settings.public_host,
        envelopes=envelopes,
    )
    mailer = SmtpMailer(smtp_server_of(settings))
    sender = _sender(settings, database, writer, mailer)
    sign_in_sender = _sign_in_sender(settings, database, mailer)
    intakes = intakes_of(settings, database, writer)

    def hint_letters() -> None:
        sign_in_sender.hint()
        sender.hint()

    messaging = Messaging(
        service="notifier",
        settings=settings,
        pool=pool,
        handlers=event_handlers(
            database,
            writer,
            sign_in_writer,
            mailbox=MaildirMailbox(settings.mailbox_dir) if settings.mailbox_dir else None,
        ),
        on_stalled=on_stalled,
    )
    messaging.on_hint(LETTERS_HINT, hint_letters)

    clockwork = Clockwork(partial(tick, database, writer=writer), pause=settings.clock_pause)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await pool.open()
            stack.push_async_callback(pool.close)
            await database.migrate()
            stack.push_async_callback(mailer.close)
            for one in (sender, sign_in_sender):
                with everywhere():
                    await one.open()
                stack.push_async_callback(one.close)
            await clockwork.open()
            stack.push_async_callback(clockwork.close)
            for intake in intakes:
                await intake.open()
                stack.push_async_callback(intake.close)
            stack.push_async_callback(messaging.close)
            await messaging.open()
            yield

    app = FastAPI(
        title="Koblingsboks: notifier",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=ANY_PROBLEM,
        lifespan=lifespan,
    )
    app.state.intakes = intakes
    pages = Pages(TEMPLATES)
    app.include_router(contact_routes(database, gate))
    app.include_router(introduction_routes(database, gate))
    app.include_router(health_routes("notifier", pool, messaging))
    app.include_router(dead_letter_routes("notifier", pool, gate, pages))
    app.include_router(answer_routes(database, links, pages, writer=writer))
    shown = IntroductionPages(database, links, pages)
    app.include_router(introduction_pages(gate, shown))
    app.include_router(log_routes(database, gate, pages))
    app.include_router(introduction_forms(database, gate, shown, writer=writer))
    app.include_router(preference_routes(database, gate, links, pages))
    app.include_router(draft_routes(database, gate, pages, writer=writer))
    app.include_router(letter_routes(gate, pages))
    app.include_router(address_routes(database, gate, pages, writer=writer))
    if settings.mailbox_dir:
        app.include_router(
            mailbox_routes(
                settings.mailbox_dir,
                gate,
                pages,
                is_open=settings.mailbox_is_open,
                public_url=settings.public_url,
            )
        )
    app.add_middleware(IdempotencyMiddleware, pool=pool, gate=gate)
    app.add_middleware(AuditedRequests, pool=pool)
    install_web(app, errors=STATUS, pages=pages, public_url=settings.public_url)
    return app


def _links(settings: Settings) -> Links:
    return Links(
        public_url=settings.public_url,
        secret_key=settings.secret_key.get_secret_value(),
        lifetime=settings.answer_link_lifetime,
    )


def _sender(settings: Settings, database: Database, writer: LetterWriter, mailer: Mailer) -> Sender:
    office = PostOffice(
        database=database,
        mailer=mailer,
        writer=writer,
        plan=RetryPlan(
            first=settings.retry_first,
            longest=settings.retry_longest,
            give_up_after=settings.give_up_after,
        ),
        leases=Leases(
            before_data=settings.lease,
            handed_over=settings.smtp_data_timeout + settings.lease,
        ),
        limits=DomainLimits.read(settings.domain_limits),
    )
    return Sender(
        send_next=partial(send_next, office),
        recover=partial(recover_abandoned, database),
        workers=settings.senders,
        pause=settings.send_pause,
        recover_pause=settings.recover_pause,
        grace=settings.send_grace,
    )


def _sign_in_sender(settings: Settings, database: Database, mailer: Mailer) -> Sender:
    """A worker of their own: who wants to sign in does not wait for other letters."""
    office = SignInOffice(
        database=database,
        mailer=mailer,
        lease_seconds=settings.lease,
        handed_over_seconds=settings.smtp_data_timeout + settings.lease,
    )
    return Sender(
        send_next=partial(send_next_sign_in, office),
        recover=partial(forget_sign_in_letters, database),
        workers=1,
        pause=settings.send_pause,
        recover_pause=settings.recover_pause,
        grace=settings.send_grace,
    )
