"""`koblingsboks token …` and `koblingsboks sign-in`"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args
from uuid import UUID

import typer

from deploy.cli.connecting import Connected, connected_servers, running_app
from deploy.cli.errors import (
    LabelUnusable,
    NothingRuns,
    OptionOutOfPlace,
    PartnerMissing,
    PartnerNeeded,
    RegionMissing,
    RegionNeeded,
    RoleUnknown,
    TokenMissing,
)
from deploy.embedded.access import create_sign_in_link, create_token, registry_database
from deploy.embedded.servers import addresses
from services.registry.domain.counties import COUNTIES, county_slug
from services.registry.domain.errors import PartnerUnknown
from services.registry.storage.database import Transaction
from shared.access.credentials import Token
from shared.access.grant import Grant
from shared.access.principal import Role

LONGEST_LABEL = 200


def run_token(
    data: Path,
    role: str,
    regions: Sequence[str],
    *,
    partner: str | None,
    label: str,
    days: int,
) -> None:
    wish = _wish(role, regions, partner=partner, label=label)
    typer.echo(asyncio.run(_token(data, wish, timedelta(days=days))))


def run_token_list(data: Path) -> None:
    for token in asyncio.run(_tokens(data)):
        whose = token.partner_id or " ".join(token.regions)
        parts = (token.id, f"{token.role} {whose}".strip(), _state(token), token.label)
        typer.echo("  ".join(str(part) for part in parts if part))


def run_token_revoke(data: Path, token_id: str) -> None:
    asyncio.run(_revoke(data, token_id))
    typer.echo("Revoked.")


def run_sign_in(data: Path, regions: Sequence[str]) -> None:
    role = "coordinator" if regions else "admin"
    typer.echo(asyncio.run(_link(data, _wish(role, regions, partner=None, label=role.title()))))


def _wish(role: str, regions: Sequence[str], *, partner: str | None, label: str) -> Grant:
    """What is wanted, as far as that can be judged without asking the registry."""
    known = next((one for one in get_args(Role) if one == role), None)
    if known is None:
        raise RoleUnknown(role=role)
    if known == "coordinator" and not regions:
        raise RegionNeeded
    if known == "partner" and not partner:
        raise PartnerNeeded
    if known != "coordinator" and regions:
        raise OptionOutOfPlace(option="--region", role=role)
    if known != "partner" and partner:
        raise OptionOutOfPlace(option="--partner", role=role)
    slugs = tuple(dict.fromkeys(county_slug(region) or region for region in regions))
    return Grant(role=known, regions=slugs, partner_id=_id(partner), name=_one_line(label))


def _id(partner: str | None) -> UUID | None:
    try:
        return UUID(partner) if partner else None
    except ValueError as error:
        raise PartnerMissing(partner=partner) from error


def _one_line(label: str) -> str:
    if len(label) > LONGEST_LABEL or not (label.isprintable() or not label):
        raise LabelUnusable(longest=LONGEST_LABEL)
    return label


def _state(token: Token) -> str:
    if token.revoked_at:
        return f"revoked {token.revoked_at:%Y-%m-%d}"
    until = f"until {token.expires_at:%Y-%m-%d}" if token.expires_at else "for ever"
    used = f"used {token.last_used_at:%Y-%m-%d}" if token.last_used_at else "never used"
    return f"{until}, {used}"


async def _tokens(data: Path) -> list[Token]:
    async with (
        connected_servers(data) as connected,
        registry_database(connected.servers) as database,
        database.transaction() as tx,
    ):
        return await tx.credentials.tokens(regions=None)


async def _revoke(data: Path, written: str) -> None:
    async with (
        connected_servers(data) as connected,
        registry_database(connected.servers) as database,
        database.transaction() as tx,
    ):
        found = [one for one in await tx.credentials.tokens(regions=None) if str(one.id) == written]
        if not found:
            raise TokenMissing(token=written)
        await tx.credentials.revoke(found[0].id)
        await tx.audit.add("token.revoked", subject=found[0].id)


async def _token(data: Path, wish: Grant, lifetime: timedelta) -> str:
    async with connected_servers(data, may_create=True) as connected:
        grant = await _checked(connected, wish)
        return await create_token(connected.servers, grant, lifetime=lifetime)


async def _link(data: Path, wish: Grant) -> str:
    running = await running_app(data)
    if not running:
        raise NothingRuns(folder=data)
    connected = Connected(servers=addresses(data), are_ours=False)
    grant = await _checked(connected, wish)
    return await create_sign_in_link(connected.servers, grant, url=running.url)


async def _checked(connected: Connected, wish: Grant) -> Grant:
    """With regions and partner that exist; a partner's region is known to the registry."""
    async with registry_database(connected.servers) as database, database.transaction() as tx:
        if wish.partner_id:
            return replace(wish, regions=(await _region_of(tx, wish.partner_id),))
        known = {county.slug for county in COUNTIES} | {one.slug for one in await tx.regions.all()}
    for region in wish.regions:
        if region not in known:
            raise RegionMissing(region=region, known=", ".join(sorted(known)))
    return wish


async def _region_of(tx: Transaction, partner_id: UUID) -> str:
    try:
        return (await tx.partners.get(partner_id)).region
    except PartnerUnknown as error:
        raise PartnerMissing(partner=partner_id) from error
