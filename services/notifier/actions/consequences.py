"""What follows from an answer: thanks, names, or a calm word that nothing came of it."""

from services.notifier.actions.following import followed_one
from services.notifier.actions.letters import add_letter
from services.notifier.actions.opening import make_known
from services.notifier.actions.writing import LetterWriter
from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import NO, Introduction
from services.notifier.domain.letters import to_partner
from services.notifier.letters.facts import NothingCameFacts, ThanksFacts
from services.notifier.storage.database import Transaction

NO_LONGER = "Not sent: the introduction has come to nothing."


async def follow_answer(
    tx: Transaction, introduction: Introduction, *, writer: LetterWriter
) -> None:
    """Each letter once, however often answers are changed. The introduction is locked."""
    known = await followed_one(tx, introduction)
    if known.state == "both_yes":
        await _all_said_yes(tx, known, writer=writer)
    elif introduction.asks_first and NO.intersection(given.answer for given in known.answers):
        await _one_said_no(tx, known, writer=writer)


async def _all_said_yes(tx: Transaction, known: Followed, *, writer: LetterWriter) -> None:
    introduction = known.introduction
    if introduction.asks_first:
        if not introduction.names_shown:
            await make_known(tx, introduction, writer=writer)
        return
    for partner_id in introduction.partner_ids:
        await add_letter(
            tx,
            ThanksFacts(),
            key=f"thanks:{introduction.id}:{partner_id}",
            region=introduction.region,
            to=to_partner(partner_id),
            introduction_id=introduction.id,
            writer=writer,
        )


async def _one_said_no(tx: Transaction, known: Followed, *, writer: LetterWriter) -> None:
    """Who said yes is told without a reason and without a name. Who has not answered is left in
    peace, and told if they say yes all the same."""
    introduction = known.introduction
    if introduction.names_shown:
        return
    await tx.letters.refuse_waiting(introduction.id, reason=NO_LONGER)
    for partner_id in introduction.partner_ids:
        given = known.answer_of(partner_id)
        if given and given.answer == "yes":
            await add_letter(
                tx,
                NothingCameFacts(),
                key=f"nothing_came:{introduction.id}:{partner_id}",
                region=introduction.region,
                to=to_partner(partner_id),
                introduction_id=introduction.id,
                writer=writer,
            )
