from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.cursors import CursorUnreadable, decode_cursor, encode_cursor

AN_ID = UUID("019ab1c0-0000-7000-8000-000000000001")
KINDS = (float, datetime, UUID, str, date)
VALUES = (0.25, datetime(2026, 11, 23, tzinfo=UTC), AN_ID, "Åse", date(2026, 11, 23))


def test_a_cursor_gives_back_what_was_put_in():
    assert decode_cursor(encode_cursor(VALUES), *KINDS) == VALUES


@pytest.mark.parametrize(
    ("cursor", "kinds"),
    [
        pytest.param("", (str,), id="empty"),
        pytest.param("%%%", (str,), id="not base64"),
        pytest.param(encode_cursor(["a"]), (str, str), id="too few"),
        pytest.param(encode_cursor(["a"]), (UUID,), id="not an id"),
        pytest.param(encode_cursor([1]), (datetime,), id="not a time"),
        pytest.param(encode_cursor(["a\0"]), (str,), id="nul"),
        pytest.param("W05hTl0", (float,), id="not a number"),
        pytest.param(encode_cursor(["x" * 2000]), (str,), id="too long"),
    ],
)
def test_what_is_not_our_cursor_is_refused(cursor, kinds):
    with pytest.raises(CursorUnreadable):
        decode_cursor(cursor, *kinds)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(cursor):
    try:
        [value] = decode_cursor(cursor, UUID)
    except CursorUnreadable:
        return

    assert isinstance(value, UUID)
