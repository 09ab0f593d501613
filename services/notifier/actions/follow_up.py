"""What people see of introductions, and report about them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from services.notifier.actions.following import followed, followed_one
from services.notifier.actions.progress import advance
from services.notifier.domain.errors import IntroductionUnknown, OutcomeTooEarly
from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.outcomes import Report
from services.notifier.domain.text import storable
from services.notifier.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.introductions import IntroductionOutcome


async def list_introductions(
    database: Database,
    principal: Principal,
    *,
    region: str | None,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Followed]:
    """Newest first, those that `principal` may see."""
    partner_id = principal.partner_id if principal.role == "partner" else None
    async with database.transaction() as tx:
        found = await tx.introductions.page(
            regions=_regions(principal, region),
            partner_id=partner_id,
            before=before,
            limit=limit,
        )
        return await followed(tx, *found)


async def find_introduction(
    database: Database, principal: Principal, introduction_id: UUID
) -> Followed:
    """Raises IntroductionUnknown, also for one that `principal` may not see."""
    async with database.transaction() as tx:
        introduction = await tx.introductions.get(introduction_id)
        return await _seen(tx, introduction, principal)


async def report_outcome(
    database: Database, principal: Principal, introduction_id: UUID, report: Report
) -> Followed:
    """Keep what came of it. The last report counts; those before it are kept.

    Raises:
        IntroductionUnknown: not there, or not for `principal` to see.
        OutcomeTooEarly: `principal` does not know yet who the other is.
    """
    async with database.transaction() as tx:
        introduction = await tx.introductions.locked(introduction_id)
        known = await _seen(tx, introduction, principal)
        if not (principal.decides or known.introduction.names_shown):
            raise OutcomeTooEarly
        reported = await tx.outcomes.report(
            introduction_id,
            _storable(report),
            reported_by=principal.actor,
            partner_id=principal.partner_id,
        )
        if not reported:
            return known
        await tx.audit.add(
            "outcome.reported",
            subject=introduction_id,
            region=known.introduction.region,
            details={"result": report.result},
        )
        advanced = await advance(tx, known.introduction, IntroductionOutcome)
        return await followed_one(tx, advanced)


def _storable(report: Report) -> Report:
    return replace(
        report,
        method=storable(report.method),
        reason=storable(report.reason),
        note=storable(report.note),
    )


def _regions(principal: Principal, wanted: str | None) -> Sequence[str] | None:
    """Those asked for among those seen. A partner is held to its own introductions instead."""
    seen = None if principal.role == "partner" else principal.regions_seen()
    if wanted is None:
        return seen
    return [wanted] if seen is None or wanted in seen else []


async def _seen(
    tx: Transaction, introduction: Introduction | None, principal: Principal
) -> Followed:
    if introduction is None or not _sees(principal, introduction):
        raise IntroductionUnknown
    return await followed_one(tx, introduction)


def _sees(principal: Principal, introduction: Introduction) -> bool:
    if principal.role == "partner":
        return introduction.includes(principal.partner_id)
    return principal.sees_region(introduction.region)
