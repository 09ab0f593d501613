"""Finds the place a person meant by what they wrote."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from services.registry.domain.counties import county_slug
from services.registry.places.place import Place
from services.registry.places.spelling import exact, folded, readings

DATA = Path(__file__).parent / "places.csv"
SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Entry:
    place: Place
    rank: int  #: 0 a municipality, 1 another place, 2 a name the place is seldom called by


@dataclass(frozen=True, slots=True)
class Gazetteer:
    by_number: dict[str, Place] = field(default_factory=dict)
    by_exact_name: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    by_folded_name: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))

    def add(self, place: Place, names: Iterable[str], *, rank: int) -> None:
        for name in names:
            self.by_exact_name[exact(name)].append(Entry(place, rank))
            self.by_folded_name[folded(name)].append(Entry(place, rank))

    def named(self, name: str, *, region: str | None) -> Place | None:
        spelt = self.by_exact_name.get(exact(name), [])
        alike = self.by_folded_name.get(folded(name), [])
        for entries in (spelt, alike):
            inside = [entry for entry in entries if entry.place.county_slug == region]
            if region and inside:
                return min(inside, key=_rank).place
        return _only(spelt) or _only(alike)


def find_place(name: str, *, region: str | None = None) -> Place | None:
    """The place of that name or municipality number; None when unknown or ambiguous.

    Of several places of one name, the one in the county of `region` (a slug) is meant.
    """
    number = name.strip().removesuffix(".0")
    if number.isascii() and number.isdecimal():
        # Spreadsheets drop the leading zero of Oslo's 0301.
        return gazetteer().by_number.get(number.zfill(4))
    return _first(readings(name), region=_county_within(name) or region)


def _first(names: Iterable[str], *, region: str | None) -> Place | None:
    found = (gazetteer().named(name, region=region) for name in names)
    return next(filter(None, found), None)


def _county_within(name: str) -> str | None:
    """«Herøy (Nordland)» and «Våler i Østfold» name their county themselves."""
    parts = list(readings(name))[1:]
    return next(filter(None, map(county_slug, parts)), None)


def _only(entries: list[Entry]) -> Place | None:
    """The highest-ranking one, unless another county has one of the same rank."""
    highest = min(map(_rank, entries), default=0)
    places = [entry.place for entry in entries if entry.rank == highest]
    return places[0] if len({place.county_slug for place in places}) == 1 else None


def _rank(entry: Entry) -> int:
    return entry.rank


@cache
def gazetteer() -> Gazetteer:
    known = Gazetteer()
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(line for line in lines if not line.startswith("#")):
            _add_row(known, row)
    return known


def _add_row(known: Gazetteer, row: dict[str, str]) -> None:
    names = row["names"].split(SEPARATOR)
    place = Place(
        name=" - ".join(names),
        municipality_number=row["number"] or None,
        county_slug=row["county"] or None,
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )
    is_municipality = row["kind"] == "municipality"
    known.add(place, [place.name, *names], rank=0 if is_municipality else 1)
    known.add(place, filter(None, row["also"].split(SEPARATOR)), rank=2)
    if is_municipality:
        for number in (row["number"], *filter(None, row["former_numbers"].split(SEPARATOR))):
            known.by_number[number] = place
