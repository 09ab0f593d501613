"""Text from Word, from the right to the left and with emoji."""

from services.registry.domain.pasted import plain, plain_line


def test_what_word_leaves_behind_is_made_plain():
    pasted = (
        "\ufeffKas\u00adser:\x0b\uf0b7\t«én»\r\n•\u00a0to\u2028   \n\n\n\n\u201cTre\u201d\u200b"
    )

    assert plain(pasted) == "Kasser:\n- «én»\n- to\n\n\u201cTre\u201d"


def test_what_can_be_shown_stays():
    text = "9\u00a0000 kasser 👩‍🌾\n\tنحن نبحث עברית café"

    assert plain(text) == text
    assert plain_line(" to\u00a0linjer\n blir én ") == "to linjer blir én"


def test_nothing_turns_other_text_around():
    assert plain("\u202eabc\u2066\x00\x07") == "abc"
