"""What a letter says of a pair, and what it must never say."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from icalendar import Calendar

from services.notifier.domain.drafts import checked
from services.notifier.domain.errors import FieldUnfilled, LetterEmpty, LetterTooLong
from services.notifier.letters import Mailbox, build_message
from services.notifier.letters.facts import QuestionFacts, ReminderFacts
from services.notifier.letters.introduction import without_names
from services.notifier.letters.meeting import proposed_time
from services.notifier.letters.samples import GREENHOUSE, WHY, sample_letter
from shared.events.suggestions import Reason
from shared.locale import LANGUAGES
from shared.locale.formats import TIME_ZONE
from tests.unit.notifier.letter_samples import DAIRY, a_letter

AWKWARD = [
    "Berg, Dal & Sønn AS",
    'Firma "Grønt" AS',
    "To\nlinjer\r\nBcc: x@x.example",
    "🌱 Spire 🌱",
    "חברה ירוקה",
    "x" * 200,
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_names_are_shown_no_letter_has_a_name_or_an_address(language):
    item = replace(
        GREENHOUSE.item,
        title="Varme til Lauvdal Gartneri",
        sentences=("Lauvdal Gartneri treng varme. Ring Tormod, tormod@lauvdal-gartneri.example.",),
    )
    hidden = replace(GREENHOUSE, item=item)
    for facts in (QuestionFacts(), ReminderFacts(days=7, other_said_yes=True)):
        letter = a_letter(language=language, about=hidden, facts=facts, names_shown=False)

        for word in ("Lauvdal", "Gartneri", "Tormod", "Bakkehaug", "lauvdal-gartneri.example"):
            assert word not in letter.subject + letter.text + letter.html


def test_hidden_names_leave_the_rest_as_it_was_written():
    hidden = without_names(
        "Lauvdal Gartneri treng varme til Lauvdals hus.", names=["Lauvdal Gartneri"]
    )

    assert hidden == "[…] treng varme til […] hus."


def test_amounts_are_told_as_the_reader_stands_to_them():
    to_provider = a_letter(speaks_for=WHY)
    to_seeker = a_letter(to=GREENHOUSE, about=DAIRY, speaks_for=WHY)

    assert "Dere har 400 MWh, og de trenger 520 MWh." in to_provider.text
    assert "De har 400 MWh, og dere trenger 520 MWh." in to_seeker.text


@pytest.mark.parametrize(
    ("name", "said"),
    [("distance", "frakt"), ("words", "spør hva de mener"), ("unheard_of", ""), ("language", "")],
)
def test_what_speaks_against_is_told_in_one_clause_or_not_at_all(name, said):
    letter = a_letter(speaks_against=(Reason(name=name),), distance_km=None)

    assert said in letter.text
    assert "None" not in letter.text


@pytest.mark.parametrize("name", AWKWARD)
def test_any_name_makes_a_letter_that_says_it_in_one_line(name):
    letter = a_letter(about=replace(GREENHOUSE, partner_name=name, contact_name=name))

    assert len(letter.subject.splitlines()) == 1
    assert "Bcc: x@x.example\n" not in letter.text


def test_both_partners_may_have_the_same_contact():
    letter = a_letter(about=replace(GREENHOUSE, contact_name=DAIRY.contact_name))

    assert "Åse Lindvåg når du på" in letter.text


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 11, 27), date(2026, 12, 1), id="Tuesday of next week"),
        pytest.param(date(2026, 11, 23), date(2026, 12, 1), id="from a Monday"),
        pytest.param(date(2026, 12, 20), date(2027, 1, 5), id="not at Christmas"),
        pytest.param(date(2027, 3, 19), date(2027, 3, 23), id="before Maundy Thursday"),
        pytest.param(date(2027, 5, 7), date(2027, 5, 11), id="not on 17 May"),
    ],
)
def test_a_time_is_proposed_on_a_working_day(today, expected):
    assert proposed_time(today) == datetime(
        expected.year, expected.month, expected.day, 10, tzinfo=TIME_ZONE
    )


def test_the_proposed_time_goes_along_as_an_event_of_twenty_minutes():
    letter = sample_letter("introduction-to-seeker", "nn")
    raw = build_message(
        letter,
        sender=Mailbox("Ingrid", "ingrid@strandfylket.example"),
        recipient=Mailbox("Tormod", "tormod@lauvdal-gartneri.example"),
        reply_to=None,
        message_id="<019ab1@strandfylket.example>",
        date=datetime(2026, 11, 27, tzinfo=TIME_ZONE),
        unsubscribe_url=None,
    ).as_bytes()

    message = message_from_bytes(raw, policy=policy.default)
    (attached,) = message.iter_attachments()
    calendar = Calendar.from_ical(attached.get_content())
    (event,) = calendar.walk("VEVENT")
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_param("method") == calendar["METHOD"] == "PUBLISH"
    assert calendar.walk("VTIMEZONE")
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=20)
    assert "Steinvåg Meieri" in event["SUMMARY"]
    assert message.get_body(("html",)) is not None


@pytest.mark.parametrize(
    ("subject", "body", "refusal"),
    [
        ("", "Hei", LetterEmpty),
        ("Hei", " \n> \n", LetterEmpty),
        ("Hei", "x" * 5_001, LetterTooLong),
        ("Hei", "Kjære {{ navn }}", FieldUnfilled),
        ("Til [[navn]]", "Hei", FieldUnfilled),
    ],
)
def test_a_letter_that_must_not_leave_is_refused_when_it_is_edited(subject, body, refusal):
    with pytest.raises(refusal):
        checked(subject, body)
