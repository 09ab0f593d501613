"""A mail server in a process of its own that keeps every letter, as the embedded mailbox does:
written, flushed to the disk, and then answered for."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.embedded.mailbox import Mailbox
from services.notifier.mail.connections import SmtpServer

PASSWORD = "only on loopback"  # noqa: S105
PROGRAM = "from benchmarks.sink import serve; serve()"


def serve() -> None:
    """Prints the port, and stays until its input ends."""
    asyncio.run(_serve(Path(sys.argv[1])))


async def _serve(folder: Path) -> None:
    mailbox = Mailbox(folder, password=PASSWORD)
    await mailbox.start()
    print(mailbox.port, flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await mailbox.stop()


@asynccontextmanager
async def running_sink(folder: Path) -> AsyncIterator[SmtpServer]:
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-c", PROGRAM, str(folder), stdin=pipe, stdout=pipe
    )
    assert process.stdin
    assert process.stdout
    port = int(await process.stdout.readline())
    try:
        yield SmtpServer(host="127.0.0.1", port=port, username="koblingsboks", password=PASSWORD)
    finally:
        process.stdin.close()
        await process.wait()
