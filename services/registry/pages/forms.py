"""What the registry's forms make of what was typed."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request

from shared.locale import Words

LONGEST_TYPED = 20_000

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


async def typed_in(request: Request) -> dict[str, str]:
    """The fields of a form as they were typed; of a field with several values, one a line."""
    form = await request.form()
    return {
        name: "\n".join(str(one)[:LONGEST_TYPED] for one in form.getlist(name) if one)
        for name in form
        if isinstance(form[name], str)
    }
