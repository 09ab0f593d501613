"""From what was typed about a listing to the record that is published, or what to mend."""

from services.registry.domain.drafts import Written
from services.registry.domain.pasted import plain, plain_line
from services.registry.domain.questions import QUESTIONS
from services.registry.domain.records import ListingRecord
from services.registry.domain.titles import LONGEST_TITLE, proposed_title
from services.registry.languages import detect_language
from services.registry.pages.forms import read_form
from shared.locale import Words, words

LONGEST_TEXT = 10_000
CODES = {
    "title": "error.title.too_long",
    "text": "error.text.unreadable",
    "place": "error.place.too_long",
    "expires_on": "error.date.past",
}


def record_of(written: Written, *, word: Words) -> ListingRecord | dict[str, str]:
    """The record, or for every field that is wrong what to write there."""
    text = plain(written.text)
    if not text:
        return {"text": word(f"error.text.empty.{written.kind}")}
    answer = plain_line(written.answer)
    place = plain_line(written.place)
    if answer and written.asked == "where" and not place:
        place = answer
    elif answer:
        text = _with_answer(text, written.asked, answer)
    too_long = len(text) - LONGEST_TEXT
    if too_long > 0:
        return {"text": word.counted("error.text.too_long", too_long)}
    typed = {
        "kind": written.kind,
        "title": plain_line(written.title) or proposed_title(text) or text[:LONGEST_TITLE].strip(),
        "text": text,
        "place": place or None,
        "expires_on": written.expires_on.strip() or None,
    }
    return read_form(ListingRecord, typed, codes=CODES, word=word)


def _with_answer(text: str, asked: str, answer: str) -> str:
    """In the language of the text, so that it reads as a part of it."""
    if asked not in QUESTIONS:
        return f"{text}\n\n{answer}"
    label = words(detect_language(text))(f"answer.label.{asked}")
    return f"{text}\n\n{label}: {answer}"
