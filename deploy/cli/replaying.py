"""`koblingsboks replay`"""

import asyncio
from pathlib import Path

import typer

from deploy.cli.connecting import connected_servers
from deploy.embedded.access import service_pool
from deploy.embedded.servers import Addresses
from services.matcher.actions.republish import republish as republish_matcher
from services.matcher.storage.database import Database as MatcherDatabase
from services.notifier.actions.republish import republish as republish_notifier
from services.notifier.storage.database import Database as NotifierDatabase
from services.registry.actions.republish import republish as republish_registry
from services.registry.storage.database import Database as RegistryDatabase


def run(data: Path) -> None:
    counts, is_up = asyncio.run(_replay(data))
    told = ", ".join(f"{count} by the {service}" for service, count in counts.items())
    when = "are being told again" if is_up else "will be told again when Koblingsboks is up"
    typer.echo(f"Events {when}: {told}.")


async def _replay(data: Path) -> tuple[dict[str, int], bool]:
    async with connected_servers(data) as connected:
        return await _republish(connected.servers), not connected.are_ours


async def _republish(servers: Addresses) -> dict[str, int]:
    async with (
        service_pool(servers, "registry") as registry,
        service_pool(servers, "matcher") as matcher,
        service_pool(servers, "notifier") as notifier,
    ):
        databases = RegistryDatabase(registry), MatcherDatabase(matcher), NotifierDatabase(notifier)
        for database in databases:
            await database.migrate()
        return {
            "registry": await republish_registry(databases[0]),
            "matcher": await republish_matcher(databases[1]),
            "notifier": await republish_notifier(databases[2]),
        }
