"""Amounts and times as events tell them, in English, and as a reader's language writes them.

`1400 tonnes a year` is `1 400 tonn i året`; `spring 2027` is `våren 2027`. What is not told that
way is left as it is.
"""

import re
from collections.abc import Mapping

from shared.locale.formats import NO_BREAK_SPACE, number
from shared.locale.languages import Language

_AMOUNT = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:–(?P<high>\d+(?:\.\d+)?))? (?P<unit>.+?)(?P<span> an? \w+)?"
)
_UNITS: Mapping[str, tuple[str, str]] = {
    "tonnes": ("tonn", "tonn"),
    "litres": ("liter", "liter"),
    "decares": ("dekar", "dekar"),
    "hectares": ("hektar", "hektar"),
    "pallets": ("paller", "pallar"),
}
_SPANS: Mapping[str, tuple[str, str]] = {
    "an hour": ("i timen", "i timen"),
    "a day": ("om dagen", "om dagen"),
    "a week": ("i uka", "i veka"),
    "a month": ("i måneden", "i månaden"),
    "a year": ("i året", "i året"),
}
_TIMES: Mapping[str, tuple[str, str]] = {
    "January": ("januar", "januar"),
    "February": ("februar", "februar"),
    "March": ("mars", "mars"),
    "April": ("april", "april"),
    "May": ("mai", "mai"),
    "June": ("juni", "juni"),
    "July": ("juli", "juli"),
    "August": ("august", "august"),
    "September": ("september", "september"),
    "October": ("oktober", "oktober"),
    "November": ("november", "november"),
    "December": ("desember", "desember"),
    "winter": ("vinteren", "vinteren"),
    "spring": ("våren", "våren"),
    "summer": ("sommeren", "sommaren"),
    "autumn": ("høsten", "hausten"),
}


def told_amount(amount: str, language: Language) -> str:
    figures, rest = _parted(amount, language)
    return figures + NO_BREAK_SPACE + rest if rest else figures


def told_amounts(one: str, other: str, language: Language) -> tuple[str, str]:
    """`400`, `520 MWh`: the unit once where both have the same."""
    (figures, rest), (_, its_rest) = _parted(one, language), _parted(other, language)
    first = figures if rest and rest == its_rest else told_amount(one, language)
    return first, told_amount(other, language)


def told_time(time: str, language: Language) -> str:
    word, _, year = time.partition(" ")
    return f"{_in(_TIMES, word, language)} {year}".rstrip()


def _parted(amount: str, language: Language) -> tuple[str, str]:
    """The figures, and what they are of."""
    match = _AMOUNT.fullmatch(amount)
    if not match:
        return amount, ""
    figures = "–".join(number(float(one), language) for one in match.group("low", "high") if one)
    words = [_in(_UNITS, match["unit"], language)]
    if match["span"]:
        words.append(_in(_SPANS, match["span"].strip(), language))
    return figures, " ".join(words)


def _in(table: Mapping[str, tuple[str, str]], word: str, language: Language) -> str:
    if language == "en" or word not in table:
        return word
    return table[word][0 if language == "nb" else 1]
