"""Introductions that wait for their turn, and letters that wait for somebody who was away."""

from datetime import datetime
from uuid import UUID

from services.notifier.actions.opening import ask_partners
from services.notifier.actions.prepare import prepare_waiting
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.address_book import Region
from services.notifier.domain.introductions import Introduction
from services.notifier.domain.turns import Turn, turn_of
from services.notifier.storage.database import Database, Transaction


async def take_turn(
    tx: Transaction, introduction: Introduction, region: Region | None, *, writer: LetterWriter
) -> None:
    """Ask the partners now, or let the introduction wait, visibly. Whoever calls has taken turns
    on the partners."""
    turn = await _turn(tx, introduction, region) if region else None
    await tx.introductions.wait(introduction.id, turn)
    if turn is None:
        await ask_partners(tx, introduction, writer=writer)


async def open_in_turn(database: Database, *, writer: LetterWriter, now: datetime) -> None:  # noqa: ARG001
    """Those that wait, the oldest first, as far as there is room."""
    async with database.everywhere() as tx:
        waiting = await tx.introductions.in_turn()
    for introduction in waiting:
        async with database.everywhere() as tx:
            await tx.address_book.take_turns(*introduction.partner_ids)
            await _open_if_room(tx, introduction.id, writer=writer)


async def _open_if_room(tx: Transaction, introduction_id: UUID, *, writer: LetterWriter) -> None:
    introduction = await tx.introductions.locked(introduction_id)
    if introduction is None or introduction.waits_for is None:
        return
    region = await tx.address_book.region(introduction.region)
    if introduction.state == "waiting" and not await tx.address_book.any_erased(
        *introduction.partner_ids
    ):
        await take_turn(tx, introduction, region, writer=writer)
    else:
        await tx.introductions.wait(introduction.id, None)


async def _turn(tx: Transaction, introduction: Introduction, region: Region) -> Turn | None:
    if region.open_introductions is None and region.introductions_a_month is None:
        return None
    loads = [
        await tx.introductions.load(partner_id, besides=introduction.id)
        for partner_id in introduction.partner_ids
    ]
    return turn_of(loads, region=region)


async def look_again(database: Database, *, writer: LetterWriter, now: datetime) -> None:  # noqa: ARG001
    """For partners where somebody has come back: their letters waited."""
    async with database.everywhere() as tx:
        partners = await tx.address_book.back_at_work()
    for partner_id in partners:
        async with database.everywhere() as tx:
            await tx.address_book.take_turns(partner_id)
            await prepare_waiting(tx, writer=writer, holder_id=partner_id)
