"""Whatever is sent to the API, the answer is one that the API describes, and never our fault.

The long run: `./koblingsboks test tests/fuzz --examples 1000`.
"""

import schemathesis
from hypothesis import given, settings
from schemathesis import APIOperation, Case, GenerationMode, checks

from tests.fuzz.conftest import Target

NEVER = [checks.not_a_server_error, checks.content_type_conformance]


def test_no_request_makes_the_server_fail(target: Target) -> None:
    schema = schemathesis.openapi.from_url(f"{target.url}/api/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]

    for operation in operations:
        _send_anything(operation, target)

    assert target.answers.total() >= len(operations)
    assert {status[0] for status in target.answers} == {"2", "4"}


def _send_anything(operation: APIOperation, target: Target) -> None:
    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    wrong = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)

    @settings(settings.get_profile("fuzz"))
    @given(case=right | wrong)
    def send(case: Case) -> None:
        _aim(case, target.known)
        answer = case.call_and_validate(headers=target.headers, checks=NEVER)
        target.answers[str(answer.status_code)] += 1

    send()


def _aim(case: Case, known: dict[str, list[str]]) -> None:
    """Every other request goes to something that is there, or hardly any would get that far."""
    if case.method == "DELETE":
        return
    for name, ids in known.items():
        drawn = str(case.path_parameters.get(name, ""))
        if name in case.path_parameters and len(drawn) % 2 == 0:
            case.path_parameters[name] = ids[len(drawn) % len(ids)]
