"""All three services behind one address, by real HTTP on real servers, for people to come to."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import asyncpg
import httpx
import uvicorn
from anyio.from_thread import BlockingPortal

from deploy.embedded.app import combined_app
from deploy.embedded.letters import Letter, LetterBox
from deploy.provision import SERVICES
from services.matcher.app import create_app as create_matcher
from services.matcher.config import Settings as MatcherSettings
from services.notifier.app import create_app as create_notifier
from services.notifier.config import Settings as NotifierSettings
from services.registry.app import create_app as create_registry
from services.registry.config import Settings as RegistrySettings
from shared.access.credentials import Credentials
from shared.access.grant import Grant
from shared.access.sign_in_links import SignInLinks
from tests.fakes.bag_of_words import BagOfWords
from tests.servers import RunningServers, empty_broker, fresh_database
from tests.waiting import until

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
LINK = re.compile(r"/sign-in/[\w-]{43}")
TYPED = re.compile(r"^ +(\w{4}-\w{4})$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    url: str
    services: dict[str, Any]
    servers: RunningServers
    database: str
    portal: BlockingPortal
    connection: asyncpg.Connection  #: as the database's owner, in the portal's loop
    shown_letter: str  #: the key of a letter in the mailbox that /mail/mailbox shows

    def browser(self, **headers: str) -> httpx.Client:
        """Of somebody new; accepts pages in English."""
        usual = {"accept": "text/html", "accept-language": "en", "sec-fetch-site": "same-origin"}
        return httpx.Client(base_url=self.url, headers={**usual, **headers}, verify=False)  # noqa: S501

    def program(self, grant: Grant | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {self.token(grant)}"} if grant else {}
        return httpx.Client(base_url=self.url, headers=headers, verify=False)  # noqa: S501

    def token(self, grant: Grant) -> str:
        return self.ask_database(lambda connection: Credentials(connection).create_token(grant))

    def link(self, grant: Grant) -> str:
        code = self.ask_database(lambda connection: SignInLinks(connection).create_for_role(grant))
        return f"/sign-in/{code}"

    def execute(self, statement: str, *arguments: Any) -> str:
        """As the database's owner."""
        return self.ask_database(lambda connection: connection.execute(statement, *arguments))

    def value(self, query: str, *arguments: Any) -> Any:
        return self.ask_database(lambda connection: connection.fetchval(query, *arguments))

    def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        rows = self.ask_database(lambda connection: connection.fetch(query, *arguments))
        return [dict(row) for row in rows]

    def letters_to(self, address: str) -> list[Letter]:
        """Newest first."""
        return [one for one in self.servers.mailbox.letters() if address.lower() in one.to]

    def letter_to(self, address: str, *, after: int = 0) -> Letter:
        """The newest, once there are more than `after`."""

        async def look() -> list[Letter]:
            return self.letters_to(address)

        return asyncio.run(until(look, lambda found: len(found) > after))[0]

    def ask(self, browser: httpx.Client, address: str, **form: str) -> httpx.Response:
        """Type the address on the sign-in page."""
        token = csrf_token_in(browser.get("/sign-in"))
        return browser.post("/sign-in", data={"email": address, "csrf_token": token, **form})

    def asked(self, browser: httpx.Client, address: str, **form: str) -> Letter:
        """The letter that came of it."""
        before = len(self.letters_to(address))
        answer = self.ask(browser, address, **form)
        assert answer.status_code == 303, answer.text
        return self.letter_to(address, after=before)

    @contextmanager
    def signed_in(self, address: str, **headers: str) -> Iterator[httpx.Client]:
        with self.browser(**headers) as browser:
            answer = browser.post(link_in(self.asked(browser, address)))
            assert answer.status_code == 303, answer.text
            yield browser

    def forget_tries(self) -> None:
        self.execute("DELETE FROM access.tries")

    def ask_database(self, question: Callable[[asyncpg.Connection], Awaitable[Any]]) -> Any:
        return self.portal.call(question, self.connection)


def csrf_token_in(page: httpx.Response) -> str:
    found = CSRF.search(page.text)
    assert found, page.text
    return unescape(found[1])


def link_in(letter: Letter) -> str:
    found = LINK.search(letter.text)
    assert found, letter.text
    return found[0]


def typed_code_in(letter: Letter) -> str:
    found = TYPED.search(letter.text)
    assert found, letter.text
    return found[1]


@asynccontextmanager
async def running_town(servers: RunningServers, portal: BlockingPortal) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(fresh_database(servers))
        await empty_broker(servers)
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        folder = Path(stack.enter_context(TemporaryDirectory()))
        shown = LetterBox(folder)
        shown.prepare()
        key = shown.add(b"Subject: Hei\r\nTo: kari@elvemo.example\r\n\r\nHei.\r\n")
        services = _services(servers, database, url, mailbox_dir=folder)
        app = combined_app(services)
        await stack.enter_async_context(app.router.lifespan_context(app))
        await stack.enter_async_context(_serving(app, listener))
        connection = await asyncpg.connect(servers.admin_database_url(database))
        stack.push_async_callback(connection.close)
        yield Town(
            url=url,
            services=services,
            servers=servers,
            database=database,
            portal=portal,
            connection=connection,
            shown_letter=key,
        )


def _services(
    servers: RunningServers, database: str, url: str, *, mailbox_dir: Path
) -> dict[str, Any]:
    usual = {
        service: {
            "database_url": servers.database_url(service, database=database),
            "broker_url": servers.broker_url(service),
            "secret_key": service * 8,
            "public_url": url,
            "relay_pause": 0.1,
        }
        for service in SERVICES
    }
    mail = {
        "smtp_host": servers.mailbox.host,
        "smtp_port": servers.mailbox.port,
        "smtp_security": "none",
        "smtp_username": servers.mailbox.username,
        "smtp_password": servers.mailbox.password,
        "fallback_sender": "post@koblingsboks.example",
        "send_pause": 0.1,
        "mailbox_dir": mailbox_dir,
    }
    return {
        "registry": create_registry(RegistrySettings(**usual["registry"], on_this_machine=True)),
        "matcher": create_matcher(MatcherSettings(**usual["matcher"]), encoder=BagOfWords()),
        "notifier": create_notifier(NotifierSettings(**usual["notifier"], **mail)),
    }


@asynccontextmanager
async def _serving(app: Any, listener: socket.socket) -> AsyncIterator[None]:
    config = uvicorn.Config(
        app,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server._serve(sockets=[listener]))
    while not server.started:  # noqa: ASYNC110  uvicorn tells nobody
        await asyncio.sleep(0.01)
    yield
    server.should_exit = True
    await serving
