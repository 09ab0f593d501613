"""Letters about two invented partners, in every language."""

from dataclasses import replace

from services.notifier.letters import Letter, Party, Reader, compose
from services.notifier.letters.facts import AnyFacts, IntroductionFacts
from services.notifier.letters.samples import (
    DAIRY,
    GREENHOUSE,
    LINKS,
    NETWORK,
    PAGES,
    TO_DAIRY,
)
from shared.locale import Language

__all__ = ["DAIRY", "GREENHOUSE", "LINKS", "NETWORK", "PAGES", "a_letter"]


def a_letter(
    *,
    language: Language = "nb",
    to: Party = DAIRY,
    about: Party = GREENHOUSE,
    facts: AnyFacts | None = None,
    network=NETWORK,
    **other,
) -> Letter:
    own = replace(to, language=language)
    pair = replace(TO_DAIRY, **{"own": own, "others": (about,), "speaks_for": (), **other})
    return compose(
        facts or IntroductionFacts(),
        reader=Reader(name=to.contact_name or "", language=language),
        network=network,
        pages=PAGES,
        pair=pair,
    )
