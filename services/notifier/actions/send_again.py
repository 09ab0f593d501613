"""A letter of which nobody knows whether it arrived, sent once more because a person says so."""

from uuid import UUID

from services.notifier.domain.errors import IntroductionUnknown, LetterNotUnknown
from services.notifier.storage.database import Database
from shared.access.principal import Principal


async def send_again(
    database: Database, principal: Principal, introduction_id: UUID, letter_id: UUID
) -> None:
    """The same bytes with the same Message-ID, so that many mail servers drop a repeat.

    Raises:
        IntroductionUnknown: not there, or not for `principal` to see.
        LetterNotUnknown: its state is known, or its words are forgotten.
    """
    async with database.transaction() as tx:
        introduction = await tx.introductions.locked(introduction_id)
        if introduction is None or not principal.sees_region(introduction.region):
            raise IntroductionUnknown
        principal.check_region(introduction.region)
        if not await tx.sending.send_again(letter_id, introduction_id=introduction_id):
            raise LetterNotUnknown
        await tx.audit.add("letter.sent_again", subject=introduction_id, region=introduction.region)
