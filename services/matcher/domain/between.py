"""The two texts of a pair, as they are read for what speaks for and against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.domain.suggestions import Half, Suggestion
from services.matcher.ranking.reading.cues import HAS, TAKES
from services.matcher.ranking.sentences import first_sentences
from services.matcher.ranking.statements import statement
from shared.events.suggestions import SuggestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    kind: SuggestionKind
    seeker: Half
    provider: Half
    distance_km: float | None

    @classmethod
    def of(cls, suggestion: Suggestion) -> "Between":
        return cls(
            kind=suggestion.kind,
            seeker=suggestion.seeker,
            provider=suggestion.provider,
            distance_km=suggestion.distance_km,
        )

    @property
    def asked(self) -> str:
        return said_by(self.seeker)

    @property
    def answered(self) -> str:
        return said_by(self.provider)

    @property
    def one_wants_what_the_other_has(self) -> bool:
        """False too where the need is to get rid of something, which the other takes."""
        gets_rid = HAS.search(self.asked) or TAKES.search(self.answered)
        return self.kind == "supply" and not gets_rid


def said_by(half: Half) -> str:
    return statement(title=half.item.title, text=half.item.text)


def sentences_of(text: str) -> Sequence[str]:
    return first_sentences(text)
