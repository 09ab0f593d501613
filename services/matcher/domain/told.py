"""Decided suggestions as events, with the state of both sides."""

from typing import Any

from services.matcher.domain.suggestions import Half, Suggestion
from shared.events.suggestions import (
    Evidence,
    RejectedData,
    Side,
    SuggestionApproved,
    SuggestionData,
    SuggestionRejected,
)

# Both texts at their longest, in letters of four bytes, would not fit into one event.
LONGEST_TEXT_BYTES = 20_000
LONGEST_SENTENCE_BYTES = 1_000


def decision_event(suggestion: Suggestion) -> SuggestionApproved | SuggestionRejected:
    """The event that tells others of the decision."""
    envelope: dict[str, Any] = {
        "subject": suggestion.id,
        "region": suggestion.region,
        "version": suggestion.version,
    }
    state: dict[str, Any] = {
        "kind": suggestion.kind,
        "score": suggestion.score,
        "seeker": _side(suggestion.seeker),
        "provider": _side(suggestion.provider),
        "evidence": tuple(_short(pair) for pair in suggestion.evidence),
        "distance_km": suggestion.distance_km,
        "note": suggestion.note,
    }
    if suggestion.status == "approved":
        return SuggestionApproved(**envelope, data=SuggestionData(**state))
    assert suggestion.reason, "nothing is rejected without a reason"
    return SuggestionRejected(**envelope, data=RejectedData(**state, reason=suggestion.reason))


def _side(half: Half) -> Side:
    item = half.item
    return Side(
        partner_id=item.partner_id,
        partner_name=half.partner.name,
        item_id=item.id,
        kind=item.kind,
        title=item.title,
        text=shortened(item.text, LONGEST_TEXT_BYTES),
        language=item.language,
        place=item.place or half.partner.place,
    )


def _short(pair: Evidence) -> Evidence:
    return Evidence(
        seeker=shortened(pair.seeker, LONGEST_SENTENCE_BYTES),
        provider=shortened(pair.provider, LONGEST_SENTENCE_BYTES),
    )


def shortened(text: str, largest: int) -> str:
    """At most `largest` bytes of UTF-8, with an ellipsis where something is left out."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= largest:
        return text
    return encoded[: largest - 3].decode("utf-8", "ignore").rstrip() + "…"
