"""Say in plain words which field of a request is wrong, without repeating what was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_ERRORS = 50
LONGEST_FIELD = 100

#: The pydantic error types people meet most; others are told by pydantic's own words.
MESSAGES = {
    "missing": "This field is required.",
    "extra_forbidden": "There is no such field.",
    "string_type": "This must be a text.",
    "string_unicode": "The text holds characters that are not valid Unicode.",
    "string_too_short": "Write at least {min_length} characters.",
    "string_too_long": "Write at most {max_length} characters.",
    "list_type": "This must be a list.",
    "tuple_type": "This must be a list.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "int_type": "This must be a whole number.",
    "int_parsing": "This must be a whole number.",
    "float_type": "This must be a number.",
    "float_parsing": "This must be a number.",
    "bool_parsing": "This must be true or false.",
    "date_parsing": "Write the date like this: 2026-11-23.",
    "date_from_datetime_parsing": "Write the date like this: 2026-11-23.",
    "datetime_parsing": "Write the time like this: 2026-11-23T14:32:00Z.",
    "timezone_aware": "Write the time with its zone, like this: 2026-11-23T14:32:00Z.",
    "uuid_parsing": "This is not an id of ours.",
    "uuid_type": "This is not an id of ours.",
    "literal_error": "This must be one of {expected}.",
    "enum": "This must be one of {expected}.",
    "model_attributes_type": "This must be an object.",
    "model_type": "This must be an object.",
    "dict_type": "This must be an object.",
    "greater_than_equal": "This must be {ge} or more.",
    "less_than_equal": "This must be {le} or less.",
}
PLACES = {"body", "query", "path", "header", "cookie"}


@dataclass(frozen=True, slots=True)
class FieldError:
    field: str
    message: str


def field_errors(errors: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    return [FieldError(_field(error), _message(error)) for error in errors[:MOST_ERRORS]]


def _field(error: Mapping[str, Any]) -> str:
    """`contacts.0.email`; the whole body is called `body`."""
    parts = [str(part) for part in error["loc"]]
    inside = parts[1:] if parts[0] in PLACES else parts
    return _readable(".".join(inside) or parts[0])[:LONGEST_FIELD]


def _message(error: Mapping[str, Any]) -> str:
    known = MESSAGES.get(error["type"])
    if known:
        return known.format(**error.get("ctx", {}))
    return _readable(error["msg"].removeprefix("Value error, "))


def _readable(text: str) -> str:
    """A field's name may come from the sender: half surrogates cannot be sent back."""
    return text.encode("utf-8", "replace").decode("utf-8")
