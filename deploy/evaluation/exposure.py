"""How evenly a run spreads what is shown, and what it costs to prefer partners of another kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deploy.evaluation.answers import Run, answers
from deploy.evaluation.reports import report
from deploy.evaluation.sets import EvaluationSet
from services.matcher.domain.fairness import gini, order_of, share_of_top
from services.matcher.ranking.rank import AT_LEAST, AT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Exposure:
    """Of what would be proposed. None where nothing is."""

    gini: float | None
    top_tenth: float | None
    bridges: float | None  #: share of pairs of two kinds of partner


def exposure(judged: EvaluationSet, run: Run, chances: Run | None = None) -> Exposure:
    """Over all partners that offer something; `chances` where the run is ordered otherwise."""
    shown: Counter[str] = Counter(dict.fromkeys(_offering(judged), 0))
    bridging = []
    for one in answers(judged, run):
        chance = (chances or run).get(one.need.id, {})
        for offer in [name for name in one.offers if chance[name] >= AT_LEAST][:AT_MOST]:
            shown[judged.offers[offer].partner_id] += 1
            bridging.append(_bridges(judged, one.need.id, offer))
    counts = list(shown.values())
    return Exposure(
        gini=gini(counts),
        top_tenth=share_of_top(counts),
        bridges=sum(bridging) / len(bridging) if bridging else None,
    )


def bridged(judged: EvaluationSet, run: Run, bridging: float) -> Run:
    """The run in the order in which the service would propose."""
    return {
        need: {
            offer: order_of(chance, bridges=_bridges(judged, need, offer), bridging=bridging)
            for offer, chance in chances.items()
        }
        for need, chances in run.items()
    }


def costs_of_bridging(
    judged: EvaluationSet, run: Run, strengths: Sequence[float]
) -> Mapping[float, tuple[float | None, float | None, Exposure]]:
    """nDCG@10, P@1 and exposure of each strength."""
    found = {}
    for strength in strengths:
        moved = bridged(judged, run, strength)
        figures = report(judged, moved).overall.figures
        spread = exposure(judged, moved, chances=run)
        found[strength] = figures["nDCG@10"].value, figures["P@1"].value, spread
    return found


def _offering(judged: EvaluationSet) -> set[str]:
    return {offer.partner_id for offer in judged.offers.values()}


def _bridges(judged: EvaluationSet, need: str, offer: str) -> bool:
    one = judged.partners[judged.needs[need].partner_id].kind
    return one != judged.partners[judged.offers[offer].partner_id].kind
