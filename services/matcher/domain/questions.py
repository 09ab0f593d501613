"""What to ask of a need or idea that says too little to be matched."""

import re
from functools import lru_cache
from typing import Literal

from services.matcher.ranking.items import ItemKind
from services.matcher.ranking.reading.quantities import quantities
from services.matcher.ranking.reading.reach import REACH_KM
from services.matcher.ranking.reading.seasons import says_when
from shared.glossary.concepts import concepts

#: `more`: what it is about; the others: of what it is about already.
Question = Literal["where", "when", "how_much", "tried", "more"]

FEWEST_WORDS = 3
_WORDS = re.compile(r"[^\W\d_]{2,}|\d+")
#: Fixed to one place, so that where it is says more than how much.
STANDS_STILL = frozenset({"premises", "heat"})

# Words that every text about climate and cooperation may hold, and that tell nothing of it.
EMPTY = frozenset(
    """
    vi me oss vår vårt våre jeg eg det den de dei en ein et eit ei og eller i på til av for fra frå
    med om som er var har hadde vil skal kan må bør får blir bli vere være ha gjøre gjere få ta
    trenger treng trengs ønsker ønskjer ynskjer søker søkjer leter leitar ser etter behov hjelp
    noen nokon noe noko alle alt mer meir mye mykje flere fleire bedre betre god gode bra ny
    nye nytt
    nå no her der hvordan korleis hva kva hvem kven hei takk gjerne litt veldig også ikke ikkje
    grønn grønt grønne grøn grøne grønnere grønare klima klimaet klimavennlig klimavenleg miljø
    miljøet miljøvennlig miljøvenleg bærekraft bærekraftig bærekraftige berekraft berekraftig
    berekraftige utslipp utslepp kutte redusere omstilling framtid framtida fremtiden sammen
    saman samarbeid samarbeide samarbeidspartner partner partnere partnarar bedrift bedriften
    verksemd virksomhet kommune kommunen tiltak prosjekt løsning løsninger løysing løysingar tips
    ideer idear råd bidra delta interessert fossilfri
    we us our i it the a an and or in on to of for from with about is are was have has had want
    need needs needed would like will shall can must should be become do get take look looking
    seek seeking some any anyone someone all more much many better good new now here there how
    what who hello hi thanks please very also not help green greener climate friendly environment
    environmental sustainable sustainability emissions emission cut reduce transition future
    together cooperation cooperate collaborate collaboration partner partners company business
    project projects solution solutions measures tips ideas advice contribute interested
    """.split()  # noqa: SIM905
)


@lru_cache(maxsize=20_000)
def question_for(kind: ItemKind, text: str) -> Question | None:
    """The one question whose answer would help most; None where enough is said.

    Offers and capabilities may be short: they are looked for, and ask for nothing themselves.
    """
    words = _WORDS.findall(text.lower())
    telling = {word for word in words if word not in EMPTY and len(word) > 2}
    if kind in ("offer", "capability"):
        return None if telling else "more"
    if len(words) >= FEWEST_WORDS and telling:
        return None
    return _of_what_is_named(text) if telling else "more"


def _of_what_is_named(text: str) -> Question:
    kinds = {concept.kind for concept in concepts(text)}
    if not kinds:
        return "more"
    if not kinds & REACH_KM.keys():
        return "tried"
    if not quantities(text):
        return "where" if kinds & STANDS_STILL else "how_much"
    return "tried" if says_when(text) else "when"
