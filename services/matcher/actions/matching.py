"""Finds what fits an item and keeps it as suggestions.

`embed` and `explain` take their time, outside any transaction; `settle` works inside one.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.matcher.actions.embedding import ensure_vectors, vectors_of
from services.matcher.actions.findings import Findings, row_id
from services.matcher.actions.region_means import RegionMeans
from services.matcher.actions.room import Room, choose, seekers
from services.matcher.domain.crowding import crowded_out
from services.matcher.domain.errors import NotPrepared
from services.matcher.domain.items import Item
from services.matcher.domain.questions import question_for
from services.matcher.domain.texts import Role, SpokenText, texts_of
from services.matcher.embedding.encoder import Encoder, Vectors
from services.matcher.ranking.explain import explain
from services.matcher.ranking.fitted.model import fitted_for
from services.matcher.ranking.items import Item as RankedItem
from services.matcher.ranking.items import Vector
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import Pair
from services.matcher.ranking.rank import Ranked, rank
from services.matcher.storage.database import Database, Transaction
from shared.events.suggestions import Evidence

SAME_NEED = 1.0  #: log-odds from which on two who seek are said to seek the same


@dataclass(frozen=True, slots=True)
class Ranking:
    """What fits an item, best first, and the means it was centred with."""

    all: Sequence[Ranked]
    means: Means


class Matching:
    """How this service matches: with which model, from which score on, how many for a need."""

    def __init__(
        self, database: Database, encoder: Encoder, *, threshold: float, most_per_need: int
    ) -> None:
        self._database = database
        self._encoder = encoder
        self._threshold = threshold
        self._most = most_per_need
        self._means = RegionMeans(encoder.model)

    @property
    def model(self) -> str:
        return self._encoder.model

    async def threshold_of(self, tx: Transaction, region: str) -> float:
        """The chance from which on a pair of the region is proposed."""
        settings = await tx.regions.of(region)
        return self._threshold if settings.threshold is None else settings.threshold

    async def vector_of_question(self, words: str) -> Vector:
        """What somebody looks for, to be compared with what is kept."""
        found: Vector = (await self._encoder.encode([words], role="query"))[0]
        return found

    async def embed(self, item: Item, *, description: str) -> None:
        """See to it that `settle` finds the vectors of the item."""
        texts = texts_of(item, description=description)
        await ensure_vectors(self._database, self._encoder, texts, partner_id=item.partner_id)

    async def settle(
        self, tx: Transaction, item: Item, findings: Findings, *, description: str
    ) -> None:
        """Bring the suggestions of a kept item up to date.

        Raises:
            NotPrepared: the item has not been embedded as it is now.
        """
        texts = texts_of(item, description=description)
        await tx.items.set_texts(item.id, texts)
        if not await tx.partners.get(item.partner_id):
            return  # its profile is still on its way, and brings the item up again
        open_with = await tx.suggestions.open_with(item.id)
        ranking = await self.rank(tx, item, texts, known=open_with)
        settings = await tx.regions.of(item.region)
        choice = await choose(
            tx,
            await Room.of(tx, item, settings=settings),
            ranking.all,
            open_with=open_with,
            threshold=await self.threshold_of(tx, item.region),
            most=self._most,
        )
        kept = [
            await tx.suggestions.propose(findings.proposal(found, means=ranking.means))
            for found in choice.chosen
        ]
        await tx.suggestions.withdraw_of_item(
            item.id, but=[one for one in kept if one], spare_by_hand=True
        )
        await tx.suggestions.withdraw(choice.gives_way)
        for waiting in (await tx.suggestions.waiting_for(seekers(choice.chosen))).values():
            gone = crowded_out(waiting, at_most=self._most, bridging=settings.bridging)
            await tx.suggestions.withdraw(gone)

    async def rank(
        self,
        tx: Transaction,
        item: Item,
        texts: Sequence[SpokenText],
        *,
        known: Collection[UUID] = (),
    ) -> Ranking:
        """All that goes with the item, `known` ones however far away."""
        subject = await tx.candidates.subject(item, await self._vectors(tx, item, texts))
        ids = await tx.candidates.find(item, texts, model=self.model, known=known)
        loaded = await tx.candidates.load(ids, model=self.model)
        candidates = [one for one in loaded if not question_for(one.kind, one.text)]
        means = await self._means.of(tx, region=item.region)
        learnt = await tx.lessons.in_force(item.region, model=self.model)
        fitted = fitted_for(self.model)
        ranked = rank(subject, candidates, means=means, fitted=fitted, learnt=learnt)
        return Ranking(ranked, means)

    async def seeking_the_same(
        self, tx: Transaction, item: Item, texts: Sequence[SpokenText]
    ) -> Sequence[Ranked]:
        """Others' needs, or ideas, that are this one too, most alike first.

        Raises:
            NotPrepared: the item has not been embedded as it is now.
        """
        subject = await tx.candidates.subject(item, await self._vectors(tx, item, texts))
        loaded = await tx.candidates.load(
            await tx.candidates.seeking_beside(item), model=self.model
        )
        candidates = [one for one in loaded if not question_for(one.kind, one.text)]
        means = await self._means.of(tx, region=item.region)
        found = rank(subject, candidates, means=means, fitted=fitted_for(self.model))
        alike = [one for one in found if one.same_need >= SAME_NEED]
        return sorted(alike, key=lambda one: -one.same_need)

    async def _vectors(
        self, tx: Transaction, item: Item, texts: Sequence[SpokenText]
    ) -> dict[str, Vector]:
        found: dict[str, Vector] = {}
        for role in dict.fromkeys(said.role for said in texts):
            spoken = [said for said in texts if said.role == role]
            kept = await tx.vectors.find(
                {said.text_hash for said in spoken},
                role=role,
                model=self.model,
                partner_id=item.partner_id,
            )
            if any(said.text_hash not in kept for said in spoken):
                raise NotPrepared
            found |= {said.name: kept[said.text_hash] for said in spoken}
        return found

    async def explain(self, pair: Pair, *, means: Means) -> Sequence[Evidence]:
        """The sentences that carry the pair; texts embedded before are only looked up."""

        async def encode(speaker: RankedItem, said: Sequence[str], role: Role) -> Vectors:
            return await vectors_of(
                self._database,
                self._encoder,
                said,
                role=role,
                partner_id=row_id(speaker.partner_id),
            )

        pairs = await explain(pair, encode=encode, means=means, fitted=fitted_for(self.model))
        return [Evidence(seeker=one.seeker, provider=one.provider) for one in pairs]
