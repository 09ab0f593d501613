"""`koblingsboks coordinator …` and `koblingsboks admin …`: who may sign in to decide."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import typer
from pydantic import ValidationError

from deploy.cli.connecting import connected_servers
from deploy.cli.errors import AddressUnusable, NobodyWithAddress, RegionMissing
from deploy.cli.talking import results
from deploy.embedded.access import registry_database
from services.registry.actions.people import (
    add_admin,
    add_coordinator,
    remove_admin,
    remove_coordinator,
)
from services.registry.actions.regions import ensure_counties
from services.registry.domain.counties import county_slug
from services.registry.domain.errors import RegionNotFound
from services.registry.domain.people import Person, PersonRecord, email_key
from services.registry.storage.database import Database

MAIL_DOMAIN = "koblingsboks.example"

Work = Callable[[Database], Awaitable[None]]


def run_add(data: Path, *, name: str, email: str, region: str | None, language: str | None) -> None:
    """A coordinator of the region; without one, an admin."""
    record = _record(name=name, email=email, language=language)

    async def work(database: Database) -> None:
        if region:
            person = await add_coordinator(database, _slug(region), record)
        else:
            person = await add_admin(database, record)
        typer.echo(f"{person.name} signs in at /sign-in with {person.email}.")

    _run(data, work, region=region)


def run_list(data: Path, *, region: str | None) -> None:
    async def work(database: Database) -> None:
        for person in await _people(database, region):
            results().print(f"{person.email}  {person.name}", markup=False)

    _run(data, work, region=region)


def run_remove(data: Path, *, email: str, region: str | None) -> None:
    async def work(database: Database) -> None:
        people = await _people(database, region)
        found = next((one for one in people if email_key(one.email) == email_key(email)), None)
        if not found:
            raise NobodyWithAddress(email=email)
        if region:
            await remove_coordinator(database, _slug(region), found.id)
        else:
            await remove_admin(database, found.id)
        typer.echo(f"{found.name} was removed and is signed out.")

    _run(data, work, region=region)


def _record(*, name: str, email: str, language: str | None) -> PersonRecord:
    try:
        return PersonRecord.model_validate({"name": name, "email": email, "language": language})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        said = str(first["msg"]).removeprefix("Value error, ")
        raise AddressUnusable(field=first["loc"][0], said=said) from error


def _run(data: Path, work: Work, *, region: str | None) -> None:
    async def connected() -> None:
        async with (
            connected_servers(data, may_create=True) as servers,
            registry_database(servers.servers) as database,
        ):
            await ensure_counties(database, mail_domain=MAIL_DOMAIN)
            try:
                await work(database)
            except RegionNotFound as error:
                raise await _region_missing(database, region) from error

    asyncio.run(connected())


async def _people(database: Database, region: str | None) -> list[Person]:
    async with database.transaction() as tx:
        if not region:
            return await tx.people.admins()
        await tx.regions.get(_slug(region))
        return await tx.people.coordinators(_slug(region))


async def _region_missing(database: Database, region: str | None) -> RegionMissing:
    async with database.transaction() as tx:
        known = ", ".join(one.slug for one in await tx.regions.all())
    return RegionMissing(region=region, known=known)


def _slug(region: str) -> str:
    return county_slug(region) or region
