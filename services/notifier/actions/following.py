"""Gather all that is known of introductions."""

from services.notifier.domain.followed import Followed
from services.notifier.domain.introductions import Introduction
from services.notifier.storage.database import Transaction


async def followed(tx: Transaction, *introductions: Introduction) -> list[Followed]:
    ids = [introduction.id for introduction in introductions]
    letters = await tx.letters.of(*ids)
    answers = await tx.answers.of(*ids)
    outcomes = await tx.outcomes.of(*ids)
    replies = await tx.answers.replies(*ids)
    return [
        Followed(
            introduction=each,
            letters=[one for one in letters if one.introduction_id == each.id],
            answers=[one for one in answers if one.introduction_id == each.id],
            outcomes=[one for one in outcomes if one.introduction_id == each.id],
            replies=[one for one in replies if one.introduction_id == each.id],
        )
        for each in introductions
    ]


async def followed_one(tx: Transaction, introduction: Introduction) -> Followed:
    return (await followed(tx, introduction))[0]
