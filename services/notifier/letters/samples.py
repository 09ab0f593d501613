"""Every letter about invented people, to look at and to test with."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from services.notifier.letters.composing import Pages, compose
from services.notifier.letters.facts import (
    AnyFacts,
    DigestFacts,
    ExpiringFacts,
    IntroductionFacts,
    InvitationFacts,
    LostLetter,
    MondayFacts,
    NewContactFacts,
    NewListing,
    NobodyFitsFacts,
    NothingCameFacts,
    OpenIntroduction,
    OutcomeQuestionFacts,
    QuestionFacts,
    ReminderFacts,
    ThanksFacts,
    UndeliveredFacts,
)
from services.notifier.letters.letter import (
    AnswerLinks,
    Item,
    Letter,
    Network,
    Pair,
    Party,
    Reader,
)
from services.notifier.letters.sign_in import sign_in_letter
from shared.events.suggestions import Reason
from shared.locale import LANGUAGES, Language

SITE = "https://koblingsboks.strandfylket.example"
ID = UUID("01936f00-0000-7000-8000-000000000001")
ANSWER = f"{SITE}/mail/answer/eksempel"
LINKS = AnswerLinks(
    yes=f"{ANSWER}?s=yes",
    not_now=f"{ANSWER}?s=not_now",
    known=f"{ANSWER}?s=known",
    wrong_person=f"{ANSWER}?s=wrong_person",
)
PAGES = Pages(
    public_url=SITE, preferences=f"{SITE}/mail/preferences/eksempel", answer=lambda _: ANSWER
)
NETWORK = Network(
    name="Klimapartnere Strandfylket",
    host_name="Strandfylket fylkeskommune",
    coordinator_name="Ingrid Solhaug",
    region_name="Strandfylket",
)
GREENHOUSE = Party(
    partner_name="Lauvdal Gartneri",
    contact_name="Tormod Bakkehaug",
    address="tormod@lauvdal-gartneri.example",
    language="nn",
    place="Lauvdal",
    item=Item(
        kind="need",
        title="Varme til veksthuset",
        text="Vi dyrkar salat heile året. Vi ser etter ei varmekjelde på 30–45 grader som kan "
        "ta grunnlasta. Vi brukar om lag 520 MWh i året. Dei kaldaste vekene treng vi 55 grader.",
        language="nn",
        sentences=(
            "Vi ser etter ei varmekjelde på 30–45 grader som kan ta grunnlasta.",
            "Vi brukar om lag 520 MWh i året.",
        ),
    ),
    partner_kind="business",
    about="Vi dyrkar salat og urter heile året, og fyrer med propan.",
    about_language="nn",
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
    partner_kind="business",
    about="Vi lager ost og smør, og har nettopp bygd om kjøleanlegget.",
    about_language="nb",
)
INSTITUTE = Party(
    partner_name="Strandhavn høgskole",
    contact_name="Mette Rustad",
    address="mette@strandhavn-hogskole.example",
    language="nb",
    place="Strandhavn",
    item=Item(
        kind="capability",
        title="",
        text="Måler og modellerer lavtemperatur fjernvarme.",
        language="nb",
    ),
    role="research",
    partner_kind="academia",
)
WHY = (
    Reason(name="amount", facts={"have": "400 MWh", "want": "520 MWh"}),
    Reason(name="time", facts={"when": "våren 2027"}),
)
TO_DAIRY = Pair(
    own=DAIRY,
    others=(GREENHOUSE,),
    match="supply",
    links=LINKS,
    introduction_url=f"{SITE}/mail/introductions/{ID}",
    distance_km=2.1,
    speaks_for=WHY,
    speaks_against=(Reason(name="amount"),),
)
TO_GREENHOUSE = replace(
    TO_DAIRY,
    own=GREENHOUSE,
    others=(DAIRY,),
    note="Begge var på frokostmøtet 11. mars.",
    meeting=datetime(2026, 12, 1, 9, tzinfo=UTC),
)
GROUP = replace(
    TO_DAIRY,
    others=(replace(GREENHOUSE, role="problem"), INSTITUTE),
    own=replace(DAIRY, role="supplier"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    facts: AnyFacts
    reader: str = "Åse Lindvåg"
    pair: Pair | None = None


DIGEST = DigestFacts(
    waiting=(OpenIntroduction(introduction_id=ID, other="Lauvdal Gartneri"),),
    new=(
        NewListing(
            listing_id=ID,
            listing_kind="need",
            title="Transport av fisk til Strandhavn to gonger i veka",
            partner_name="Nesholmen Fiskemottak",
            language="nn",
        ),
        NewListing(
            listing_id=ID,
            listing_kind="offer",
            title="Brukte eurohallar til låns",
            partner_name="Strandhavn kommune",
            language="nn",
        ),
    ),
)
MONDAY = MondayFacts(
    region_name="Strandfylket",
    waiting=14,
    very_good=6,
    top="Varme til veksthuset",
    new_listings=7,
    both_yes=5,
    stalled=3,
    without_match=4,
    undelivered=(LostLetter(partner_name="Nesholmen Ferjedrift"),),
)
NOBODY = NobodyFitsFacts(
    listing_id=ID,
    listing_kind="need",
    title="Varme til veksthuset",
    question="how_much",
    days=34,
    note="Skriv gjerne hvor mye varme dere bruker i de kaldeste ukene.",
)
EXPIRING = ExpiringFacts(
    listing_id=ID,
    listing_kind="offer",
    title="Overskuddsvarme fra kjøleanlegget",
    expires_on=date(2026, 12, 12),
)
INVITATION = InvitationFacts(partner_name="Steinvåg Meieri", invited_by="Ingrid Solhaug")
SAMPLES: Mapping[str, Sample] = {
    "introduction-to-provider": Sample(facts=IntroductionFacts(), pair=TO_DAIRY),
    "introduction-to-seeker": Sample(
        facts=IntroductionFacts(), pair=TO_GREENHOUSE, reader="Tormod Bakkehaug"
    ),
    "introduction-group": Sample(facts=IntroductionFacts(), pair=GROUP),
    "introduction-edited": Sample(
        facts=IntroductionFacts(
            subject="Varme fra meieriet?",
            body="Hei, Åse!\n\n> «Vi brukar om lag 520 MWh i året.»\n\nTa en prat med Tormod?",
        ),
        pair=TO_DAIRY,
    ),
    "question": Sample(facts=QuestionFacts(), pair=replace(TO_DAIRY, names_shown=False)),
    "reminder": Sample(facts=ReminderFacts(days=7, other_said_yes=True), pair=TO_DAIRY),
    "reminder-nameless": Sample(
        facts=ReminderFacts(days=21, is_last=True), pair=replace(TO_DAIRY, names_shown=False)
    ),
    "thanks": Sample(facts=ThanksFacts(), pair=replace(TO_DAIRY, meeting=TO_GREENHOUSE.meeting)),
    "nothing_came": Sample(facts=NothingCameFacts(), pair=replace(TO_DAIRY, names_shown=False)),
    "outcome_question": Sample(facts=OutcomeQuestionFacts(weeks=3), pair=TO_DAIRY),
    "digest": Sample(facts=DIGEST),
    "expiring": Sample(facts=EXPIRING),
    "invitation": Sample(facts=INVITATION),
    "monday": Sample(facts=MONDAY, reader="Ingrid Solhaug"),
    "nobody_fits": Sample(facts=NOBODY, reader="Tormod Bakkehaug"),
    "undelivered": Sample(
        facts=UndeliveredFacts(partner_id=ID, partner_name="Nesholmen Ferjedrift"),
        reader="Ingrid Solhaug",
    ),
    "new_contact": Sample(facts=NewContactFacts(lost_name="Tormod Bakkehaug")),
}
SIGN_IN = "sign_in"
SAMPLE_NAMES = (*SAMPLES, SIGN_IN)


@cache
def sample_letter(name: str, language: Language) -> Letter:
    if name == SIGN_IN:
        return sign_in_letter(
            name="Åse Lindvåg",
            language=language,
            network=NETWORK,
            link=f"{SITE}/sign-in/eksempel",
            code="KVK7-2M4P",
            minutes=15,
        )
    sample = SAMPLES[name]
    pair = sample.pair and replace(sample.pair, own=replace(sample.pair.own, language=language))
    reader = Reader(name=sample.reader, language=language)
    return compose(sample.facts, reader=reader, network=NETWORK, pages=PAGES, pair=pair)


def all_samples() -> dict[tuple[str, Language], Letter]:
    return {
        (name, language): sample_letter(name, language)
        for name in SAMPLE_NAMES
        for language in LANGUAGES
    }
