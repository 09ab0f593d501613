"""Who asks and who answers, put side by side so that every pair is looked at in one go."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.matcher.ranking.fitted.background import Background
from services.matcher.ranking.items import Item, Side, Vectors
from services.matcher.ranking.means import Means, centred
from services.matcher.ranking.sentences import first_sentences

Grid = NDArray[np.float64]  #: one row an asking item, one column an answering one
Found = TypeVar("Found")

CROWDS = 4  #: of which what was made ready is kept
A_CROWD = 50  #: items; what fewer say is soon made ready anew


@dataclass(frozen=True)
class Voices:
    """Items that all ask, or all answer."""

    items: Sequence[Item]
    side: Side
    means: Means
    _made: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, make: Callable[..., Found], *given: Hashable) -> Found:
        """What `make` finds in these voices, found once however many they are compared with."""
        key = (make, *given)
        if key not in self._made:
            self._made[key] = make(self, *given)
        found: Found = self._made[key]
        return found

    @cached_property
    def plain(self) -> Vectors:
        return np.stack([self._vector(item) for item in self.items])

    @cached_property
    def centred(self) -> Vectors:
        return centred(self.plain, self._means(self.items, self.side))

    @cached_property
    def with_partner(self) -> Vectors:
        """Bare where a partner has no description, or asks."""
        side = Side.ANSWERING_WITH_PARTNER
        has = [self.side is Side.ANSWERING and side in item.vectors for item in self.items]
        if not any(has):
            return self.centred
        vectors = np.stack(
            [
                item.vectors[side] if its else self._vector(item)
                for item, its in zip(self.items, has, strict=True)
            ]
        )
        moved = centred(vectors, self._means(self.items, side))
        return np.where(np.array(has)[:, None], moved, self.centred)

    @cached_property
    def sentences(self) -> Sequence[str]:
        return [one for item in self.items for one in self.of(item)]

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Whose each sentence is: the place among the items."""
        return np.repeat(np.arange(len(self.items)), [len(self.of(item)) for item in self.items])

    @cached_property
    def spoken(self) -> Vectors:
        """Vectors of the sentences as the model made them."""
        return np.concatenate([self._spoken(item) for item in self.items])

    @cached_property
    def spoken_centred(self) -> Vectors:
        means = self._means([self.items[place] for place in self.owners], self.side)
        return centred(self.spoken, means)

    def of(self, item: Item) -> tuple[str, ...]:
        """Its sentences, or its whole text as one where their vectors are not there."""
        said = first_sentences(item.text)
        known = item.sentence_vectors.get(self.side)
        return said if known is not None and len(known) == len(said) and said else (item.text,)

    def _spoken(self, item: Item) -> Vectors:
        said = first_sentences(item.text)
        known = item.sentence_vectors.get(self.side)
        if known is not None and len(known) == len(said) and said:
            return known
        return self._vector(item)[None, :]

    def _vector(self, item: Item) -> Vectors:
        return item.vectors[self.side]

    def _means(self, items: Sequence[Item], side: Side) -> Vectors:
        by_language = {
            language: np.broadcast_to(
                np.asarray(self.means.of(language, side), np.float32), (self.plain.shape[1],)
            )
            for language in {item.language for item in items}
        }
        return np.stack([by_language[item.language] for item in items])


@dataclass(frozen=True)
class Scene:
    asking: Voices
    answering: Voices
    background: Background

    @classmethod
    def of(
        cls,
        asking: Sequence[Item],
        answering: Sequence[Item],
        *,
        means: Means,
        background: Background,
        both_ask: bool = False,
    ) -> "Scene":
        answers = Side.ASKING if both_ask else Side.ANSWERING
        return cls(
            asking=voices(asking, Side.ASKING, means),
            answering=voices(answering, answers, means),
            background=background,
        )

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.asking.items), len(self.answering.items)

    @cached_property
    def meaning(self) -> Grid:
        """Cosine of the centred texts, with and without the partner, in the middle."""
        asked, answered = self.asking.centred, self.answering
        return np.asarray(
            (asked @ answered.centred.T + asked @ answered.with_partner.T) / 2, np.float64
        )

    @cached_property
    def sentence_meaning(self) -> Grid:
        """Cosine of every asking sentence and every answering one."""
        return np.asarray(self.asking.spoken_centred @ self.answering.spoken_centred.T, np.float64)

    @cached_property
    def best_asked(self) -> Grid:
        """For every asking sentence and answering item: its most alike sentence."""
        return best_of_each(self.sentence_meaning, self.answering.owners)

    @cached_property
    def best_answered(self) -> Grid:
        """For every answering sentence and asking item: its most alike sentence."""
        return best_of_each(self.sentence_meaning.T, self.asking.owners)


_crowds: OrderedDict[tuple[Hashable, ...], Voices] = OrderedDict()


def voices(items: Sequence[Item], side: Side, means: Means) -> Voices:
    """A crowd that was heard before is not made ready anew, as long as every item and the means
    are the very same."""
    if len(items) < A_CROWD:
        return Voices(items, side, means)
    key = (side, id(means), *map(id, items))
    found = _crowds.pop(key, None) or Voices(items, side, means)
    _crowds[key] = found  # which holds the items, so that their ids stay theirs
    while len(_crowds) > CROWDS:
        _crowds.popitem(last=False)
    return found


def best_of_each(grid: Grid, owners: NDArray[np.int64]) -> Grid:
    """Largest of the columns of each owner; owners stand in order, and each has some."""
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    return np.maximum.reduceat(grid, starts, axis=1)


def mean_of_each(grid: Grid, owners: NDArray[np.int64]) -> Grid:
    starts = np.flatnonzero(np.diff(owners, prepend=-1))
    counts = np.diff(np.append(starts, len(owners)))
    found: Grid = np.add.reduceat(grid, starts, axis=1) / counts
    return found
