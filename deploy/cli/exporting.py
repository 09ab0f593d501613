"""`koblingsboks export`"""

import asyncio
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import typer

from deploy.cli.api import Api, admin_api
from deploy.cli.connecting import App, connected_app
from deploy.cli.errors import ContactMissing, FolderNeeded, FolderOrContactNeeded
from deploy.embedded.access import registry_database
from services.matcher.domain.suggestions import Status
from services.registry.actions.export import (
    export_listings,
    export_partners,
    export_people,
    export_regions,
)

Record = dict[str, Any]


def run(folder: Path | None, data: Path, *, contact: str | None) -> None:
    """Everything into the folder, or one contact there or to standard output."""
    if folder and folder.exists() and not folder.is_dir():
        raise FolderNeeded(path=folder)
    if not (folder or contact):
        raise FolderOrContactNeeded
    if contact:
        records = {"contact": asyncio.run(_export_contact(data, contact))}
    else:
        records = asyncio.run(_export(data))
    if folder:
        _write_all(folder, records)
    else:
        typer.echo(json.dumps(records["contact"], ensure_ascii=False, indent=2))


def _write_all(folder: Path, records: dict[str, list[Record]]) -> None:
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


async def _export_contact(data: Path, wanted: str) -> list[Record]:
    """By id, or by e-mail address, which may be a contact of several partners."""
    async with connected_app(data, may_create=False) as app, admin_api(app) as api:
        ids = [wanted]
        if "@" in wanted:
            partners = await api.every("/api/partners")
            people = [person for partner in partners for person in partner["contacts"]]
            ids = [one["id"] for one in people if one["email"].casefold() == wanted.casefold()]
        elif not _is_id(wanted):
            ids = []
        if not ids:
            raise ContactMissing(contact=wanted)
        return [await _all_about(api, contact_id) for contact_id in ids]


async def _all_about(api: Api, contact_id: str) -> Record:
    """What each service keeps. The matcher knows no people."""
    found = await api.get(f"/api/contacts/{contact_id}/export")
    return {"registry": found, "notifier": await api.get(found.pop("and_at"))}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _registry_records(app: App) -> dict[str, list[Record]]:
    async with registry_database(app.servers) as database:
        async with database.transaction() as tx:
            await tx.audit.add("data.exported", details={"call": "export"})
        return {
            "regions": await export_regions(database),
            "people": await export_people(database),
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
