"""What speaks for and against, as a sentence in the reader's language."""

from services.matcher.domain.reasons import Reason
from shared.locale import Language, words
from shared.locale.facts import told_amount, told_amounts, told_time
from shared.locale.formats import distance

_KILOMETRES = frozenset({"km", "reach", "said"})


def for_words(reason: Reason, language: Language) -> str:
    return _words("part", reason, language)


def against_words(reason: Reason, language: Language) -> str:
    return _words("against", reason, language)


def _words(side: str, reason: Reason, language: Language) -> str:
    """The words are chosen by what is known: `part.distance.km_reach`."""
    code = ".".join(filter(None, (side, reason.name, "_".join(sorted(reason.facts)))))
    return words(language)(code, **_told(reason, language))


def _told(reason: Reason, language: Language) -> dict[str, str]:
    facts = dict(reason.facts)
    if reason.name == "amount":
        return _amounts(facts, language)
    if reason.name == "time":
        return {name: told_time(its, language) for name, its in facts.items()}
    return {
        name: distance(float(its), language) if name in _KILOMETRES else its
        for name, its in facts.items()
    }


def _amounts(facts: dict[str, str], language: Language) -> dict[str, str]:
    if "have" in facts:
        have, want = told_amounts(facts["have"], facts["want"], language)
        return {"have": have, "want": want}
    return {name: told_amount(its, language) for name, its in facts.items()}
