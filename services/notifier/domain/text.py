"""What PostgreSQL cannot keep is taken out of texts before they get there."""

from typing import Any


def storable(text: str) -> str:
    """Without NUL characters and half surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def all_storable(value: Any) -> Any:
    """`value`, as read from JSON, with every text in it storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list | tuple):
        return [all_storable(part) for part in value]
    if isinstance(value, dict):
        return {key: all_storable(part) for key, part in value.items()}
    return value
