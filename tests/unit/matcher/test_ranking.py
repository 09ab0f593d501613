import numpy as np
import pytest

from services.matcher.embedding.choose import SHIPPED_MODEL
from services.matcher.ranking.fitted.model import fitted_for
from services.matcher.ranking.items import Side
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import pair
from services.matcher.ranking.rank import rank
from services.matcher.ranking.signals.catalogue import SIGNALS
from tests.unit.matcher.ranking_items import FITTED, an_item, towards

MOSS = (59.43, 10.66)
ALTA = (69.97, 23.27)


def ranked(subject, candidates, *, means=None):
    return rank(subject, candidates, means=means or Means(), fitted=FITTED)


def seen(found, name):
    return found.seen[list(SIGNALS).index(name)]


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

    assert seen(with_need, "alike") == pytest.approx(1)
    assert seen(with_offer, "alike") == pytest.approx(1)


def test_what_the_partner_is_is_seen_beside_what_it_offers():
    vectors = {Side.ANSWERING: towards(90), Side.ANSWERING_WITH_PARTNER: towards(0)}

    [found] = ranked(an_item("need"), [an_item("offer", vectors=vectors)])

    assert seen(found, "alike_centred") == pytest.approx(0, abs=1e-6)
    assert seen(found, "alike_with_partner") == pytest.approx(1)


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

    assert seen(plain, "alike_centred") > 0.8
    assert seen(found, "alike_centred") < 0
    assert seen(found, "alike") == seen(plain, "alike")


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
    advice = an_item("offer", id="advice", text="Vi holder kurs for alle.", place=ALTA)

    found = {one.candidate.id: one for one in ranked(need, [sludge, advice])}

    assert found["sludge"].score.parts["distance"] < 0
    assert "distance" not in found["advice"].score.parts
    assert found["advice"].distance_km == pytest.approx(1305, abs=30)


def test_an_unknown_place_speaks_neither_for_nor_against():
    need = an_item("need", text="Avsetning for slam.", place=MOSS)

    [found] = ranked(need, [an_item("offer", text="Vi tar imot slam.")])

    assert found.distance_km is None
    assert "distance" not in found.score.parts


@pytest.mark.parametrize(
    ("need", "good", "bad", "part"),
    [
        pytest.param(
            "Vi trenger teglstein.",
            "Vi har teglstein til overs.",
            "Vi søker også teglstein.",
            "direction",
            id="another who seeks the same",
        ),
        pytest.param(
            "Vi trenger transport.",
            "Vi kjører varer. Vi selger ved.",
            "Vi tilbyr ikke transport. Vi selger ved.",
            "polarity",
            id="one who says no",
        ),
        pytest.param(
            "We need 2 MW of heat.",
            "1.5 MW of heat to spare.",
            "Heat of 5 kW to spare.",
            "amount",
            id="quite another scale",
        ),
        pytest.param(
            "Kurs i mars 2027.", "Kurs i mars 2027.", "Kurs i mai 2025.", "time", id="another time"
        ),
    ],
)
def test_what_likeness_cannot_see_speaks_against(need, good, bad, part):
    offers = [an_item("offer", id="bad", text=bad), an_item("offer", id="good", text=good)]

    best, worst = ranked(an_item("need", text=need), offers)

    assert (best.candidate.id, worst.candidate.id) == ("good", "bad")
    assert worst.score.parts[part] < min(0, best.score.parts.get(part, 0.0))


def test_who_has_something_left_is_answered_by_who_seeks_it():
    need = an_item("need", text="Vi må bli kvitt kaffegrut.")

    [found] = ranked(need, [an_item("offer", text="Vi søker kaffegrut.")])

    assert seen(found, "provider_seeks") == 0
    assert seen(found, "provider_seeks_what_is_left") > 0


def test_a_long_text_is_heard_sentence_by_sentence():
    text = "Vi er et stort firma. Vi har varme."
    parts = {Side.ANSWERING: np.stack([towards(90), towards(0)])}
    offer = an_item("offer", text=text, degrees=60, sentence_vectors=parts)

    [found] = ranked(an_item("need"), [offer])

    assert seen(found, "best_sentence") == pytest.approx(1)
    assert seen(found, "alike") == pytest.approx(0.5)


def test_what_asks_and_answers_is_ranked_in_one_go():
    idea = an_item("idea")
    others = [an_item("need", id="n"), an_item("offer", id="o"), an_item("idea", id="i")]

    found = ranked(idea, others)

    assert {one.candidate.id: one.pair.kind for one in found} == {
        "n": "develop",
        "o": "develop",
        "i": "together",
    }


def test_nothing_ranks_nothing():
    assert ranked(an_item("need"), []) == []


def test_what_ships_fits_the_default_model_only():
    shipped = fitted_for(SHIPPED_MODEL)

    assert {language for language, _ in shipped.background.means} == {"nb", "nn", "en"}
    assert all(np.isfinite(mean).all() for mean in shipped.background.means.values())
    assert set(shipped.background.probes) == {"seeks", "seeks asking", "denies"}
    assert fitted_for("another").background.means == {}


def test_what_ships_never_weighs_a_signal_the_wrong_way():
    slopes = fitted_for(SHIPPED_MODEL).weights.slopes

    assert all(
        slope * signal.sign >= 0 for slope, signal in zip(slopes, SIGNALS.values(), strict=True)
    )
    assert np.abs(slopes).max() > 0
