"""What one side wrote, as letters and pages quote it."""

from services.notifier.domain.introductions import Introduction
from services.notifier.letters import Item
from shared.events.suggestions import Side


def item_of(introduction: Introduction, side: Side) -> Item:
    """The listing or capability of `side`, with the sentences that made the match."""
    seeks = side.partner_id == introduction.suggestion.seeker.partner_id
    pairs = introduction.suggestion.evidence
    return Item(
        kind=side.kind,
        title=side.title,
        text=side.text,
        language=side.language,
        sentences=tuple(pair.seeker if seeks else pair.provider for pair in pairs),
    )
