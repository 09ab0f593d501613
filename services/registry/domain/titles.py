"""A title proposed from what somebody wrote: what is looked for, given or dreamt of."""

import re

from services.registry.domain.pasted import plain

LONGEST_TITLE = 70  #: characters; the most that is read at a glance
SHORTEST_TITLE = 12
SHORTEST_CLAUSE = 20
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ«“\"])|\n+")
GREETING = re.compile(
    r"^(?:hei|hallo|god dag|hello|hi|dear)\b[^.!\n]{0,30}?[,.!]\s*", re.IGNORECASE
)
_WE = r"(?:vi|me|jeg|eg|we|i)"
_LOOKING = (
    r"(?:ser|leter|leitar|søker|søkjer|spør)\s+(?:nå\s+|no\s+)?etter|(?:trenger|treng|behøver)|"
    r"søker|søkjer|(?:har|hadde)\s+behov\s+for|ønsker(?:\s+oss)?|ønskjer(?:\s+oss)?|ynskjer|"
    r"(?:are|were)\s+looking\s+for|look\s+for|need|seek|would\s+like"
)
_GIVING = (
    r"(?:kan|har|vil)\s+(?:tilby|tilbod\s+om|levere|gi|gje|dele|låne\s+bort|leie\s+ut)|"
    r"tilbyr|tilbyd|leverer|selger|sel|leier\s+ut|leiger\s+ut|(?:can\s+)?offer|(?:can\s+)?provide|"
    r"(?:can\s+)?supply"
)
_DREAMING = (
    r"(?:drømmer|drøymer)\s+om(?:\s+(?:å|at))?|(?:har\s+en|har\s+ein)\s+(?:idé|ide)\s+om(?:\s+å)?|"
    r"(?:vil|ønsker|ønskjer)\s+(?:gjerne\s+)?(?:å\s+)?|dream\s+of|have\s+an\s+idea\s+(?:for|about)|"
    r"want\s+to"
)
LEAD = re.compile(
    rf"\b(?:{_WE}\s+)?(?:{_LOOKING}|{_GIVING}|{_DREAMING})\s+(?:å\s+|to\s+|oss\s+|noen\s+som\s+(?:kan\s+)?|"
    r"nokon\s+som\s+(?:kan\s+)?|someone\s+(?:who|to)\s+|somebody\s+(?:who|to)\s+)?",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(r"[,;:]\s|\s[–—-]\s|\.\s|\s(?:som vi|fordi|sidan|siden|because)\s")
#: A title must not end in these.
DANGLING = re.compile(
    r"\s+(?:og|eller|i|på|til|for|av|med|frå|fra|om|som|en|ei|et|ein|eit|and|or|of|to|the|a|an|"
    r"with|in|on|å|at|den|det|de|dei)$",
    re.IGNORECASE,
)


def proposed_title(text: str) -> str:
    """At most a line; nothing for a text without letters."""
    sentences = [one.strip(" -\t") for one in SENTENCE_END.split(GREETING.sub("", plain(text)))]
    sentences = [one for one in sentences if any(sign.isalnum() for sign in one)]
    if not sentences:
        return ""
    telling = next((said for one in sentences if (said := _said(one))), "")
    return _capitalised(_shortened(telling or sentences[0]))


def _said(sentence: str) -> str:
    """What follows "we are looking for"; nothing where nobody says so."""
    found = LEAD.search(sentence)
    rest = sentence[found.end() :].strip() if found else ""
    return rest if len(rest) >= SHORTEST_TITLE else ""


def _shortened(phrase: str) -> str:
    phrase = " ".join(phrase.split())
    for end in CLAUSE_END.finditer(phrase):
        if SHORTEST_CLAUSE <= end.start() <= LONGEST_TITLE:
            phrase = phrase[: end.start()]
            break
    if len(phrase) > LONGEST_TITLE:
        phrase = phrase[: LONGEST_TITLE + 1].rpartition(" ")[0] or phrase[:LONGEST_TITLE]
    before = ""
    while before != phrase:
        before, phrase = phrase, DANGLING.sub("", phrase.rstrip(" .,;:!?–—-"))
    return phrase


def _capitalised(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]
