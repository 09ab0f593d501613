import stat
from datetime import UTC, datetime
from pathlib import Path

from deploy.embedded.letters import LetterBox, read_letter

LETTER = """\
From: Koblingsboks <ostfold@koblingsboks.example>
To: =?utf-8?q?=C3=85se?= <ase@partner.example>
Subject: =?utf-8?q?M=C3=B8t_hverandre?=
Date: Mon, 05 Oct 2026 10:00:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Hei, Åse
--x
Content-Type: text/html; charset=utf-8

<p>Hei, Åse</p>
--x--
""".encode()


def a_box(tmp_path: Path) -> LetterBox:
    box = LetterBox(tmp_path / "box")
    box.prepare()
    return box


def test_a_letter_is_read_whole():
    letter = read_letter("1.M2P3", LETTER)

    assert letter.subject == "Møt hverandre"
    assert letter.to == "Åse <ase@partner.example>"
    assert letter.date == datetime(2026, 10, 5, 8, tzinfo=UTC)
    assert letter.text.strip() == "Hei, Åse"
    assert letter.html.strip() == "<p>Hei, Åse</p>"


def test_a_broken_letter_is_still_shown():
    raw = b"Date: someday\nTo: <<>,\nContent-Type: text/plain; charset=none\n\n\xe5\n"

    letter = read_letter("1700000000.M2P3", raw)

    assert letter.date == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert letter.text == "\ufffd\n"
    assert letter.raw == raw


def test_the_newest_letter_comes_first(tmp_path):
    box = a_box(tmp_path)
    for number in range(3):
        box.add(f"Subject: {number}\n\nHei\n".encode())

    assert [letter.subject for letter in box.letters(limit=2)] == ["2", "1"]


def test_a_letter_is_found_by_its_key(tmp_path):
    box = a_box(tmp_path)

    key = box.add(LETTER)

    assert box.letters()[0] == box.letter(key)
    assert box.letter("unknown") is None


def test_the_box_is_closed_to_others(tmp_path):
    box = a_box(tmp_path)
    box.add(LETTER)

    assert stat.S_IMODE((tmp_path / "box").stat().st_mode) == 0o700
