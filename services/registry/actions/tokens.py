"""Make and revoke API tokens; nobody gives away more than they have."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.registry.domain.errors import (
    RegionNotFound,
    RegionUnknown,
    TokenBeyondReach,
    TokenUnknown,
)
from services.registry.storage.database import Database, Transaction
from shared.access.credentials import Token
from shared.access.errors import NotAllowed
from shared.access.grant import Grant
from shared.access.principal import Principal


async def make_token(
    database: Database, wish: Grant, *, by: Principal, lifetime: timedelta
) -> tuple[str, Token]:
    """The secret and what is kept.

    Raises:
        TokenBeyondReach: it could do more than `by` may.
        RegionUnknown, PartnerUnknown
    """
    async with database.transaction() as tx:
        grant = await _checked(tx, wish, by=by)
        secret, token = await tx.credentials.make_token(
            grant, lifetime=lifetime, created_by=by.token_id or by.holder_id
        )
        await tx.audit.add(
            "token.made",
            subject=token.id,
            region=next(iter(grant.regions), None),
            details={"role": grant.role, "regions": list(grant.regions)},
        )
        return secret, token


async def revoke_token(database: Database, token_id: UUID, *, by: Principal) -> None:
    """Raises TokenUnknown, also for one out of reach."""
    async with database.transaction() as tx:
        found = await tx.credentials.tokens(regions=by.regions_seen(), token_id=token_id)
        if not found:
            raise TokenUnknown
        await tx.credentials.revoke(token_id)
        region = next(iter(found[0].regions), None)
        await tx.audit.add("token.revoked", subject=token_id, region=region)


async def _checked(tx: Transaction, wish: Grant, *, by: Principal) -> Grant:
    if wish.partner_id:
        partner = await tx.partners.get(wish.partner_id)
        wish = replace(wish, regions=(partner.region,))
    for region in wish.regions:
        await _check_region(tx, region, by=by)
    if wish.role == "admin" and by.role != "admin":
        raise TokenBeyondReach
    return wish


async def _check_region(tx: Transaction, region: str, *, by: Principal) -> None:
    try:
        await tx.regions.get(region)
        by.check_region(region)
    except RegionNotFound as error:
        raise RegionUnknown from error
    except NotAllowed as error:
        raise TokenBeyondReach from error
