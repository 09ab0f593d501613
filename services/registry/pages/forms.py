"""What the registry's forms make of what was typed."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.locale import Words

Model = TypeVar("Model", bound=BaseModel)


def read_form(
    model: type[Model], typed: Mapping[str, object], *, codes: Mapping[str, str], word: Words
) -> Model | dict[str, str]:
    """The record, or for every field that is wrong what to write there; `codes` names the texts."""
    try:
        return model.model_validate(dict(typed))
    except ValidationError as error:
        wrong = {str(found["loc"][0]) for found in error.errors(include_input=False)}
        return {name: word(codes[name]) for name in typed if name in wrong}
