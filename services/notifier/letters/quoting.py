"""Quote what a partner wrote: their own sentences, in their order, nothing added."""

from services.notifier.letters.letter import Item
from services.notifier.letters.plain_text import ELLIPSIS, SENTENCE_END, one_line, trimmed

LONGEST_QUOTE = 400
LANGUAGES_NAMED = {"nb", "nn", "en"}


def quotation(item: Item) -> str:
    """The sentences that made the match; the text itself where none are known."""
    text = one_line(item.text)
    sentences = dict.fromkeys(filter(None, map(one_line, item.sentences)))
    ordered = sorted(sentences, key=lambda sentence: _place(text, sentence))
    return trimmed(_joined(ordered, text) or text or one_line(item.title), LONGEST_QUOTE)


def foreign_language(item: Item, reader: str) -> str | None:
    """The language to name beside the quote; none when it is the reader's own or unknown."""
    return named_language(item.language, reader)


def named_language(language: str | None, reader: str) -> str | None:
    return language if language in LANGUAGES_NAMED - {reader} else None


def first_sentence(text: str) -> str:
    """What an organisation says first of itself; empty where it says nothing."""
    line = one_line(text)
    end = SENTENCE_END.search(line)
    return line[: end.end()] if end else line


def _place(text: str, sentence: str) -> int:
    found = text.find(sentence)
    return len(text) if found < 0 else found


def _joined(sentences: list[str], text: str) -> str:
    quote = last = ""
    for sentence in sentences:
        adjacent = f"{last} {sentence}" in text
        quote += (" " if adjacent or not quote else f" {ELLIPSIS} ") + sentence
        last = sentence
    return quote.strip()
