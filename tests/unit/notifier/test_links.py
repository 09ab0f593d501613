"""Links are the key to what they open, so they fit one lock only."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.addresses import address_hash
from services.notifier.domain.errors import LinkExpired, LinkUnknown
from services.notifier.domain.links import Links

HASH = address_hash("ase@x.example")


def links(**given: object) -> Links:
    return Links(
        **{"public_url": "https://kb.example", "secret_key": "k" * 32, "lifetime": 60, **given}
    )


def token_of(url: str) -> str:
    return url.rpartition("/")[2]


def an_answer_token(**given: object) -> str:
    return token_of(links(**given).answer_url(introduction_id=uuid4(), partner_id=uuid4()))


def test_a_link_tells_whose_answer_it_is():
    introduction_id, partner_id = uuid4(), uuid4()

    url = links().answer_url(introduction_id=introduction_id, partner_id=partner_id)

    assert url.startswith("https://kb.example/mail/answer/")
    assert links().read_answer(token_of(url)) == (introduction_id, partner_id)


def test_a_link_signed_with_another_key_is_unknown():
    with pytest.raises(LinkUnknown):
        links().read_answer(an_answer_token(secret_key="x" * 32))


def test_a_link_for_one_purpose_is_unknown_for_another():
    with pytest.raises(LinkUnknown):
        links().read_preferences(an_answer_token())
    with pytest.raises(LinkUnknown):
        links().read_answer(token_of(links().preferences_url(HASH)))


def test_an_answer_link_expires_and_a_preferences_link_does_not():
    with pytest.raises(LinkExpired):
        links(lifetime=-1).read_answer(an_answer_token())
    assert links(lifetime=-1).read_preferences(token_of(links().preferences_url(HASH))) == HASH


@given(st.text(max_size=200))
def test_nothing_made_up_is_ever_a_link(token):
    with pytest.raises(LinkUnknown):
        links().read_answer(token)


def test_the_four_answers_have_a_link_each_and_no_address_in_it():
    made = links().letter_links(introduction_id=uuid4(), partner_id=uuid4())

    assert made.yes.endswith("?s=yes")
    assert made.wrong_person.endswith("?s=wrong_person")
    assert len({made.yes, made.not_now, made.known, made.wrong_person}) == 4
    assert "ase" not in links().preferences_url(HASH)
