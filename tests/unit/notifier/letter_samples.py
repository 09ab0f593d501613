"""Two invented partners and what they wrote, for letters in every language."""

from dataclasses import replace

from services.notifier.letters import AnswerLinks, Item, Letter, Network, Party, introduction_letter
from shared.locale import Language

SITE = "https://koblingsboks.strandfylket.example/mail"
LINKS = AnswerLinks(
    yes=f"{SITE}/svar/eksempel?s=ja",
    not_now=f"{SITE}/svar/eksempel?s=nei",
    known=f"{SITE}/svar/eksempel?s=kjent",
    wrong_person=f"{SITE}/svar/eksempel?s=feil",
    preferences=f"{SITE}/av/eksempel",
)
NETWORK = Network(
    name="Klimapartnere Strandfylket",
    host_name="Strandfylket fylkeskommune",
    coordinator_name="Ingrid Solhaug",
)
GREENHOUSE = Party(
    partner_name="Lauvdal Gartneri",
    contact_name="Tormod Bakkehaug",
    address="tormod@lauvdal-gartneri.example",
    language="nn",
    place="Lauvdal",
    item=Item(
        kind="need",
        title="Varme til veksthus",
        text="Vi dyrkar salat heile året. Vi ser etter ei varmekjelde på 30–45 grader som kan "
        "ta grunnlasta. Vi brukar om lag 520 MWh i året. Dei kaldaste vekene treng vi 55 grader.",
        language="nn",
        sentences=(
            "Vi ser etter ei varmekjelde på 30–45 grader som kan ta grunnlasta.",
            "Vi brukar om lag 520 MWh i året.",
        ),
    ),
)
DAIRY = Party(
    partner_name="Steinvåg Meieri",
    contact_name="Åse Lindvåg",
    address="ase@steinvaag-meieri.example",
    language="nb",
    place="Steinvåg",
    item=Item(
        kind="offer",
        title="Overskuddsvarme fra kjøleanlegget",
        text="Rundt 38 grader varmt vann går rett ut i elva hele året. Vi har ikke plass til å "
        "bruke varmen selv. Vi anslår at 400 MWh i året kunne vært brukt av andre.",
        language="nb",
        sentences=(
            "Rundt 38 grader varmt vann går rett ut i elva hele året.",
            "Vi anslår at 400 MWh i året kunne vært brukt av andre.",
        ),
    ),
)


def a_letter(*, language: Language = "nb", to: Party = DAIRY, about: Party = GREENHOUSE, **other):
    facts = {"match": "supply", "distance_km": 2.1, "note": None, "network": NETWORK}
    return introduction_letter(
        recipient=replace(to, language=language), other=about, links=LINKS, **{**facts, **other}
    )


def both_letters(language: Language) -> dict[str, Letter]:
    return {
        "provider": a_letter(language=language),
        "seeker": a_letter(
            language=language,
            to=GREENHOUSE,
            about=DAIRY,
            note="Begge var på frokostmøtet 11. mars.",
        ),
    }
