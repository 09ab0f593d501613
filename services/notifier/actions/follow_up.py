"""What coordinators see of introductions, and report about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifier.actions.progress import advance
from services.notifier.domain.errors import IntroductionUnknown
from services.notifier.domain.introductions import GivenAnswer, Introduction, ReportedOutcome
from services.notifier.domain.letters import TrackedLetter
from services.notifier.domain.text import storable
from services.notifier.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.introductions import IntroductionOutcome, OutcomeResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """An introduction with all that is known of it."""

    introduction: Introduction
    letters: list[TrackedLetter]
    answers: list[GivenAnswer]
    outcome: ReportedOutcome | None


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
        return await _followed(tx, found)


async def find_introduction(
    database: Database, principal: Principal, introduction_id: UUID
) -> Followed:
    """Raises IntroductionUnknown, also for one that `principal` may not see."""
    async with database.transaction() as tx:
        introduction = await tx.introductions.get(introduction_id)
        return await _seen(tx, introduction, principal)


async def report_outcome(
    database: Database,
    principal: Principal,
    introduction_id: UUID,
    *,
    result: OutcomeResult,
    co2e_tonnes: float | None,
    note: str,
) -> Followed:
    """Keep what came of it, in place of what was reported before.

    Raises:
        IntroductionUnknown: not there, or not for `principal` to see.
        NotAllowed: `principal` does not decide for the region.
    """
    async with database.transaction() as tx:
        introduction = await tx.introductions.locked(introduction_id)
        followed = await _seen(tx, introduction, principal)
        principal.check_region(followed.introduction.region)
        await tx.answers.report(
            introduction_id,
            result=result,
            co2e_tonnes=co2e_tonnes,
            note=storable(note),
            reported_by=principal.actor,
        )
        advanced = await advance(tx, followed.introduction, IntroductionOutcome)
        return (await _followed(tx, [advanced]))[0]


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
    return (await _followed(tx, [introduction]))[0]


def _sees(principal: Principal, introduction: Introduction) -> bool:
    if principal.role == "partner":
        return introduction.includes(principal.partner_id)
    return principal.sees_region(introduction.region)


async def _followed(tx: Transaction, introductions: Sequence[Introduction]) -> list[Followed]:
    ids = [introduction.id for introduction in introductions]
    letters = await tx.letters.of(*ids)
    answers = await tx.answers.of(*ids)
    outcomes = {outcome.introduction_id: outcome for outcome in await tx.answers.outcomes(*ids)}
    return [
        Followed(
            introduction=introduction,
            letters=[letter for letter in letters if letter.introduction_id == introduction.id],
            answers=[given for given in answers if given.introduction_id == introduction.id],
            outcome=outcomes.get(introduction.id),
        )
        for introduction in introductions
    ]
