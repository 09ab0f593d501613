"""Look up a text by its code in the catalogue of one language."""

from functools import cache
from pathlib import Path

from babel.messages import Catalog
from babel.messages.pofile import read_po

from shared.locale.languages import Language

FOLDER = Path(__file__).parent


class WordUnknown(LookupError):
    """A text is missing from the catalogue; add it to nb.po, nn.po and en.po."""


class Words:
    """All texts in one language. Call it with a code and what fills the braces."""

    def __init__(self, language: Language, texts: dict[str, tuple[str, ...]]) -> None:
        self.language = language
        self._texts = texts

    def __contains__(self, code: str) -> bool:
        return code in self._texts

    def __call__(self, code: str, **values: object) -> str:
        return self.raw(code).format(**values)

    def counted(self, code: str, n: int, **values: object) -> str:
        """The text for `n` things; it fills `{n}` too."""
        return self.raw(code, n).format(n=n, **values)

    def raw(self, code: str, n: int = 1) -> str:
        """The text with its braces unfilled."""
        try:
            forms = self._texts[code]
        except KeyError:
            raise WordUnknown(f"{code} has no text in {self.language}") from None
        # All three languages have two forms: one, and any other number.
        return forms[0] if n == 1 else forms[-1]


@cache
def words(language: Language) -> Words:
    return Words(language, _texts(read_catalogue(language)))


def read_catalogue(language: Language) -> Catalog:
    with (FOLDER / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language)


def _texts(catalogue: Catalog) -> dict[str, tuple[str, ...]]:
    texts = {}
    for message in catalogue:
        if message.id:
            code = message.id if isinstance(message.id, str) else message.id[0]
            forms = message.string or ""
            texts[code] = (forms,) if isinstance(forms, str) else tuple(forms)
    return texts
