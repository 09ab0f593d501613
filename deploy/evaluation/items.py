"""Turns the texts of an evaluation set into what the matcher ranks, as the service does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from deploy.evaluation.sets import EvaluationSet, Need, Offer, Partner
from services.matcher.embedding.encoder import Encoder, Role
from services.matcher.ranking.items import Item, ItemKind, Side, Vector
from services.matcher.ranking.statements import ROLES, spoken, spoken_sentences, statement
from services.registry.domain.counties import county_slug
from services.registry.places import Place, find_place

Said = tuple[Role, str]
ROLES_OF_TEXTS: tuple[Role, ...] = ("query", "passage")


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    needs: dict[str, Item]
    offers: dict[str, Item]


async def encode_set(judged: EvaluationSet, encoder: Encoder) -> Items:
    """Encode every text and sentence, all of one role at once; the encoder must be open."""
    needs = [_unspoken(judged, record) for record in judged.needs.values()]
    offers = [_unspoken(judged, record) for record in judged.offers.values()]
    vectors = await _vectors([said for one in (*needs, *offers) for said in one.said], encoder)
    return Items(
        needs={str(one.item.id): one.spoken(vectors) for one in needs},
        offers={str(one.item.id): one.spoken(vectors) for one in offers},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unspoken:
    """An item whose texts are not encoded yet."""

    item: Item
    texts: Mapping[Side, str]
    sentences: Mapping[Side, tuple[str, ...]]

    @property
    def said(self) -> list[Said]:
        whole = [(ROLES[side], text) for side, text in self.texts.items()]
        return whole + [
            (ROLES[side], text) for side, parts in self.sentences.items() for text in parts
        ]

    def spoken(self, vectors: Mapping[Said, Vector]) -> Item:
        return replace(
            self.item,
            vectors={side: vectors[ROLES[side], text] for side, text in self.texts.items()},
            sentence_vectors={
                side: np.stack([vectors[ROLES[side], part] for part in parts])
                for side, parts in self.sentences.items()
            },
        )


def _unspoken(judged: EvaluationSet, record: Need | Offer) -> _Unspoken:
    partner = judged.partners[record.partner_id]
    kind: ItemKind = record.kind if isinstance(record, Offer) else "need"
    said = statement(title=record.title, text=record.text)
    place = _place(partner)
    item = Item(
        id=record.id,
        partner_id=partner.id,
        kind=kind,
        text=said,
        language=record.language,
        about=partner.description,
        partner_kind=partner.kind,
        sector=partner.sector,
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )
    return _Unspoken(
        item=item,
        texts=spoken(kind, said=said, description=partner.description),
        sentences=spoken_sentences(kind, said=said),
    )


async def _vectors(said: Iterable[Said], encoder: Encoder) -> dict[Said, Vector]:
    found: dict[Said, Vector] = {}
    wanted = list(dict.fromkeys(said))
    for role in ROLES_OF_TEXTS:
        texts = [text for its, text in wanted if its == role]
        vectors = await encoder.encode(texts, role=role)
        found |= {(role, text): vector for text, vector in zip(texts, vectors, strict=True)}
    return found


def _place(partner: Partner) -> Place | None:
    """Where the partner is; towns of one name are told apart by the county."""
    if not partner.municipality:
        return None
    return find_place(partner.municipality, region=county_slug(partner.county))
