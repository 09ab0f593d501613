"""A made-up network of a typical region's size, the same at every run."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

PARTNERS = 60
LISTINGS_EACH = 10
PLACES = ("Fredrikstad", "Sarpsborg", "Moss", "Halden", "Indre Østfold", "Rakkestad", "Våler")

#: what it is about, who needs it, who gives it: bokmål, nynorsk and English
THEMES = (
    (
        "overskuddsvarme",
        "Vi trenger varme på {n} grader til tørking, omtrent {m} MWh i året.",
        "Vi har {n} grader overskuddsvarme fra prosessen, rundt {m} MWh i året.",
    ),
    (
        "ombruk av møbler",
        "Vi skal innrede {n} kontorplasser og vil kjøpe brukt.",
        "Vi rydder et kontorbygg og gir bort {n} skrivebord og stoler.",
    ),
    (
        "utsleppsfri transport",
        "Vi ser etter nokon som kan køyre {n} pallar i veka utan utslepp.",
        "Vi har elektriske lastebilar med ledig plass til {n} pallar kvar veke.",
    ),
    (
        "rene masser",
        "Vi trenger {m} kubikkmeter rene masser til en støyvoll.",
        "Vi har {m} kubikkmeter ren leire fra en tomt, klar til henting.",
    ),
    (
        "food waste",
        "We look for someone who can use {m} kilos of bread left over each week.",
        "We turn surplus bread into animal feed and can take {m} kilos a week.",
    ),
    (
        "klimaregnskap",
        "Vi trenger hjelp til vårt første klimaregnskap før {n}. mars.",
        "Vi lager klimaregnskap for små virksomheter, ferdig på {n} dager.",
    ),
    (
        "sol på tak",
        "Vi vil kjøpe solceller til {m} kvadratmeter tak sammen med andre.",
        "Vi monterer solceller på tak fra {m} kvadratmeter og oppover.",
    ),
    (
        "biogass",
        "Vi har {m} tonn fiskeslam og treng nokon som kan ta imot det.",
        "Vi lagar biogass og kan ta imot {m} tonn våtorganisk avfall.",
    ),
    (
        "charging",
        "Our {n} vans need fast charging near the motorway at night.",
        "We have {n} fast chargers standing idle between ten and six.",
    ),
    (
        "kurs",
        "Vi vil lære {n} håndverkere å bygge med ombrukte materialer.",
        "Vi holder kurs i ombruk på byggeplass for grupper på {n}.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUpListing:
    kind: str
    title: str
    text: str

    def body(self) -> dict[str, str]:
        return {"kind": self.kind, "title": self.title, "text": self.text}


def partner_bodies() -> Iterator[dict[str, object]]:
    """Bodies for `POST /api/partners`."""
    for number in range(PARTNERS):
        theme = THEMES[number % len(THEMES)][0]
        yield {
            "name": f"Bedrift {number:02} AS",
            "kind": ("business", "public", "academia", "ngo")[number % 4],
            "region": "ostfold",
            "place": PLACES[number % len(PLACES)],
            "description": f"Vi arbeider med {theme} i Østfold.",
            "capabilities": [f"Vi har levert {theme} til andre før."],
            "language": "nb",
            "contacts": [{"name": "Kontakt", "email": f"kontakt@bedrift-{number:02}.example"}],
        }


def listings(seed: int, count: int, *, kinds: tuple[str, ...]) -> Iterator[MadeUpListing]:
    """`count` listings that all differ."""
    dice = random.Random(seed)  # noqa: S311 (repeatable on purpose)
    for number in range(count):
        theme, need, offer = THEMES[number % len(THEMES)]
        kind = kinds[number // len(THEMES) % len(kinds)]
        text = (need if kind == "need" else offer).format(
            n=dice.randint(3, 90), m=dice.randint(100, 9000)
        )
        yield MadeUpListing(
            kind=kind,
            title=f"{theme.capitalize()} {number}",
            text=f"{text} Kontakt oss gjerne, vi holder til i {dice.choice(PLACES)}.",
        )
