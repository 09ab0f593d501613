"""Letters of a proposed pair, before anybody has approved it."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.notifier.domain.errors import FieldUnfilled, LetterEmpty, LetterTooLong
from services.notifier.domain.introductions import Introduction
from shared.events.suggestions import SuggestionData
from shared.locale import Language

LONGEST_SUBJECT = 200
LONGEST_BODY = 5_000
#: What looks like a place in a template that nobody has filled.
FIELD = re.compile(r"\{\{?\s*[\w .-]{1,40}\s*\}?\}|\[\[[\w .-]{1,40}\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    id: UUID
    region: str
    suggestion: SuggestionData
    proposed_at: datetime

    def introduction(self, *, asks_first: bool) -> Introduction:
        """As it would be if it were approved now."""
        return Introduction(
            id=self.id,
            region=self.region,
            suggestion=self.suggestion,
            state="waiting",
            version=1,
            created_at=self.proposed_at,
            updated_at=self.proposed_at,
            asks_first=asks_first,
            names_shown=not asks_first,
            sent_at=None,
            reminded_at=None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`version` tells two coordinators apart who edit the same letter."""

    partner_id: UUID
    subject: str
    body: str
    version: int
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLetter:
    """A letter as it would be sent. Without an address it cannot be written: `to` is then empty.
    `version` is 0 until somebody has edited it."""

    partner_id: UUID
    partner_name: str
    recipient_name: str = ""
    to: str = ""
    language: Language = "nb"
    subject: str = ""
    body: str = ""
    version: int = 0
    edited_at: datetime | None = None

    def typed(self, *, subject: str, body: str) -> "DraftLetter":
        return replace(self, subject=subject, body=body)


def checked(subject: str, body: str) -> tuple[str, str]:
    """Subject and body as they are kept.

    Raises:
        LetterEmpty, LetterTooLong, FieldUnfilled: nothing may leave like this.
    """
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    if not subject or not re.search(r"\w", body):
        raise LetterEmpty
    if len(subject) > LONGEST_SUBJECT or len(body) > LONGEST_BODY:
        raise LetterTooLong
    unfilled = FIELD.search(f"{subject}\n{body}")
    if unfilled:
        raise FieldUnfilled(unfilled[0])
    return subject, body
