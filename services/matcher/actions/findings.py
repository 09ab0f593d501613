"""The evidence found so far while an item is matched, and what is still to be looked for."""

from collections.abc import Sequence
from uuid import UUID

from services.matcher.domain.errors import NotPrepared
from services.matcher.domain.suggestions import Proposal
from services.matcher.ranking.items import Key
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair
from services.matcher.ranking.rank import Ranked
from shared.events.suggestions import Evidence

PairTexts = tuple[Key, str, Key, str]


class Findings:
    """Which pairs need evidence is only known once they are ranked, inside the transaction;
    finding it means embedding, outside. So it is remembered from one attempt to the next."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._evidence: dict[PairTexts, tuple[Evidence, ...]] = {}
        self.missing: list[tuple[Pair, Means]] = []
        self.is_last_attempt = False

    def add(self, pair: Pair, evidence: Sequence[Evidence]) -> None:
        self._evidence[_texts_of(pair)] = tuple(evidence)

    def proposal(self, found: Ranked, *, means: Means) -> Proposal:
        """With the evidence that is known; where there is none, it is noted as missing."""
        evidence = self._evidence.get(_texts_of(found.pair))
        if evidence is None:
            self.missing.append((found.pair, means))
        score = found.score
        return Proposal(
            kind=found.pair.kind,
            seeker_id=row_id(found.pair.seeker.id),
            provider_id=row_id(found.pair.provider.id),
            score=score.value,
            parts=score.parts,
            evidence=evidence or (),
            distance_km=found.distance_km,
            model=self._model,
            odds=found.odds,
            aspects=found.named_aspects,
        )

    def check(self) -> None:
        """Raises NotPrepared when evidence is missing and may still be found."""
        if self.missing and not self.is_last_attempt:
            raise NotPrepared


def row_id(key: Key) -> UUID:
    """The id of what the matcher ranks: here, always one of its own rows."""
    assert isinstance(key, UUID)
    return key


def _texts_of(pair: Pair) -> PairTexts:
    return pair.seeker.id, pair.seeker.text, pair.provider.id, pair.provider.text
