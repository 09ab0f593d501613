import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.letters.rendering import LONGEST_SUBJECT
from services.notifier.letters.samples import WHY
from shared.locale import LANGUAGES
from tests.unit.notifier.letter_samples import DAIRY, GREENHOUSE, LINKS, NETWORK, PAGES, a_letter

LARGEST_HTML_BYTES = 30_000
BUTTONS = (LINKS.yes, LINKS.not_now, LINKS.known, LINKS.wrong_person, PAGES.preferences)


class Reader(HTMLParser):
    """What a person sees of a letter's HTML, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.links: list[str] = []
        self._hidden = 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in {"head", "style"}
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_endtag(self, tag):
        self._hidden -= tag in {"head", "style"}

    def handle_data(self, data):
        if not self._hidden:
            self.seen.append(data)

    @property
    def words(self) -> list[str]:
        return re.findall(r"\w+", " ".join(self.seen))


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"https://\S+", "", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_and_html_say_the_same(language):
    letter = a_letter(language=language, note="Ta gjerne en prat.\n\nDet haster ikke.")

    # The HTML alone has the brand and the network's name in its head.
    in_html = Reader(letter.html).words[3:]
    assert sorted(in_html) == sorted(words_of(letter.text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_reached_from_both_forms(language):
    letter = a_letter(language=language)

    assert Reader(letter.html).links == list(BUTTONS)
    assert re.findall(r"https://\S+", letter.text) == list(BUTTONS)


def test_the_quote_keeps_its_language_and_names_it_to_a_reader_of_another():
    letter = a_letter(language="nb")

    assert 'lang="nn"' in letter.html
    assert "(på nynorsk)" in letter.text
    assert "nynorsk" not in a_letter(language="nn").text


def test_sentences_that_do_not_follow_each_other_are_quoted_with_a_gap():
    letter = a_letter(to=GREENHOUSE, about=DAIRY)

    assert "hele året. … Vi anslår" in letter.text


def test_without_sentences_the_text_itself_is_quoted_up_to_a_whole_sentence():
    item = replace(GREENHOUSE.item, sentences=(), text="Vi treng varme. " * 60)

    letter = a_letter(about=replace(GREENHOUSE, item=item))

    assert "varme. …»" in letter.text


def test_the_network_signs_when_no_coordinator_is_named():
    letter = a_letter(network=replace(NETWORK, coordinator_name=None))

    assert "Hilsen Klimapartnere Strandfylket" in letter.text
    assert "Jeg" not in letter.text
    assert "jeg" not in letter.text


@pytest.mark.parametrize("contact", [None, "", " \n"])
def test_a_contact_without_a_name_is_greeted_without_one(contact):
    letter = a_letter(
        to=replace(DAIRY, contact_name=contact), about=replace(GREENHOUSE, contact_name=contact)
    )

    assert "Hei! Jeg tenkte" in letter.text
    assert "Lauvdal Gartneri når du på tormod@" in letter.text


@pytest.mark.parametrize(
    ("kilometres", "said"),
    [
        (0.0, "Dere holder til på samme sted."),
        (2.13, "2,1 kilometer"),
        (1234.5, "1\N{NO-BREAK SPACE}234 kilometer"),
    ],
)
def test_the_distance_is_told_as_far_as_it_is_known(kilometres, said):
    letter = a_letter(distance_km=kilometres)

    assert said.replace("\N{NO-BREAK SPACE}", " ") in letter.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "kilometer" not in a_letter(distance_km=None).text


def test_markup_in_a_text_is_only_text():
    item = replace(GREENHOUSE.item, sentences=("<script>alert(1)</script>",))

    letter = a_letter(about=replace(GREENHOUSE, item=item, partner_name='"><b>Ltd'))

    assert "<script>" not in letter.html
    assert "<b>" not in letter.html
    assert "&lt;script&gt;" in letter.html


def test_a_name_cannot_turn_the_line_around():
    letter = a_letter(about=replace(GREENHOUSE, partner_name="Gart\u202eneri\nBcc: x"))

    assert "Gartneri Bcc: x" in letter.subject
    assert "\u202e" not in letter.html + letter.text


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Lindvåg, Åse", "Hei, Åse!"),
        ("Åse Lindvåg, daglig leder", "Hei, Åse!"),
        ("👩🏽‍🌾", "Hei, 👩🏽‍🌾!"),
    ],
)
def test_people_are_greeted_by_their_first_name(name, greeting):
    assert greeting in a_letter(to=replace(DAIRY, contact_name=name)).text


@settings(max_examples=60, deadline=None)
@given(
    name=st.text(max_size=200),
    title=st.text(max_size=200),
    sentence=st.text(max_size=600),
    language=st.sampled_from(LANGUAGES),
    kind=st.sampled_from(["need", "offer", "idea", "capability"]),
    match=st.sampled_from(["supply", "develop", "together"]),
)
def test_any_words_make_a_letter_of_bounded_size(name, title, sentence, language, kind, match):
    item = replace(GREENHOUSE.item, title=title, sentences=(sentence,), kind=kind)
    about = replace(GREENHOUSE, partner_name=name, contact_name=name, item=item)

    letter = a_letter(language=language, about=about, match=match)

    assert len(letter.subject) <= LONGEST_SUBJECT
    assert len(letter.subject.splitlines()) == 1
    assert len(letter.html.encode()) <= LARGEST_HTML_BYTES
    letter.text.encode()


def test_the_longest_letter_is_not_too_large():
    item = replace(GREENHOUSE.item, title='"' * 200, sentences=('"' * 300, "'" * 300))
    longest = replace(GREENHOUSE, partner_name="'" * 200, contact_name="'" * 200, item=item)

    letter = a_letter(to=longest, about=longest, note="'" * 1_000 + "å" * 3_000, speaks_for=WHY)

    assert len(letter.html.encode()) <= LARGEST_HTML_BYTES
