"""The one question whose answer would help most to find somebody, by what the text holds."""

import re
from typing import Literal, get_args

from services.registry.domain.records import ListingKind

Question = Literal["amount", "when", "where", "tried"]

QUESTIONS: tuple[Question, ...] = get_args(Question)

_COUNTED = (
    r"to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|tolv|tjue|hundre|tusen|noen\s+få|nokre\s+få|"
    r"two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|a\s+few|en\s+del|ein\s+del"
)
#: Digits that are neither a year, a date nor a time of day.
AMOUNT = re.compile(
    rf"(?<![\w.:/-])(?!(?:19|20)\d\d(?![\d\s]*(?:kg|t\b|tonn|stk|m²|kwh|liter)))\d[\d\s.,\u00a0]*"
    r"(?!\d*\s*\.?\s*(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec))(?![\d:/-])|"
    rf"\b(?:{_COUNTED})\s+\w{{3,}}",
    re.IGNORECASE,
)
DATES = re.compile(
    r"\b\d{1,2}\.\s?(?:\d{1,2}\.(?:\s?\d{2,4})?|(?:jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)"
    r"\w*)|\b(?:19|20)\d\d\b|\b(?:uke|veke|week)\s?\d+|\bkl\.?\s?\d+|\b\d{1,2}[:.]\d{2}\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    r"\b(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|"
    r"january|february|march|may|june|july|october|december|"
    r"vår(?:en)?|sommer(?:en)?|sommar(?:en)?|høst(?:en)?|haust(?:en)?|vinter(?:en)?|spring|summer|"
    r"autumn|winter|mandag\w*|tirsdag\w*|tysdag\w*|onsdag\w*|torsdag\w*|fredag\w*|monday\w*|"
    r"innen|innan|snarest|straks|omgående|med ein gong|med en gang|nå|no|i år|neste år|til neste|"
    r"hele året|heile året|året rundt|all year|year-round|as soon as|next year|this year|"
    r"hver (?:uke|dag|måned)|kvar (?:veke|dag|månad)|i uka|i veka|i måneden|i månaden|ukentlig|"
    r"vekentleg|daglig|dagleg|månedlig|månadleg|weekly|daily|monthly|every (?:week|day|month)|"
    r"a week|a month|a year|i året|om året|per år|per uke|per veke)\b",
    re.IGNORECASE,
)
WHERE = re.compile(
    r"\b(?:hos oss|fra oss|frå oss|i nærheten|i nærleiken|nær|nearby|near|kommune|kommunen|fylket|"
    r"sentrum|havna|hamna|leveres|blir levert|hentes|blir henta|collect(?:ed)?|deliver(?:ed|y)?|"
    r"uansett hvor|uansett kvar|digitalt|på nett|online|remote(?:ly)?)\b",
    re.IGNORECASE,
)
TRIED = re.compile(
    r"\b(?:prøvd|prøvde|prøvt|forsøkt|forsøkte|testet|testa|pilot\w*|i dag|per nå|så langt|hittil|"
    r"tidligere|tidlegare|allerede|allereie|tried|tested|so far|today|currently|already)\b",
    re.IGNORECASE,
)
#: Where knowledge is wanted, how much of it says little and when it is wanted says most.
KNOWLEDGE = re.compile(
    r"\b(?:råd|rådgiv\w*|rådgjev\w*|kurs|opplæring\w*|kompetanse\w*|kunnskap\w*|foredrag\w*|"
    r"klimaregnskap\w*|klimarekneskap\w*|rapport\w*|analyse\w*|kartlegg\w*|forsk\w*|student\w*|"
    r"erfaring\w*|hjelp|workshop\w*|advice|training|expert\w*|knowledge|research\w*|report\w*)",
    re.IGNORECASE,
)

ORDER: dict[ListingKind, tuple[Question, ...]] = {
    "need": ("amount", "when", "where", "tried"),
    "offer": ("amount", "when", "where"),
    "idea": ("tried", "amount", "when", "where"),
}
ORDER_OF_KNOWLEDGE: dict[ListingKind, tuple[Question, ...]] = {
    "need": ("when", "tried", "where"),
    "offer": ("when", "where"),
    "idea": ("tried", "when", "where"),
}


def best_question(kind: ListingKind, text: str, *, has_place: bool) -> Question | None:
    """None when the text says it all, or says nothing yet."""
    if not text.strip():
        return None
    answered = _answered(text) | ({"where"} if has_place else set())
    order = ORDER_OF_KNOWLEDGE if KNOWLEDGE.search(text) else ORDER
    return next((one for one in order[kind] if one not in answered), None)


def _answered(text: str) -> set[Question]:
    found: set[Question] = set()
    if DATES.search(text) or WHEN.search(text):
        found.add("when")
    if AMOUNT.search(DATES.sub(" ", text)):
        found.add("amount")
    if WHERE.search(text):
        found.add("where")
    if TRIED.search(text):
        found.add("tried")
    return found
