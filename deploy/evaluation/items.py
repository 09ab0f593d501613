"""Turns the texts of an evaluation set into what the matcher ranks, as the service does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from deploy.evaluation.sets import EvaluationSet, Need, Offer, Partner
from services.matcher.embedding.encoder import Encoder, Role
from services.matcher.ranking.items import Item, ItemKind, Side, Vector
from services.matcher.ranking.statements import ROLES, spoken, statement
from services.registry.domain.counties import county_slug
from services.registry.places import Place, find_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    needs: dict[str, Item]
    offers: dict[str, Item]


async def encode_set(judged: EvaluationSet, encoder: Encoder) -> Items:
    """Encode every text, all of one role at once; the encoder must be open."""
    needs = [_unspoken(judged, record) for record in judged.needs.values()]
    offers = [_unspoken(judged, record) for record in judged.offers.values()]
    vectors = await _vectors(
        [text for _, texts in (*needs, *offers) for text in texts.items()], encoder
    )
    return Items(needs=_spoken(needs, vectors), offers=_spoken(offers, vectors))


def _unspoken(judged: EvaluationSet, record: Need | Offer) -> tuple[Item, dict[Side, str]]:
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
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )
    return item, spoken(kind, said=said, description=partner.description)


def _spoken(
    unspoken: Iterable[tuple[Item, dict[Side, str]]], vectors: Mapping[tuple[Role, str], Vector]
) -> dict[str, Item]:
    return {
        str(item.id): replace(
            item, vectors={side: vectors[ROLES[side], text] for side, text in texts.items()}
        )
        for item, texts in unspoken
    }


async def _vectors(
    said: Iterable[tuple[Side, str]], encoder: Encoder
) -> dict[tuple[Role, str], Vector]:
    found: dict[tuple[Role, str], Vector] = {}
    wanted = list(dict.fromkeys((ROLES[side], text) for side, text in said))
    for role in ("query", "passage"):
        texts = [text for its, text in wanted if its == role]
        vectors = await encoder.encode(texts, role=role)
        found |= {(role, text): vector for text, vector in zip(texts, vectors, strict=True)}
    return found


def _place(partner: Partner) -> Place | None:
    """Where the partner is; towns of one name are told apart by the county."""
    if not partner.municipality:
        return None
    return find_place(partner.municipality, region=county_slug(partner.county))
