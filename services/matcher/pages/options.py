"""What the filter of the queue offers, each as a value and its name in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import get_args

from services.matcher.domain.queue import Choices, Shown
from services.matcher.pages.filters import AGES
from shared.events.suggestions import ItemKind, RejectionReason, SuggestionKind
from shared.locale import Language, words

Options = Sequence[tuple[object, str]]

KINDS: tuple[ItemKind, ...] = get_args(ItemKind)
REASONS: tuple[RejectionReason, ...] = get_args(RejectionReason)


def filter_options(choices: Choices, *, language: Language) -> Mapping[str, Options]:
    word = words(language)
    every = ("", word("filter.every"))
    return {
        "status": [(one, word(f"shown.{one}")) for one in get_args(Shown)],
        "kind": [
            every,
            *((one, word(f"kind.{one}").capitalize()) for one in get_args(SuggestionKind)),
        ],
        "partner": [every, *choices.partners],
        "sector": [every, *((one, one) for one in choices.sectors)],
        "age": [every, *((days, word.counted("filter.older", days)) for days in AGES)],
        "region": [every, *choices.regions],
        "reason": [
            ("", word("several.choose_reason")),
            *((one, word(f"reason.{one}")) for one in REASONS),
        ],
    }


def kind_options(language: Language) -> Options:
    word = words(language)
    return [("", word("filter.every")), *((one, word(one).capitalize()) for one in KINDS)]
