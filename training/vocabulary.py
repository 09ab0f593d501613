"""Which pieces of the tokenizer are kept: those that Norwegian and its neighbours use.

Words come from the frequency lists of `wordfreq` and the dictionaries of `simplemma`; only the
choice is kept, none of their words.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FREQUENT = {"nb": 250_000, "en": 120_000, "sv": 60_000, "da": 30_000}  #: words by language
LISTED = ("nn", "se")  #: whole dictionaries
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
MARK = "▁"
#: Scripts whose single letters stay, so that a name or a word in them is not lost.
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "DIGIT")


def kept_places(
    pieces: Sequence[str], tokenizer: Any, *, texts: Iterable[str], count: int
) -> list[int]:
    """Places of at most `count` pieces, in order.

    First what can stand alone, then what the project's own texts use, then the most used.
    """
    always = [place for place, piece in enumerate(pieces) if _stays(piece)]
    used = Counter(_places_used(tokenizer, texts))
    listed = Counter(_places_used(tokenizer, _words()))
    ranked = [place for place, _ in (*used.most_common(), *listed.most_common())]
    return sorted(list(dict.fromkeys([*always, *ranked]))[:count])


def _places_used(tokenizer: Any, texts: Iterable[str]) -> Iterator[int]:
    for encoded in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False):
        yield from encoded.ids


def _words() -> Iterator[str]:
    import wordfreq
    from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

    for language, count in FREQUENT.items():
        for word in wordfreq.top_n_list(language, count):
            yield word
            yield word.capitalize()
    dictionaries = DefaultDictionaryFactory()
    for language in LISTED:
        yield from map(str, dictionaries.get_dictionary(language))


def _stays(piece: str) -> bool:
    if piece in SPECIAL:
        return True
    bare = piece.removeprefix(MARK)
    if len(bare) > 1:
        return bare.isdecimal() and len(bare) <= 4
    if not bare or unicodedata.category(bare)[0] in "PSZ":
        return True
    return unicodedata.name(bare, "").split(" ")[0] in SCRIPTS
