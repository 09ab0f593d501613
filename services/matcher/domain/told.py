"""Suggestions as events, with the state of both sides."""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from services.matcher.domain import reasons
from services.matcher.domain.between import Between
from services.matcher.domain.reasons import speaks_against, speaks_for
from services.matcher.domain.suggestions import Half, Suggestion
from shared.events.suggestions import (
    Evidence,
    Reason,
    RejectedData,
    Side,
    SuggestionApproved,
    SuggestionData,
    SuggestionProposed,
    SuggestionRejected,
    SuggestionWithdrawn,
)

# Both texts at their longest, in letters of four bytes, would not fit into one event.
LONGEST_TEXT_BYTES = 20_000
LONGEST_OF_A_GROUP_BYTES = 7_000
LONGEST_SENTENCE_BYTES = 1_000


def decision_event(suggestion: Suggestion) -> SuggestionApproved | SuggestionRejected:
    """The event that tells others of the decision."""
    envelope, state = _envelope(suggestion), _state(suggestion)
    if suggestion.status == "approved":
        return SuggestionApproved(**envelope, data=SuggestionData(**state))
    assert suggestion.reason, "nothing is rejected without a reason"
    return SuggestionRejected(**envelope, data=RejectedData(**state, reason=suggestion.reason))


def proposal_event(suggestion: Suggestion) -> SuggestionProposed | SuggestionWithdrawn:
    """The event that tells others of a pair that waits, or no longer does."""
    event = SuggestionWithdrawn if suggestion.status == "withdrawn" else SuggestionProposed
    return event(**_envelope(suggestion), data=SuggestionData(**_state(suggestion)))


def told_hash(suggestion: Suggestion) -> bytes:
    """Of all that is told, but for the score and the names of its parts: those follow each
    other, and move a little whenever somebody publishes something."""
    told = _state(suggestion)
    facts = [dict(one.facts) for one in (*told["speaks_for"], *told["speaks_against"]) if one.facts]
    unmoving = {**told, "score": None, "speaks_for": (), "speaks_against": ()}
    kept = SuggestionData(**unmoving).model_dump_json() + json.dumps(
        sorted(facts, key=str), sort_keys=True
    )
    return sha256(kept.encode()).digest()


def _envelope(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "subject": suggestion.id,
        "region": suggestion.region,
        "version": suggestion.version,
    }


def _state(suggestion: Suggestion) -> dict[str, Any]:
    longest = LONGEST_OF_A_GROUP_BYTES if suggestion.others else LONGEST_TEXT_BYTES
    between = Between.of(suggestion)
    seeker, provider, *others = (side_of(half, longest=longest) for half in suggestion.halves)
    return {
        "kind": suggestion.kind,
        "score": suggestion.score,
        "seeker": seeker,
        "provider": provider,
        "others": tuple(others),
        "evidence": tuple(_short(pair) for pair in suggestion.evidence),
        "speaks_for": _told(speaks_for(suggestion.parts, between)),
        "speaks_against": _told(speaks_against(suggestion.parts, between)),
        "distance_km": suggestion.distance_km,
        "note": suggestion.note,
    }


def _told(found: Iterable[reasons.Reason]) -> tuple[Reason, ...]:
    return tuple(Reason(name=one.name, facts=one.facts) for one in found)


def side_of(half: Half, *, longest: int = LONGEST_TEXT_BYTES) -> Side:
    item = half.item
    return Side(
        partner_id=item.partner_id,
        partner_name=half.partner.name,
        item_id=item.id,
        kind=item.kind,
        title=item.title,
        text=shortened(item.text, longest),
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
