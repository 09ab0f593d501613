"""The fifteen Norwegian counties, which a fresh database knows as regions."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class County:
    slug: str
    number: str  #: two digits, as Statistics Norway numbers counties since 2024
    name: str  #: the same in bokmål and nynorsk for all fifteen
    host: str  #: the public body that runs the network
    language: Literal["nb", "nn"] = "nb"  #: what the host writes
    aliases: tuple[str, ...] = ()  #: names in other official languages, and former counties

    @property
    def network_name(self) -> str:
        return f"Klimapartnere {self.name}"


COUNTIES: tuple[County, ...] = (
    County(slug="oslo", number="03", name="Oslo", host="Oslo kommune"),
    County(slug="rogaland", number="11", name="Rogaland", host="Rogaland fylkeskommune"),
    County(
        slug="more-og-romsdal",
        number="15",
        name="Møre og Romsdal",
        host="Møre og Romsdal fylkeskommune",
        language="nn",
    ),
    County(
        slug="nordland",
        number="18",
        name="Nordland",
        host="Nordland fylkeskommune",
        aliases=("Nordlánnda", "Nordlaante"),
    ),
    County(slug="ostfold", number="31", name="Østfold", host="Østfold fylkeskommune"),
    County(slug="akershus", number="32", name="Akershus", host="Akershus fylkeskommune"),
    County(slug="buskerud", number="33", name="Buskerud", host="Buskerud fylkeskommune"),
    County(
        slug="innlandet",
        number="34",
        name="Innlandet",
        host="Innlandet fylkeskommune",
        aliases=("Hedmark", "Oppland"),
    ),
    County(slug="vestfold", number="39", name="Vestfold", host="Vestfold fylkeskommune"),
    County(slug="telemark", number="40", name="Telemark", host="Telemark fylkeskommune"),
    County(
        slug="agder",
        number="42",
        name="Agder",
        host="Agder fylkeskommune",
        aliases=("Aust-Agder", "Vest-Agder"),
    ),
    County(
        slug="vestland",
        number="46",
        name="Vestland",
        host="Vestland fylkeskommune",
        language="nn",
        aliases=("Hordaland", "Sogn og Fjordane"),
    ),
    County(
        slug="trondelag",
        number="50",
        name="Trøndelag",
        host="Trøndelag fylkeskommune",
        aliases=("Trööndelage", "Sør-Trøndelag", "Nord-Trøndelag"),
    ),
    County(
        slug="troms",
        number="55",
        name="Troms",
        host="Troms fylkeskommune",
        aliases=("Romsa", "Tromssa"),
    ),
    County(
        slug="finnmark",
        number="56",
        name="Finnmark",
        host="Finnmark fylkeskommune",
        aliases=("Finnmárku", "Finmarkku"),
    ),
)


def county_slug(text: str) -> str | None:
    """The slug of the county that a person wrote by name, slug or number, if any."""
    return _slugs().get(_ascii_slug(text))


@cache
def _slugs() -> dict[str, str]:
    return {
        _ascii_slug(spelling): county.slug
        for county in COUNTIES
        for spelling in (county.slug, county.number, county.name, *county.aliases)
    }


def _ascii_slug(text: str) -> str:
    plain = text.strip().casefold().replace("ø", "o").replace("æ", "ae")
    plain = plain.removesuffix(" fylkeskommune").removesuffix(" fylke")
    letters = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return "-".join(letters.replace("-", " ").split())
