"""What is looked for when something is published: both directions, a new offer finds old needs.

Two needs, or two ideas, are put together by a coordinator, by hand.
"""

from collections.abc import Mapping

from shared.events.suggestions import ItemKind

SOUGHT: Mapping[ItemKind, tuple[ItemKind, ...]] = {
    "need": ("offer", "capability", "idea"),
    "offer": ("need", "idea"),
    "capability": ("need", "idea"),
    "idea": ("offer", "capability", "need"),
}
