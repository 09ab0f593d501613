"""Amounts, distance and time, told only as far as both texts name them. In English, as events
tell them; `shared.locale.facts` has them in the reader's language."""

from collections.abc import Iterator, Mapping
from math import log10

from services.matcher.domain.between import Between
from services.matcher.ranking.reading.cues import SAYS_NO
from services.matcher.ranking.reading.quantities import Quantity, quantities
from services.matcher.ranking.reading.reach import REACH_KM, said_km
from services.matcher.ranking.reading.seasons import Mention, clash, mentions, times
from services.matcher.ranking.sentences import sentences
from shared.clock import utc_now
from shared.glossary.concepts import concepts

Facts = Mapping[str, str]

#: Of these two texts may well name the same amount and mean the same thing.
COMPARED = frozenset({"power", "energy", "mass", "volume", "area", "pallets", "pieces"})
SAME_SCALE, FAR_APART = 0.7, 1.0  #: powers of ten


def amounts_agree(between: Between) -> Facts | None:
    found = _nearest(between)
    if not found or found[0] > SAME_SCALE:
        return None
    _, want, have = found
    exact = want.low == want.high and have.low == have.high
    if exact and between.one_wants_what_the_other_has:
        return {"have": have.told, "want": want.told}
    return {"seeker": want.told, "provider": have.told}


def amounts_differ(between: Between) -> Facts | None:
    found = _nearest(between)
    if not found or found[0] < FAR_APART:
        return None
    return {"seeker": found[1].told, "provider": found[2].told}


def _nearest(between: Between) -> tuple[float, Quantity, Quantity] | None:
    found = list(_compared(between))
    return min(found, key=lambda one: one[0]) if found else None


def _compared(between: Between) -> Iterator[tuple[float, Quantity, Quantity]]:
    for mine in quantities(between.asked):
        for its in quantities(between.answered):
            if mine.kind in COMPARED and (mine.kind, mine.yearly) == (its.kind, its.yearly):
                if mine.kind == "pieces" and _unit(mine) != _unit(its):
                    continue
                gap = max(0.0, log10(mine.low / its.high), log10(its.low / mine.high))
                yield gap, mine, its


def _unit(quantity: Quantity) -> str:
    return quantity.told.split(" ", 1)[-1].lower()


def near(between: Between) -> Facts | None:
    """With how far such a thing goes, where it has to travel and goes that far."""
    if between.distance_km is None:
        return None
    reach = _reach(between)
    told = {"km": _km(between.distance_km)}
    return {**told, "reach": _km(reach)} if reach and between.distance_km <= reach else told


def far(between: Between) -> Facts | None:
    if between.distance_km is None:
        return None
    told, said, reach = {"km": _km(between.distance_km)}, said_km(between.asked), _reach(between)
    if said and between.distance_km > said:
        return {**told, "said": _km(said)}
    return {**told, "reach": _km(reach)} if reach and between.distance_km > reach else told


def _reach(between: Between) -> float | None:
    """How far what both name travels."""
    one, other = ({its.kind for its in concepts(text)} for text in _texts(between))
    return min((REACH_KM[kind] for kind in one & other & REACH_KM.keys()), default=None)


def _km(distance: float) -> str:
    return f"{distance:.1f}"


def both_can(between: Between) -> Facts | None:
    """`when` where a year is named that is not over, else `named`: they name it, no more."""
    one, other = (list(_open_times(text)) for text in _texts(between))
    for mine in one:
        for its in other:
            years = {year for year in (mine.year, its.year) if year}
            if mine.months & its.months and len(years) < 2:
                narrow = min(mine, its, key=lambda mention: len(mention.months))
                year = min(years, default=None)
                told = f"{narrow.name} {year}" if year else narrow.name
                return {"when" if year else "named": told}
    return None


def times_exclude(between: Between) -> Facts | None:
    one, other = (times(text) for text in _texts(between))
    if not clash(one, other):
        return None
    if one.years and other.years and not one.years & other.years:
        return {"seeker": _listed(one.years), "provider": _listed(other.years)}
    mine, its = (next(iter(mentions(text)), None) for text in _texts(between))
    return {"seeker": mine.told, "provider": its.told} if mine and its else None


def _open_times(text: str) -> Iterator[Mention]:
    """Of sentences that do not say no, and of years that are not over."""
    for sentence in sentences(text):
        if not SAYS_NO.search(sentence):
            for mention in mentions(sentence):
                if not mention.year or mention.year >= utc_now().year:
                    yield mention


def _listed(years: frozenset[int]) -> str:
    return ", ".join(map(str, sorted(years)))


def _texts(between: Between) -> tuple[str, str]:
    return between.asked, between.answered
