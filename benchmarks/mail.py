"""Letters a second through the whole path, beside a bare loop over the same mail server.

A letter is built, signed and kept when it is queued; what is kept is sent. So there are two
figures of ours. Sending: each letter that waits is claimed, handed over and marked, every step
committed. From the approval on: the same, while approved pairs become letters in the same process.
The bare loop: aiosmtplib hands in letters that are ready, one after the other over one connection,
and, for comparison, over as many connections as ours. All in turn, several times; the middle of
each counts.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from uuid import uuid4

from aiosmtplib import SMTP
from asyncpg import Record
from nacl.signing import SigningKey
from rich.console import Console
from rich.table import Table
from uuid6 import uuid7

from benchmarks.sink import running_sink
from deploy.embedded.servers import embedded_servers
from services.notifier.actions.address_book import keep_contact, keep_region
from services.notifier.actions.introduce import introduce
from services.notifier.actions.send import Leases, PostOffice, recover_abandoned, send_next
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.links import Links
from services.notifier.domain.retries import RetryPlan
from services.notifier.domain.return_addresses import ReturnAddresses
from services.notifier.letters.letter import ItemKind
from services.notifier.mail.connections import SmtpServer
from services.notifier.mail.dkim_keys import DkimKey, dkim_key, ed25519_pem
from services.notifier.mail.dkim_signer import DkimSigner
from services.notifier.mail.envelopes import Envelopes
from services.notifier.mail.sender import Sender
from services.notifier.mail.smtp import SmtpMailer
from services.notifier.storage.database import SCHEMA, Database
from shared.events.contacts import ContactData, ContactUpdated, RegionData, RegionUpdated
from shared.events.suggestions import Evidence, Side, SuggestionApproved, SuggestionData
from shared.storage.pool import ConnectionPool
from shared.storage.scope import everywhere

LETTERS = """
    SELECT sender_address, recipient_address, body FROM letters WHERE body IS NOT NULL
     ORDER BY id DESC LIMIT $1
"""
LEFT = "SELECT EXISTS (SELECT FROM letters WHERE state IN ('waiting', 'sending'))"
PAIRS = 60
ROUNDS = 3
CONNECTIONS = 4
LOOK_SECONDS = 0.02
GOAL = 0.6
Figures = Sequence[float]
DOMAIN = "ostfold.example"
KEY = "n" * 32
NEED = "Vi ser etter ei varmekjelde på 30–45 grader til veksthuset, gjerne heile året. "
OFFER = "Vi har 38 grader varmt vann til overs hele året, og kan levere det i rør. "


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="koblingsboks-bench-") as name:
        folder = Path(name)
        signer = DkimSigner([_key(folder)])
        async with (
            embedded_servers(folder / "data") as servers,
            _pool(servers.database_url("notifier")) as pool,
            running_sink(folder / "sink") as sink,
        ):
            with everywhere():
                await _whole_path(pool, sink, signer)  # templates and statements are read once
                rounds = [await _round(pool, sink, signer) for _ in range(ROUNDS)]
    _show(*zip(*rounds, strict=True))


async def _round(pool: ConnectionPool, sink: SmtpServer, signer: DkimSigner) -> tuple[float, ...]:
    return (
        await _sending(pool, sink, signer),
        await _whole_path(pool, sink, signer),
        await _bare_loop(pool, sink, connections=1),
        await _bare_loop(pool, sink, connections=CONNECTIONS),
    )


def _key(folder: Path) -> DkimKey:
    path = folder / f"kb._domainkey.{DOMAIN}.pem"
    path.write_bytes(ed25519_pem(bytes(SigningKey.generate())))
    return dkim_key(path)


@asynccontextmanager
async def _pool(url: str) -> AsyncIterator[ConnectionPool]:
    pool = ConnectionPool(url, schema=SCHEMA)
    await pool.open()
    await Database(pool).migrate()
    yield pool
    await pool.close()


async def _whole_path(pool: ConnectionPool, sink: SmtpServer, signer: DkimSigner) -> float:
    """Letters a second, from the approval until the last is marked."""
    database, writer = Database(pool), _writer(signer)
    approvals = [await _approval(database, writer) for _ in range(PAIRS)]
    async with _sender(database, sink, writer) as sender:
        begin = perf_counter()
        for approval in approvals:
            await introduce(database, approval, writer=writer)
            sender.hint()  # as a notification of the database does
        await _none_left(pool)
        return 2 * PAIRS / (perf_counter() - begin)


async def _sending(pool: ConnectionPool, sink: SmtpServer, signer: DkimSigner) -> float:
    """Letters a second, of letters that wait."""
    database, writer = Database(pool), _writer(signer)
    for _ in range(PAIRS):
        await introduce(database, await _approval(database, writer), writer=writer)
    begin = perf_counter()
    async with _sender(database, sink, writer):
        await _none_left(pool)
        return 2 * PAIRS / (perf_counter() - begin)


@asynccontextmanager
async def _sender(
    database: Database, sink: SmtpServer, writer: LetterWriter
) -> AsyncIterator[Sender]:
    mailer = SmtpMailer(sink)
    office = PostOffice(
        database=database,
        mailer=mailer,
        writer=writer,
        plan=RetryPlan(),
        leases=Leases(before_data=60, handed_over=60),
    )
    sender = Sender(
        send_next=partial(send_next, office),
        recover=partial(recover_abandoned, database),
        workers=CONNECTIONS,
        pause=2,
        recover_pause=5,
        grace=10,
    )
    await sender.open()
    yield sender
    await sender.close()
    await mailer.close()


async def _none_left(pool: ConnectionPool) -> None:
    while True:
        async with pool.transaction() as connection:
            if not await connection.fetchval(LEFT):
                return
        await asyncio.sleep(LOOK_SECONDS)


async def _bare_loop(pool: ConnectionPool, sink: SmtpServer, *, connections: int) -> float:
    """Letters a second, as many and of the same bytes."""
    async with pool.transaction() as connection:
        rows = await connection.fetch(LETTERS, 2 * PAIRS)
    assert len(rows) == 2 * PAIRS
    letters = iter(rows)
    begin = perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for _ in range(connections):
            tasks.create_task(_hand_in(sink, letters))
    return 2 * PAIRS / (perf_counter() - begin)


async def _hand_in(sink: SmtpServer, letters: Iterator[Record]) -> None:
    client = SMTP(
        hostname=sink.host,
        port=sink.port,
        username=sink.username,
        password=sink.password,
        start_tls=False,
    )
    async with client:
        for sender, recipient, body in letters:
            await client.sendmail(sender, [recipient], bytes(body))


def _writer(signer: DkimSigner) -> LetterWriter:
    return LetterWriter(
        links=Links(public_url="https://kb.example", secret_key=KEY, lifetime=1e6),
        fallback_sender=f"post@{DOMAIN}",
        mail_domain="kb.example",
        envelopes=Envelopes(
            signer=signer, return_addresses=ReturnAddresses("post@inn.example", secret_key=KEY)
        ),
    )


async def _approval(database: Database, writer: LetterWriter) -> SuggestionApproved:
    """Of two partners that are known and have got nothing yet."""
    region = RegionData(
        slug="ostfold",
        name="Østfold",
        network_name="Klimapartnere Østfold",
        host="Østfold fylkeskommune",
        coordinator_name="Ingrid Solhaug",
        sender_address=f"ingrid@{DOMAIN}",
    )
    told = RegionUpdated(subject=uuid4(), region="ostfold", version=1, data=region)
    await keep_region(database, told, writer=writer)
    seeker = await _side(database, writer, kind="need", title="Varme til veksthus", text=NEED * 4)
    provider = await _side(database, writer, kind="offer", title="Varme", text=OFFER * 4)
    data = SuggestionData(
        kind="supply",
        score=0.82,
        seeker=seeker,
        provider=provider,
        evidence=(Evidence(seeker=NEED.strip(), provider=OFFER.strip()),),
        note="Begge kan våren 2027.",
    )
    return SuggestionApproved(subject=uuid7(), region="ostfold", version=2, data=data)


async def _side(
    database: Database, writer: LetterWriter, *, kind: ItemKind, title: str, text: str
) -> Side:
    partner_id = uuid4()
    contact = ContactData(
        partner_id=partner_id,
        name="Tormod Bakkehaug",
        email=f"tormod@{partner_id.hex}.example",
        language="nn",
    )
    told = ContactUpdated(subject=uuid7(), region="ostfold", version=1, data=contact)
    await keep_contact(database, told, writer=writer)
    return Side(
        partner_id=partner_id,
        partner_name="Lauvdal Gartneri",
        item_id=uuid4(),
        language="nn",
        place="Fredrikstad",
        kind=kind,
        title=title,
        text=text,
    )


def _show(sending: Figures, whole: Figures, one: Figures, several: Figures) -> None:
    ratio, from_approval = (median(ours) / median(one) for ours in (sending, whole))
    table = Table("what", "letters/s", title=f"{2 * PAIRS} letters, {CONNECTIONS} senders")
    table.add_row("ours, letters that wait: claim, hand over, send, mark", _spread(sending))
    table.add_row("ours, from the approval on: build, sign (Ed25519) too", _spread(whole))
    table.add_row("bare aiosmtplib, one connection", _spread(one))
    table.add_row(f"bare aiosmtplib, {CONNECTIONS} connections", _spread(several))
    Console().print(table)
    print(f"sending, beside the bare loop: {ratio:.2f} (to hold: at least {GOAL})")
    print(f"from the approval on, beside the bare loop: {from_approval:.2f}")
    if ratio < GOAL:
        sys.exit(1)


def _spread(figures: Figures) -> str:
    return f"{median(figures):.0f} ({min(figures):.0f}–{max(figures):.0f})"


if __name__ == "__main__":
    asyncio.run(main())
