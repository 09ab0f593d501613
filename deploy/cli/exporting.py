"""`koblingsboks export`"""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import typer

from deploy.cli.api import Api, admin_api
from deploy.cli.connecting import App, connected_app
from deploy.cli.errors import FolderNeeded
from deploy.embedded.access import registry_database
from services.matcher.domain.suggestions import Status
from services.registry.actions.export import export_listings, export_partners, export_regions

Record = dict[str, Any]


def run(folder: Path, data: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise FolderNeeded(path=folder)
    records = asyncio.run(_export(data))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, rows in records.items():
        _write(folder / f"{name}.jsonl", rows)
    counts = {name: len(rows) for name, rows in records.items()}
    typer.echo(f"Wrote {', '.join(f'{n} {name}' for name, n in counts.items())} to {folder}.")


async def _export(data: Path) -> dict[str, list[Record]]:
    async with connected_app(data, may_create=False) as app:
        records = await _registry_records(app)
        async with admin_api(app) as api:
            records["suggestions"] = await _suggestions(api)
            records["introductions"] = await api.every("/api/introductions")
    return records


async def _registry_records(app: App) -> dict[str, list[Record]]:
    async with registry_database(app.servers) as database:
        return {
            "regions": await export_regions(database),
            "partners": await export_partners(database),
            "listings": await export_listings(database),
        }


async def _suggestions(api: Api) -> list[Record]:
    found = [await api.every("/api/suggestions", status=status) for status in get_args(Status)]
    return [suggestion for of_one_status in found for suggestion in of_one_status]


def _write(file: Path, records: Sequence[Record]) -> None:
    """Whole or not at all, for our eyes only: it holds people's addresses."""
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    unfinished.replace(file)
