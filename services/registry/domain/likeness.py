"""How much two texts of one partner say the same, so that nobody publishes a thing twice.

Words are compared by their beginnings, so that "kassene" is "kasser", and by their groups of
letters, so that bokmål is compared with nynorsk and a slip of the finger does no harm.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

WORD = re.compile(r"[^\W\d_]{3,}")
STEM = 5  #: letters that make a word
ALIKE = 0.42
FEWEST_WORDS = 1
FOLDED = str.maketrans("æøåäöéèêòóôüÿ", "eoaaoeeeooouy")
#: Words that anybody uses about anything, in all three languages.
SAYING_NOTHING = """
    alle andre ansatte bare bedre behov ber bli blir både bør dag dagens dei deira dem den denne
    der dere deres det dette du dykk eige eigen ein eit eller enn etter finne finnes finst flere
    fleire for fordi fra frå før få får gir gje gjer gjerne gjennom gjev gjør gjøre godt grønn
    grønne hadde han har hele heile heller her hjelp hjelpe hos hun hva hvem hver hvis hvor hvordan
    hå ikke ikkje ingen inn innen jeg kan kom komme kunne kva kvar kven leter leitar lett liker lite
    litt løsning løysing mange man med meir mellom men mer mest mot mulig må måte ned noe noen nok
    noko nokon nokre når nå ofte også om opp oss over partner passe på rundt saman sammen samme se
    seg sei ser skal skulle slik som stor store står svært søker søkjer tar tek til tilby tilbyr
    tilbod tilbud tillegg trenger treng under uten utan vere vil ville vite virksomhet vår våre
    vært være vårt ved vel verksemd vi ønsker ønskjer året alt annet anna
    about all also and any are for from has have help how into like looking more need not our over
    some someone than that the their them there they this through use want was were what when which
    who will with would you your
"""
EMPTY = frozenset(SAYING_NOTHING.split())


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words)."""
    stems, others = _stems(one), _stems(other)
    if min(len(stems), len(others)) < FEWEST_WORDS:
        return 0.0
    return (_shared(stems, others) + _shared(_groups(one), _groups(other))) / 2


def is_alike(one: str, other: str) -> bool:
    return likeness(one, other) >= ALIKE


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient, lenient where one is a short version of the other."""
    common = len(one & other)
    dice = 2 * common / (len(one) + len(other))
    contained = common / min(len(one), len(other))
    return (dice + contained) / 2


@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    words: Iterable[str] = (word.lower() for word in WORD.findall(text.replace("\u00ad", "")))
    return tuple(word.translate(FOLDED) for word in words if word not in EMPTY)


@lru_cache(maxsize=2_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:STEM] for word in _words(text))


@lru_cache(maxsize=2_000)
def _groups(text: str) -> frozenset[str]:
    """Every three letters in a row."""
    return frozenset(
        word[place : place + 3] for word in _words(text) for place in range(max(1, len(word) - 2))
    )
