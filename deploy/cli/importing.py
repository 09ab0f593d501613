"""`koblingsboks import`"""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import typer

from deploy.cli.api import Api, admin_api
from deploy.cli.connecting import connected_app
from deploy.cli.errors import ApiRefused
from deploy.cli.talking import tell
from services.registry.files import ImportBatch, ListingRow, PartnerRow, Problem, read_import
from shared.web.validation import MOST_ERRORS

NOTHING_IMPORTED = "Nothing was imported. Mend these rows and import the file again:"


def run(files: Sequence[Path], data: Path) -> None:
    asyncio.run(_import(files, data))


async def _import(files: Sequence[Path], data: Path) -> None:
    async with connected_app(data) as app, admin_api(app) as api:
        tell(f"Reading {', '.join(str(file) for file in files)} …")
        regions = {region["slug"] for region in await api.every("/api/regions")}
        batch = await asyncio.to_thread(read_import, *files, regions=regions)
        for note in batch.notes:
            tell(f"Note: {note}")
        problems = list(batch.problems) or await _send(api, batch)
    if problems:
        _refuse(problems)


async def _send(api: Api, batch: ImportBatch) -> list[Problem]:
    """Import all of it, or say what is wrong with which rows."""
    tell(f"Importing {_counted(len(batch.partners), len(batch.listings))} …")
    try:
        done = await api.post("/api/imports", _body(batch))
    except ApiRefused as refused:
        if not refused.errors:
            raise
        return [_problem(error["field"], error["message"], batch) for error in refused.errors]
    for place in done["unknown_places"]:
        tell(f"Note: the place {place!r} is not known; imported without a location.")
    typer.echo(f"Imported {_counted(done['partners'], done['listings'])}.")
    return []


def _counted(partners: int, listings: int) -> str:
    of_each = {"partner": partners, "listing": listings}
    return " and ".join(f"{n} {name}{'' if n == 1 else 's'}" for name, n in of_each.items())


def _body(batch: ImportBatch) -> dict[str, list[object]]:
    places = {id(partner): place for place, partner in enumerate(batch.partners)}
    return {
        "partners": [partner.record.model_dump(mode="json") for partner in batch.partners],
        "listings": [
            {
                "partner": places[id(listing.owner)] if listing.owner else listing.partner,
                "listing": listing.record.model_dump(mode="json"),
            }
            for listing in batch.listings
        ],
    }


def _problem(field: str, message: str, batch: ImportBatch) -> Problem:
    """`listings.3.listing.title` is the title of the fourth listing that was read."""
    kind, _, rest = field.partition(".")
    place, _, name = rest.partition(".")
    rows: Sequence[PartnerRow | ListingRow] = (
        batch.partners if kind == "partners" else batch.listings
    )
    return Problem(rows[int(place)].source, name.removeprefix("listing."), message)


def _refuse(problems: Sequence[Problem]) -> None:
    typer.echo(NOTHING_IMPORTED, err=True)
    for problem in problems:
        typer.echo(f"  {problem}", err=True)
    if len(problems) == MOST_ERRORS:
        typer.echo("There may be more: the registry names the first ones only.", err=True)
    raise typer.Exit(1)
