import inspect

import pytest

from services.registry.api.errors import STATUS
from services.registry.domain import errors

REFUSALS = [
    refusal
    for _, refusal in inspect.getmembers(errors, inspect.isclass)
    if issubclass(refusal, errors.RegistryError)
]


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_has_a_status_and_tells_what_is_wrong(refusal):
    assert 400 <= STATUS[refusal] < 500
    assert str(refusal()) == refusal.__doc__


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_of_what_was_written_names_its_field(refusal):
    assert bool(refusal.field) == (STATUS[refusal] in {409, 422})
