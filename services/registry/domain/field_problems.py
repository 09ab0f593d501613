"""What is wrong with a record, said so that a person can mend it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

REASONS = {
    "missing": "Fill in this field.",
    "extra_forbidden": "There is no field of this name; remove it.",
    "string_type": "Write this as text.",
    "string_unicode": "Remove the half of a character that is left in this text.",
    "string_too_short": "Fill in this field.",
    "string_too_long": "Shorten this to at most {max_length} characters.",
    "literal_error": "Use one of {expected}.",
    "too_long": "Give at most {max_length} of these; there are {actual_length}.",
    "tuple_type": "Give a list.",
    "model_type": "Give an object with named fields.",
    "dict_type": "Give an object with named fields.",
    "date_from_datetime_parsing": "Write a date that exists, as year-month-day.",
    "date_parsing": "Write a date that exists, as year-month-day.",
    "value_error": "{error}",
}


class FieldProblem(NamedTuple):
    field: str  #: dotted path, like `contacts.0.email`; empty when it is about the whole record
    reason: str  #: says what to do


def field_problems(error: ValidationError) -> list[FieldProblem]:
    return list(_each(error))


def _each(error: ValidationError) -> Iterator[FieldProblem]:
    for detail in error.errors(include_url=False, include_input=False):
        yield FieldProblem(".".join(map(str, detail["loc"])), _reason(detail))


def _reason(detail: ErrorDetails) -> str:
    known: dict[str, Any] = detail.get("ctx", {})
    template = REASONS.get(detail["type"])
    return template.format_map(known) if template else f"{detail['msg']}."
