"""Nobody's mailbox is filled through us, and nobody is locked out by one who tries."""

import asyncio

from services.registry.actions.sign_in import ASKED_BY_NETWORK, LETTERS_BY_NETWORK
from shared.access.grant import Grant
from tests.security.town import Town
from tests.waiting import until

TOLD = """
    SELECT count(*) FROM registry.outbox o WHERE type = 'sign_in.requested.v1'
       AND (NOT EXISTS (SELECT FROM notifier.inbox i WHERE i.event_id = o.event_id)
            OR EXISTS (SELECT FROM notifier.sign_in_letters))
"""
ANOTHER_NETWORK = """
    UPDATE access.tries SET key = sha256(key) WHERE what = 'letters to an address by a network'
"""
ALMOST_ALL = "UPDATE access.tries SET count = $1 WHERE what = 'asked by a network'"


def all_told(town: Town) -> None:
    async def left() -> int:
        return int(town.value(TOLD))

    asyncio.run(until(left, lambda found: found == 0))


def letters_after_asking(town: Town, address: str, times: int) -> int:
    before = len(town.letters_to(address))
    with town.browser() as browser:
        statuses = {town.ask(browser, address).status_code for _ in range(times)}
    all_told(town)
    assert statuses == {303}
    return len(town.letters_to(address)) - before


def test_one_network_has_few_letters_sent_to_an_address(town, ingrid):
    assert letters_after_asking(town, ingrid, 10) == LETTERS_BY_NETWORK.most


def test_however_an_address_is_written_it_is_one(town, ingrid):
    spellings = [ingrid, ingrid.upper(), ingrid.title(), f" {ingrid} "]
    sent = [letters_after_asking(town, spelling.strip(), 2) for spelling in spellings]

    assert sum(sent) == LETTERS_BY_NETWORK.most


def test_the_victim_of_one_network_gets_letters_by_another(town, ingrid):
    letters_after_asking(town, ingrid, 10)
    town.execute(ANOTHER_NETWORK)

    assert letters_after_asking(town, ingrid, 1) == 1


def test_many_networks_together_have_few_letters_sent(town, kari):
    sent = 0
    for _ in range(4):
        sent += letters_after_asking(town, kari, 5)
        town.execute(ANOTHER_NETWORK)

    assert sent == 12


def test_a_network_that_asks_for_everybody_is_told_to_wait(town):
    with town.browser() as browser:
        town.ask(browser, "one@nowhere.example")
        town.execute(ALMOST_ALL, ASKED_BY_NETWORK.most - 1)
        statuses = [
            town.ask(browser, f"more{number}@nowhere.example").status_code for number in range(2)
        ]
        told = town.ask(browser, "another@nowhere.example")

    assert statuses == [303, 429]
    assert "Too many tries" in told.text


def test_a_network_cannot_pass_for_others(town):
    with town.browser() as browser:
        town.ask(browser, "one@nowhere.example")
        town.execute(ALMOST_ALL, ASKED_BY_NETWORK.most)
        browser.headers["x-forwarded-for"] = "192.0.2.7"

        assert town.ask(browser, "somebody@nowhere.example").status_code == 429


def test_adding_somebody_sends_them_nothing(town):
    """Invitations would be letters to whomever one names."""
    with town.program(Grant(role="coordinator", regions=("ostfold",))) as program:
        person = {"name": "Uvitende", "email": "uvitende@nowhere.example"}
        program.post("/api/regions/ostfold/coordinators", json=person)
    all_told(town)

    assert town.letters_to("uvitende@nowhere.example") == []
