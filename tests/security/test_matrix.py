"""Every endpoint × everybody: who is let in and who is turned away."""

import json
from datetime import date, timedelta
from itertools import count
from typing import Any

import httpx
import pytest

from tests.security.cast import EVERYBODY, NAMES, Cast
from tests.security.matrix import MATRIX, Call, Entry, calls_of
from tests.security.town import Town

NUMBERS = count()
REFUSED = {401, 403, 404, 422}
KEPT = "SELECT md5(string_agg(row::text, '' ORDER BY row::text)) AS kept FROM {table} AS row"
TABLES = (
    "registry.regions",
    "registry.partners",
    "registry.contacts",
    "registry.listings",
    "(SELECT id, text FROM registry.drafts)",
    "registry.people",
    "registry.coordinators",
    "registry.admins",
    # What the services do by themselves meanwhile does not count.
    "(SELECT id, status FROM matcher.suggestions"
    "  WHERE status IN ('approved', 'rejected', 'snoozed'))",
    "notifier.answers",
    "notifier.outcomes",
)


def test_every_route_is_in_the_matrix_and_none_that_is_gone(town):
    served = {call for app in town.services.values() for call in calls_of(app)}

    assert served - set(MATRIX) == set()
    assert set(MATRIX) - served == set()


@pytest.mark.parametrize("call", MATRIX, ids=" ".join)
def test_only_those_get_in_whom_it_is_for(cast: Cast, call: Call):
    entry = MATRIX[call]
    before = kept(cast.town)

    turned_away = {
        who: answer.status_code
        for who in EVERYBODY
        if who not in entry.allowed
        and not is_refusal(answer := ask(cast, call, entry, who, cast.things))
    }
    unchanged = kept(cast.town) == before
    let_in = {
        who: (answer.status_code, answer.text[:200])
        for who in entry.allowed
        if not is_done(answer := ask(cast, call, entry, who, fresh(cast, entry)), entry)
    }

    assert {NAMES[who]: status for who, status in turned_away.items()} == {}
    assert unchanged
    assert {NAMES[who]: answer for who, answer in let_in.items()} == {}


def ask(cast: Cast, call: Call, entry: Entry, who: str, things: dict[str, str]) -> httpx.Response:
    method, path = call
    address = path.format(**things)
    if path.startswith("/api/"):
        with cast.program(who, things["partner_id"]) as client:
            body = None if entry.body is None else filled(cast, entry.body, things)
            return client.request(method, address, json=body, params=entry.query)
    with cast.browser(who, things["partner_id"]) as browser:
        form = None
        if entry.form is not None:
            token = cast.visitors_token if entry.is_for_visitors else cast.csrf_token
            form = {**filled(cast, dict(entry.form), things), "csrf_token": token(browser)}
        return browser.request(method, address, data=form, params=entry.query)


def filled(cast: Cast, body: Any, things: dict[str, str]) -> Any:
    """With what differs from call to call put in."""
    text = json.dumps(body)
    for name, thing in things.items():
        text = text.replace(f"{{{name}}}", thing)
    if "{need}" in text:
        need, offer = cast.pairs.pop()
        text = text.replace("{need}", need).replace("{offer}", offer)
    tomorrow = (date.today() + timedelta(days=2)).isoformat()  # noqa: DTZ011
    text = text.replace("{partner}", cast.things["partner_id"])
    return json.loads(text.replace("{number}", str(next(NUMBERS))).replace("{tomorrow}", tomorrow))


def fresh(cast: Cast, entry: Entry) -> dict[str, str]:
    return {**cast.things, entry.spends: cast.new(entry.spends)} if entry.spends else cast.things


def is_refusal(answer: httpx.Response) -> bool:
    return is_led_to_sign_in(answer) or answer.status_code in REFUSED


def is_done(answer: httpx.Response, entry: Entry) -> bool:
    return not is_led_to_sign_in(answer) and answer.status_code in entry.outcome


def is_led_to_sign_in(answer: httpx.Response) -> bool:
    back = f"/sign-in?next={answer.request.url.path}"
    return answer.headers.get("location", "").startswith(back)


def kept(town: Town) -> list[Any]:
    return town.rows(" UNION ALL ".join(KEPT.format(table=table) for table in TABLES))
