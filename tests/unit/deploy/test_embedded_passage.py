from deploy.embedded.passage import (
    GROUP,
    MASK,
    NO_ID,
    OTHER,
    OWNER,
    USER,
    decoded,
    encoded,
    with_search_for,
)

CLOSED = [(OWNER, 7, NO_ID), (GROUP, 0, NO_ID), (OTHER, 0, NO_ID)]


def test_one_user_may_search_a_closed_folder():
    entries = with_search_for(990, entries=CLOSED)

    assert entries == [
        (OWNER, 7, NO_ID),
        (USER, 1, 990),
        (GROUP, 0, NO_ID),
        (MASK, 1, NO_ID),
        (OTHER, 0, NO_ID),
    ]


def test_what_a_mask_held_back_stays_held_back():
    masked = [*CLOSED[:1], (USER, 7, 1000), (GROUP, 5, NO_ID), (MASK, 0, NO_ID), *CLOSED[2:]]

    entries = with_search_for(990, entries=masked)

    assert (USER, 0, 1000) in entries
    assert (GROUP, 0, NO_ID) in entries
    assert (USER, 1, 990) in entries


def test_rights_given_before_are_kept():
    entries = with_search_for(990, entries=with_search_for(990, entries=CLOSED))

    assert entries == with_search_for(990, entries=CLOSED)


def test_entries_read_back_as_written():
    entries = with_search_for(990, entries=CLOSED)

    assert decoded(encoded(entries)) == entries
