"""Amounts a text names, in one unit for each kind of amount: "9 000 tonn i året" is 9e6 kg a year.

Norwegian and English ways of writing numbers: 1 400, 1.400, 1,400, 0,5, 2.5, 15–20, 3 mill.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import log10

_NUMBER = r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_RANGE = re.compile(
    rf"(?<![\w.,])(?P<low>{_NUMBER})(?:\s?(?:-|–|—|til|to|og|and)\s?(?P<high>{_NUMBER}))?"
    r"\s?(?P<many>k\b|tusen|thousand|mill\w*\.?|m(?=\s?(?:NOK|kr))|mrd\.?|billion)?"
    r"\s?(?P<unit>[%°µ]?[A-Za-zÅÆØåæøkM]+[²³23]?(?:[/-][a-zåæø]+)?)?",
    re.IGNORECASE,
)
_MANY = {"k": 1e3, "tusen": 1e3, "thousand": 1e3, "m": 1e6, "mrd": 1e9, "billion": 1e9}


@dataclass(frozen=True, slots=True)
class _Unit:
    kind: str
    factor: float
    words: str
    told: str = ""  #: its name in English, where there is one for all of the words


_UNITS = (
    _Unit("power", 1, "kw kilowatt", "kW"),
    _Unit("power", 1e3, "mw megawatt", "MW"),
    _Unit("power", 1e-3, "w watt", "W"),
    _Unit("power", 1e6, "gw", "GW"),
    _Unit("energy", 1, "kwh", "kWh"),
    _Unit("energy", 1e3, "mwh", "MWh"),
    _Unit("energy", 1e6, "gwh", "GWh"),
    _Unit("energy", 1e9, "twh", "TWh"),
    _Unit("mass", 1, "kg kilo kilos kilogram kilograms kilogrammes", "kg"),
    _Unit("mass", 1e3, "tonn tonne tonnes ton tons t", "tonnes"),
    _Unit("volume", 1e-3, "l liter litre litres liters literen", "litres"),
    _Unit("volume", 1, "m3 m³ kubikk kubikkmeter kbm cubic fm3 lm3", "m³"),
    _Unit("area", 1, "m2 m² kvm kvadrat kvadratmeter sqm square", "m²"),
    _Unit("area", 1e3, "dekar daa mål", "decares"),
    _Unit("area", 1e4, "hektar ha hectares hectare", "hectares"),
    _Unit("money", 1, "kr kroner nok kroners"),
    _Unit("money", 11.5, "euro eur"),
    _Unit("people", 1, "ansatte tilsette personer personar mann people staff employees"),
    _Unit("people", 1, "elever elevar pupils studenter studentar students deltakere deltakarar"),
    _Unit("pieces", 1, "stk stykker pieces units enheter einingar"),
    _Unit("pieces", 1, "pulter stoler stolar chairs desks moduler panels paneler dører doors"),
    _Unit("pieces", 1, "pc-er maskiner maskinar machines laptops vinduer vindauge windows"),
    _Unit("pieces", 1, "biler bilar cars vans varebiler varebilar arbeidsplasser plasser plassar"),
    _Unit("pallets", 1, "paller pallar pall pallet pallets palls", "pallets"),
)
_KINDS = {word: unit for unit in _UNITS for word in unit.words.split()}
_PER = re.compile(
    r"^\s*(?:/|per|pr\.?|i|om|a|an|hver|hvert|kvar|kvart|each|every|avfall i|ts i)\s*"
    r"(?P<span>time|hour|h|dag|døgn\w*|day|uk[ea]\w*|veke\w*|week|måned\w*|månad\w*|mnd|month|år\w*|year|annum)\b",
    re.IGNORECASE,
)
_YEARLY = {"t": 8760, "h": 8760, "d": 365, "u": 52, "v": 52, "w": 52, "m": 12}


@dataclass(frozen=True, slots=True)
class Quantity:
    """`low` to `high` in the unit of its kind; `yearly` where it is an amount a year."""

    kind: str
    low: float
    high: float
    yearly: bool
    told: str = field(default="", compare=False)  #: as events tell it: `1400 tonnes a year`
    place: int = field(default=0, compare=False)  #: where in the text it begins


@lru_cache(maxsize=20_000)
def quantities(text: str) -> tuple[Quantity, ...]:
    return tuple(_found(text))


def times_apart(one: tuple[Quantity, ...], other: tuple[Quantity, ...]) -> float | None:
    """Powers of ten between the two amounts that are nearest; None when none compare."""
    gaps = [
        max(0.0, log10(a.low / b.high), log10(b.low / a.high))
        for a in one
        for b in other
        if a.kind == b.kind and a.yearly == b.yearly
    ]
    return min(gaps, default=None)


def _found(text: str) -> Iterator[Quantity]:
    for match in _RANGE.finditer(text):
        unit = _KINDS.get((match["unit"] or "").lower().rstrip("."))
        if not unit and (match["many"] or "").lower().startswith(("mill", "mrd")):
            unit = _KINDS["kr"]
        if not unit:
            continue
        low = _number(match["low"])
        high = _number(match["high"]) if match["high"] else low
        factor = unit.factor * _times(match["many"])
        per = _PER.match(text[match.end() : match.end() + 24])
        span = _yearly(per["span"]) if per else None
        scale = factor * (span or 1)
        if low > 0 and high > 0:
            told = _told(match, unit, per["span"] if per else "")
            low, high = sorted((low * scale, high * scale))
            yield Quantity(
                unit.kind, low, high, yearly=span is not None, told=told, place=match.start()
            )


def _told(match: re.Match[str], unit: _Unit, span: str) -> str:
    many = _times(match["many"])
    figures = (f"{_number(one) * many:.10g}" for one in match.group("low", "high") if one)
    word = (match["unit"] or "").rstrip(".")
    spans = {8760: " an hour", 365: " a day", 52: " a week", 12: " a month", 1: " a year"}
    return f"{'–'.join(figures)} {unit.told or word}{spans[int(_yearly(span))] if span else ''}"


def _yearly(span: str) -> float:
    first = span.lower()
    if first.startswith(("år", "year", "ann")):
        return 1
    return _YEARLY["d" if first.startswith(("dag", "døgn", "day")) else first[0]]


def _times(many: str | None) -> float:
    word = (many or "").lower().rstrip(".")
    if word.startswith("mill"):
        return 1e6
    return _MANY.get(word, 1.0)


def _number(written: str) -> float:
    """Groups of three digits are thousands; else a comma or full stop begins the decimals."""
    if re.fullmatch(r"\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+", written):
        return float(re.sub(r"\D", "", written))
    return float(written.replace(",", "."))
