"""Turns the texts of an evaluation set into what the matcher ranks, as the service does."""

from collections.abc import Iterable
from dataclasses import dataclass

from deploy.evaluation.sets import EvaluationSet, Need, Offer, Partner
from services.matcher.embedding.encoder import Encoder
from services.matcher.ranking.items import Item, ItemKind, Side, Vector
from services.matcher.ranking.statements import ROLES, spoken, statement
from services.registry.domain.counties import county_slug
from services.registry.places import Place, find_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    needs: dict[str, Item]
    offers: dict[str, Item]


async def encode_set(judged: EvaluationSet, encoder: Encoder) -> Items:
    """Encode every text once; the encoder must be open."""
    return Items(
        needs=await _encode_all(judged, judged.needs.values(), encoder),
        offers=await _encode_all(judged, judged.offers.values(), encoder),
    )


async def _encode_all(
    judged: EvaluationSet, records: Iterable[Need | Offer], encoder: Encoder
) -> dict[str, Item]:
    return {
        record.id: await _encode(record, judged.partners[record.partner_id], encoder)
        for record in records
    }


async def _encode(record: Need | Offer, partner: Partner, encoder: Encoder) -> Item:
    kind: ItemKind = record.kind if isinstance(record, Offer) else "need"
    said = statement(title=record.title, text=record.text)
    place = _place(partner)
    return Item(
        id=record.id,
        partner_id=partner.id,
        kind=kind,
        text=said,
        language=record.language,
        vectors=await _vectors(spoken(kind, said=said, description=partner.description), encoder),
        latitude=place.latitude if place else None,
        longitude=place.longitude if place else None,
    )


async def _vectors(texts: dict[Side, str], encoder: Encoder) -> dict[Side, Vector]:
    return {
        side: (await encoder.encode([text], role=ROLES[side]))[0] for side, text in texts.items()
    }


def _place(partner: Partner) -> Place | None:
    """Where the partner is; towns of one name are told apart by the county."""
    if not partner.municipality:
        return None
    return find_place(partner.municipality, region=county_slug(partner.county))
