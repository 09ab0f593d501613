"""Which of our three written languages a text is in."""

import re
from functools import cache
from math import log
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

Language = Literal["nb", "nn", "en"]

LONGEST_NEEDED = 2_000  #: characters; more text does not make the answer surer
SMALLEST_PROBABILITY = 1e-6

# The statistical model tells English from Norwegian well, but the two Norwegian languages badly
# when the text is short: there, one word that only the other one has says more than the model.
ONLY_BOKMAL = """
    ikke fra en noen trenger tar uten hvem noe et hva bare søker hver dem mangler selger jeg én
    sier kommer hele kjører finnes hvor gjør uka uker sammen igjen henter samme leter holder vet
    ligger dager flere mye timer selv dere gir setter legger egen ansatte siden eier nå også
    hvordan uke mer kommuner ett gjøre brukes være koster kjøre ganger hvis følger eget bygger
    gi driver ble vei stedet skole skoler fikk egne vært måneder gikk hvorfor deres løsning
    løsninger mulig ønsker virksomhet virksomheter blir annet veier strøm vann bruker åpen åpne
    melk kjøtt hjem språk tjenester øker krever leier tåler
"""
ONLY_NYNORSK = """
    ikkje frå ein nokon treng tek utan kven noko kva berre søkjer kvar dei manglar sel eg éin
    seier kjem heile køyrer finst gjer veka veker saman att hentar same leitar held veit ligg
    dagar fleire mykje timar sjølv dykk gjev set legg eigen tilsette sidan eig no òg korleis
    veke meir kommunar eitt eit ei me gjere brukast vere kostar køyre gonger gong følgjer eige
    byggjer gje driv vart vert veg skule skular fekk eigne vore månader gjekk kvifor deira
    tilbod løysing løysingar mogleg ønskjer ynskjer verksemd verksemder aukar anna vegar straum
    vatn brukar mjølk kjøt heim kvart kome ho nokre då tenester krev toler leiger slepp byte
    staden reine
"""
BOKMAL_ENDING = re.compile(r"\w{4,}(?:ene|inger|ingen|heten|elig|elige|else|elser)")
NYNORSK_ENDING = re.compile(r"\w{3,}(?:ane|inga|ingar|ingane|eleg|elege|leik|ande|ar)")
AR_IN_BOTH = re.compile(r".*(?:svar|lar|januar|februar|seminar|bar|kar|par|var)")
WORD = re.compile(r"[^\W\d_]+")

WORD_WEIGHT = 2.0
ENDING_WEIGHT = 1.0
BOKMAL_IS_COMMONER = 0.7


def detect_language(text: str) -> Language:
    """The language of the text; bokmål when there is nothing to go by."""
    sample = text[:LONGEST_NEEDED]
    words = [word.lower() for word in WORD.findall(sample)]
    if not words:
        return "nb"
    likelihood = dict(_identifier().rank(sample))
    if likelihood["en"] > likelihood["no"] + likelihood["nn"]:
        return "en"
    lean = log(
        max(likelihood["nn"], SMALLEST_PROBABILITY) / max(likelihood["no"], SMALLEST_PROBABILITY)
    )
    return "nn" if lean + _nynorsk_signs(words) > BOKMAL_IS_COMMONER else "nb"


def _nynorsk_signs(words: list[str]) -> float:
    """How much single words speak for nynorsk; negative when they speak for bokmål."""
    return sum(map(_sign, set(words)))


def _sign(word: str) -> float:
    if word in _marker_weights():
        return _marker_weights()[word]
    if BOKMAL_ENDING.fullmatch(word):
        return -ENDING_WEIGHT
    if NYNORSK_ENDING.fullmatch(word) and not AR_IN_BOTH.fullmatch(word):
        return ENDING_WEIGHT
    return 0.0


@cache
def _marker_weights() -> dict[str, float]:
    bokmal = dict.fromkeys(ONLY_BOKMAL.split(), -WORD_WEIGHT)
    return bokmal | dict.fromkeys(ONLY_NYNORSK.split(), WORD_WEIGHT)


@cache
def _identifier() -> LanguageIdentifier:
    every = LanguageIdentifier.from_model_file(MODEL_FILE)
    every.set_languages(["no", "nn", "en"])
    # Made anew from the three columns kept, so that those of 130 other languages leave memory.
    return LanguageIdentifier(
        every.nb_ptc,
        every.nb_pc,
        every.nb_classes,
        every.tk_nextmove,
        every.tk_output,
        norm_probs=True,
        tk_row=every.tk_row,
    )
