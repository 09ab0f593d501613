"""The menus are the same wherever they are drawn."""

from dataclasses import replace

import pytest

from shared.access.principal import Principal
from shared.locale import LANGUAGES, words
from shared.web.menus import COORDINATOR, PARTNER, masthead_of

COORDINATING = Principal(
    role="coordinator", regions=("ostfold",), partner_id=None, name="Ingrid", actor="person 1"
)


def hrefs(principal, *, current=""):
    return [item.href for item in masthead_of(principal, language="nb", current=current).menu]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_its_text(language):
    assert all(words(language)(entry.code) for entry in (*COORDINATOR, *PARTNER))


def test_dead_letters_are_for_admins_and_for_who_stands_before_them():
    letters = "/coordinator/dead-letters"

    assert letters in hrefs(replace(COORDINATING, role="admin"))
    assert letters not in hrefs(COORDINATING)
    assert letters in hrefs(COORDINATING, current=letters)


def test_no_menu_leads_to_a_page_that_is_not_there():
    for principal in (COORDINATING, replace(COORDINATING, role="partner")):
        entries = {entry.href: entry for entry in (*COORDINATOR, *PARTNER)}
        assert all(entries[href].built for href in hrefs(principal))


def test_what_waits_is_counted_beside_its_entry():
    menu = masthead_of(
        COORDINATING, language="nb", current="/coordinator", waiting={"/coordinator": 3}
    ).menu

    assert [(item.waiting, item.current) for item in menu if item.href == "/coordinator"] == [
        (3, True)
    ]
