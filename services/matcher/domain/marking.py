"""Marks in a text the sentences that fit, so that a page can show them without guessing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.matcher.domain.suggestions import Suggestion


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `number` tells which pair of sentences it belongs to, if any."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    title: Sequence[Piece]
    text: Sequence[Piece]

    @property
    def paragraphs(self) -> list[list[Piece]]:
        """The text parted where its writer began a new line; marks go on over the break."""
        lines: list[list[Piece]] = [[]]
        for piece in self.text:
            first, *others = piece.text.split("\n")
            lines[-1].append(Piece(first, piece.number))
            lines += [[Piece(line, piece.number)] for line in others]
        return [shown for line in lines if (shown := [one for one in line if one.text.strip()])]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    number: int


def marked(suggestion: Suggestion) -> tuple[Marked, Marked]:
    """Both sides with the evidence numbered in pairs; a pair not found in both is left out."""
    seeker, provider = suggestion.seeker.item, suggestion.provider.item
    pairs = [
        pair
        for pair in suggestion.evidence
        if _is_in(pair.seeker, seeker.title, seeker.text)
        and _is_in(pair.provider, provider.title, provider.text)
    ]
    mine, theirs = [pair.seeker for pair in pairs], [pair.provider for pair in pairs]
    return (
        Marked(title=pieces(seeker.title, mine), text=pieces(seeker.text, mine)),
        Marked(title=pieces(provider.title, theirs), text=pieces(provider.text, theirs)),
    )


def pieces(text: str, sentences: Sequence[str]) -> list[Piece]:
    """The whole text in order; put together again it is the text as it was."""
    found, done = [], 0
    for span in _spans(text, sentences):
        if span.start > done:
            found.append(Piece(text[done : span.start]))
        found.append(Piece(text[span.start : span.end], span.number))
        done = span.end
    if done < len(text):
        found.append(Piece(text[done:]))
    return found


def _spans(text: str, sentences: Sequence[str]) -> list[_Span]:
    """Where each sentence stands; of two that overlap the first counts."""
    spans: list[_Span] = []
    for number, sentence in enumerate(sentences, start=1):
        match = _find(sentence, text)
        if match and not any(
            match.start() < other.end and other.start < match.end() for other in spans
        ):
            spans.append(_Span(match.start(), match.end(), number))
    return sorted(spans, key=lambda span: span.start)


def _is_in(sentence: str, title: str, text: str) -> bool:
    return bool(_find(sentence, title) or _find(sentence, text))


def _find(sentence: str, text: str) -> re.Match[str] | None:
    """Line breaks may stand where the sentence has spaces, and a title lacks the full stop."""
    words = sentence.split()
    if not words:
        return None
    exact = re.search(r"\s+".join(map(re.escape, words)), text)
    if exact or not words[-1].endswith("."):
        return exact
    words[-1] = words[-1][:-1]
    return re.fullmatch(r"\s*" + r"\s+".join(map(re.escape, words)) + r"\s*", text)
