"""What a coordinator decides about a suggestion."""

from datetime import datetime, timedelta
from uuid import UUID

from services.matcher.actions.telling import tell_decisions, tell_of_changes
from services.matcher.domain.errors import (
    AlreadyDecided,
    SnoozeOutOfRange,
    SuggestionUnknown,
    SuggestionWithdrawn,
)
from services.matcher.domain.suggestions import OPEN, Status, Suggestion
from services.matcher.storage.database import Database, Transaction
from shared.access.principal import Principal
from shared.events.suggestions import RejectionReason


async def approve(
    database: Database,
    suggestion_id: UUID,
    *,
    by: Principal,
    note: str | None = None,
    grace: timedelta | None = None,
) -> Suggestion:
    """Decide that these two are to be introduced; `note` goes into both letters.

    The others hear of it when `grace` is over, or at once without any.

    Raises:
        SuggestionUnknown, AlreadyDecided, SuggestionWithdrawn
    """
    async with database.transaction() as tx:
        before = await visible(tx, suggestion_id, to=by)
        note = before.note if note is None else note
        await _look_again_after(tx, before)
        is_new = await tx.decisions.approve(
            suggestion_id, actor=by.actor, name=by.name, note=note, grace=grace
        )
        if is_new:
            await tx.audit.add("suggestion.approved", subject=suggestion_id, region=before.region)
        else:
            await _check_is_the_same(tx, suggestion_id, status="approved")
        if not grace:
            await _tell(tx, suggestion_id, is_new=is_new)
        await tell_of_changes(tx)
        return await known(tx, suggestion_id)


async def reject(
    database: Database,
    suggestion_id: UUID,
    *,
    by: Principal,
    reason: RejectionReason,
    note: str,
    grace: timedelta | None = None,
) -> Suggestion:
    """Decide that these two do not fit. Works and raises like `approve`."""
    async with database.transaction() as tx:
        before = await visible(tx, suggestion_id, to=by)
        await _look_again_after(tx, before)
        is_new = await tx.decisions.reject(
            suggestion_id, actor=by.actor, name=by.name, reason=reason, note=note, grace=grace
        )
        if is_new:
            await tx.audit.add(
                "suggestion.rejected",
                subject=suggestion_id,
                region=before.region,
                details={"reason": reason},
            )
        else:
            await _check_is_the_same(tx, suggestion_id, status="rejected")
        if not grace:
            await _tell(tx, suggestion_id, is_new=is_new)
        return await known(tx, suggestion_id)


async def snooze(
    database: Database, suggestion_id: UUID, *, by: Principal, until: datetime
) -> Suggestion:
    """Put off the decision. Raises like `approve`, and SnoozeOutOfRange."""
    async with database.transaction() as tx:
        before = await visible(tx, suggestion_id, to=by)
        if not await tx.decisions.may_snooze_until(until):
            raise SnoozeOutOfRange(field="until")
        if not await tx.decisions.snooze(suggestion_id, until=until):
            await _check_is_the_same(tx, suggestion_id, status="snoozed")
        else:
            await tx.audit.add("suggestion.snoozed", subject=suggestion_id, region=before.region)
        return await known(tx, suggestion_id)


async def _look_again_after(tx: Transaction, before: Suggestion) -> None:
    """Items are written before suggestions, as matching does: else the two wait for each other."""
    if before.status in OPEN:
        await tx.fairness.look_again_after(before.id)


async def visible(tx: Transaction, suggestion_id: UUID, *, to: Principal) -> Suggestion:
    """Raises SuggestionUnknown also where there is one, in a region that is not theirs."""
    suggestion = await tx.suggestions.get(suggestion_id)
    if not suggestion or not to.decides or not to.sees_region(suggestion.region):
        raise SuggestionUnknown
    return suggestion


async def known(tx: Transaction, suggestion_id: UUID) -> Suggestion:
    suggestion = await tx.suggestions.get(suggestion_id)
    if not suggestion:
        raise SuggestionUnknown
    return suggestion


async def _tell(tx: Transaction, suggestion_id: UUID, *, is_new: bool) -> None:
    """At once, also where somebody decided the same before and it has not been told yet."""
    ids = [suggestion_id] if is_new else await tx.grace.leaving([suggestion_id])
    await tell_decisions(tx, ids)


async def _check_is_the_same(tx: Transaction, suggestion_id: UUID, *, status: Status) -> None:
    """The same decision again is no news; any other is refused."""
    suggestion = await known(tx, suggestion_id)
    if suggestion.status == status:
        return
    if suggestion.status in OPEN or suggestion.status == "withdrawn":
        raise SuggestionWithdrawn
    raise AlreadyDecided(
        status=suggestion.status,
        decider=suggestion.decider,
        decided_at=suggestion.decided_at,
    )
