"""What the forms of the notifier make of what was typed."""

from collections.abc import Mapping
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from services.notifier.domain.introductions import NamedPerson
from services.notifier.domain.outcomes import Report
from services.notifier.letters import AddressUnusable
from services.notifier.letters.message import usable_address
from shared.events.introductions import Answer, Certainty, EmissionScope, OutcomeResult
from shared.locale import Words

LONGEST_NOTE = 2_000
LONGEST_NAME = 300
LONGEST_ADDRESS = 320
MOST_TONNES = 1e9

#: What to write where a field cannot be taken as it is.
CODES = {
    "answer": "error.answer.missing",
    "result": "error.result.missing",
    "co2e_tonnes": "error.tonnes",
    "certainty": "error.tonnes.missing",
    "who_email": "error.email.format",
}
Model = TypeVar("Model", bound=BaseModel)


def _address(text: str) -> str:
    try:
        usable_address(text)
    except AddressUnusable as error:
        raise ValueError(str(error)) from error
    return text


def _number(text: str) -> str | None:
    """As it is written in Norway, too: `9 000,5`."""
    return "".join(text.split()).replace(",", ".") or None


def _absent(text: str) -> str | None:
    return text or None


Tonnes = Annotated[float, Field(ge=0, le=MOST_TONNES, allow_inf_nan=False)]
Note = Annotated[str, Field(max_length=LONGEST_NOTE)]


class Typed(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)


class AnswerForm(Typed):
    answer: Answer
    note: Note = ""
    who: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    who_email: Annotated[
        str,
        Field(max_length=LONGEST_ADDRESS),
        BeforeValidator(lambda text: text.strip() and _address(text.strip())),
    ] = ""

    @property
    def named(self) -> NamedPerson | None:
        if self.answer != "wrong_person" or not (self.who or self.who_email):
            return None
        return NamedPerson(name=self.who, email=self.who_email)


class OutcomeForm(Typed):
    result: OutcomeResult
    co2e_tonnes: Annotated[Tonnes | None, BeforeValidator(_number)] = None
    certainty: Annotated[Certainty | None, BeforeValidator(_absent)] = None
    scope: Annotated[EmissionScope | None, BeforeValidator(_absent)] = None
    method: Note = ""
    reason: Note = ""
    note: Note = ""

    @model_validator(mode="after")
    def _of_a_figure(self) -> Self:
        """Without a figure nothing is said of how certain it is."""
        if self.co2e_tonnes is None:
            self.certainty = self.scope = None
        return self

    def report(self) -> Report:
        return Report(**self.model_dump())


def read_form(
    model: type[Model], typed: Mapping[str, str], *, word: Words
) -> Model | dict[str, str]:
    """The form, or for every field that is wrong what to write there."""
    try:
        return model.model_validate(dict(typed))
    except ValidationError as error:
        wrong = {str(found["loc"][0]) for found in error.errors(include_input=False)}
        return {name: _message(name, typed.get(name, ""), word) for name in _order(model, wrong)}


def _order(model: type[BaseModel], wrong: set[str]) -> list[str]:
    return [name for name in model.model_fields if name in wrong]


def _message(name: str, typed: str, word: Words) -> str:
    if name in CODES:
        return word(CODES[name])
    excess = len(typed.strip()) - (LONGEST_NAME if name == "who" else LONGEST_NOTE)
    if excess > 0:
        return word.counted("error.text.too_long", excess)
    return word("error.text.unreadable")
