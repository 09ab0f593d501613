"""What is told on the page when a form cannot be taken as it is."""

from collections.abc import Mapping

from pydantic import ValidationError

from services.matcher.api.requests import LONGEST_NOTE
from services.matcher.domain.errors import (
    AlreadyDecided,
    AlreadyIntroduced,
    FieldRefused,
    ItemUnknown,
    PairImpossible,
    SnoozeOutOfRange,
    SuggestionWithdrawn,
    TooLateToUndo,
)
from shared.locale import Language, words
from shared.locale.formats import clock_time


def form_errors(
    error: ValidationError | SnoozeOutOfRange, typed: Mapping[str, str], *, language: Language
) -> dict[str, str]:
    """Field to message, for every field that is wrong."""
    if isinstance(error, SnoozeOutOfRange):
        wrong = {error.field}
    else:
        wrong = {str(found["loc"][0]) for found in error.errors(include_input=False)}
    return {name: _message(name, typed[name], language=language) for name in typed if name in wrong}


def refusal_message(
    error: AlreadyDecided | SuggestionWithdrawn | TooLateToUndo, *, language: Language
) -> str:
    word = words(language)
    if isinstance(error, TooLateToUndo):
        return word("error.too_late")
    if isinstance(error, SuggestionWithdrawn) or error.decided_at is None:
        return word("error.withdrawn")
    approved = error.status == "approved"
    code = "error.already_decided" if approved else "error.already_rejected"
    return word(code, name=error.decider, time=clock_time(error.decided_at, language))


def by_hand_error(
    error: FieldRefused | AlreadyDecided | AlreadyIntroduced, *, language: Language
) -> str:
    """Why two that were chosen are not put together."""
    if isinstance(error, AlreadyDecided):
        return refusal_message(error, language=language)
    codes: dict[type[Exception], str] = {
        AlreadyIntroduced: "error.by_hand.introduced",
        ItemUnknown: "error.by_hand.gone",
        PairImpossible: "error.by_hand.impossible",
    }
    return words(language)(codes.get(type(error), "error.by_hand.two"))


def _message(name: str, typed: str, *, language: Language) -> str:
    word = words(language)
    if name == "reason":
        return word("error.reason.missing")
    if name == "question":
        return word("error.question.missing")
    if name == "until":
        return word("error.date.past")
    excess = len(typed.replace("\r\n", "\n").strip()) - LONGEST_NOTE
    return (
        word.counted("error.text.too_long", excess) if excess > 0 else word("error.text.unreadable")
    )
