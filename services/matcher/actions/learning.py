"""Learns from a region's decisions, and takes back what was learnt."""

import asyncio

from services.matcher.actions.matching import Matching
from services.matcher.domain.errors import RegionUnknown, VersionUnknown
from services.matcher.domain.lessons import LearntVersion, after, gone_back, turned_off
from services.matcher.ranking.learning import FEWEST, STEP, learn
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.storage.scope import within


async def learn_where_there_is_news(database: Database, matching: Matching) -> None:
    """In every region where enough was decided since it was last learnt."""
    async with database.transaction() as tx:
        counts = await tx.lessons.counts(matching.model)
    for region, decisions in counts.items():
        if decisions >= FEWEST:
            with within(region):
                await _learn(database, matching.model, region)


async def learn_again(
    database: Database, matching: Matching, region: str, *, by: Principal
) -> None:
    """Take up learning after it was turned off or taken back. Raises RegionUnknown."""
    _check(region, by)
    await _learn(database, matching.model, region, by=by)


async def turn_off(database: Database, matching: Matching, region: str, *, by: Principal) -> None:
    """Rank as everywhere else, until somebody takes up learning again. Raises RegionUnknown."""
    _check(region, by)
    async with database.transaction() as tx:
        await tx.lessons.take_turns(region)
        latest = await _latest(tx, region, matching.model)
        if latest and latest.origin != "off":
            await _keep(tx, turned_off(latest, maker=by.name), by=by)


async def go_back(
    database: Database, matching: Matching, region: str, *, version: int, by: Principal
) -> None:
    """Weigh as an earlier version did. Raises RegionUnknown, VersionUnknown."""
    _check(region, by)
    async with database.transaction() as tx:
        await tx.lessons.take_turns(region)
        latest = await _latest(tx, region, matching.model)
        wanted = await tx.lessons.version(region, model=matching.model, number=version)
        if not latest or not wanted:
            raise VersionUnknown
        if wanted.version not in (latest.version, latest.back_to):
            await _keep(tx, gone_back(latest, wanted, maker=by.name), by=by)


async def _learn(
    database: Database, model: str, region: str, *, by: Principal | None = None
) -> None:
    async with database.transaction() as tx:
        if not await _is_due(tx, region, model, asked=by is not None):
            return
        decisions = await tx.lessons.decisions(region, model=model)
    lesson = await asyncio.to_thread(learn, decisions)
    if not lesson:
        return
    async with database.transaction() as tx:
        await tx.lessons.take_turns(region)
        latest = await _latest(tx, region, model)
        if latest and latest.is_held and not by:
            return
        if latest and not by and lesson.decisions < latest.decisions + STEP:
            return  # another process was quicker
        maker = by.name if by else ""
        found = after(latest, lesson, region=region, model=model, maker=maker)
        await _keep(tx, found, by=by, is_news=not latest or latest.learnt != found.learnt)


async def _is_due(tx: Transaction, region: str, model: str, *, asked: bool) -> bool:
    latest = await _latest(tx, region, model)
    if asked or not latest:
        return True
    if latest.is_held:
        return False
    known = (await tx.lessons.counts(model)).get(region, 0)
    return known >= latest.decisions + STEP


async def _keep(
    tx: Transaction, version: LearntVersion, *, by: Principal | None, is_news: bool = True
) -> None:
    await tx.lessons.add(version)
    if is_news:
        await tx.fairness.look_again_in(version.region)
    if by:
        await tx.audit.add(
            "learning.changed",
            region=version.region,
            details={"origin": version.origin, "version": version.version},
        )


async def _latest(tx: Transaction, region: str, model: str) -> LearntVersion | None:
    return next(iter(await tx.lessons.versions(region, model=model)), None)


def _check(region: str, by: Principal) -> None:
    if not by.decides or not by.sees_region(region):
        raise RegionUnknown
