import numpy as np
import pytest

from services.matcher.ranking.evidence import best_pairs
from services.matcher.ranking.explain import explain
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import pair
from services.matcher.ranking.sentences import sentences
from tests.unit.matcher.ranking_items import an_item, towards


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Vi har ca. 2,1 tonn flis, bl.a. bark. Henting kl. 8. Ring f.eks. mandag!",
            ["Vi har ca. 2,1 tonn flis, bl.a. bark.", "Henting kl. 8.", "Ring f.eks. mandag!"],
            id="abbreviations, decimals and the clock",
        ),
        pytest.param(
            "- Punkt en\n• Punkt to.\n2) «Vi vil.» Hun sa det.",
            ["Punkt en", "Punkt to.", "«Vi vil.»", "Hun sa det."],
            id="bullets and quotes",
        ),
        pytest.param(
            "Møte 12. mars 2026. Slam, flis osv. Vi tar 4 mill. kr i året.",
            ["Møte 12. mars 2026.", "Slam, flis osv.", "Vi tar 4 mill. kr i året."],
            id="dates, and abbreviations that may end",
        ),
        pytest.param(
            "We need e.g. steel. About 3.5 t? Yes.",
            ["We need e.g. steel.", "About 3.5 t?", "Yes."],
            id="English",
        ),
        pytest.param("trenger hall. kan leve uten", ["trenger hall.", "kan leve uten"], id="hasty"),
        pytest.param(" \n–\n", [], id="nothing said"),
    ],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


def test_each_sentence_is_used_once_and_the_best_pair_comes_first():
    pairs = best_pairs(
        ["heat", "warmth", "time"],
        ["warm water", "spring"],
        seeker_vectors=np.stack([towards(0), towards(8), towards(90)]),
        provider_vectors=np.stack([towards(5), towards(60)]),
    )

    assert [(p.seeker, p.provider) for p in pairs] == [("warmth", "warm water"), ("time", "spring")]
    assert pairs[0].similarity == pytest.approx(np.cos(np.radians(3)), abs=1e-3)


def test_the_first_pair_is_shown_however_weak_and_weak_ones_are_not_added():
    pairs = best_pairs(
        ["one", "two"],
        ["a", "b"],
        seeker_vectors=np.stack([towards(0), towards(10)]),
        provider_vectors=np.stack([towards(100), towards(110)]),
    )

    assert len(pairs) == 1


def test_no_sentences_no_evidence():
    nothing = np.empty((0, 0), np.float32)

    assert best_pairs([], ["a"], seeker_vectors=nothing, provider_vectors=nothing) == []


async def test_the_seeker_asks_and_the_provider_answers():
    asked = []

    async def encode(texts, role):
        asked.append((role, list(texts)))
        return np.stack([towards(10 * place) for place in range(len(texts))])

    found = pair(
        an_item("offer", text="Vi har varme. Rør finnes."),
        an_item("need", text="Vi trenger varme."),
    )
    [evidence] = await explain(found, encode=encode, means=Means())

    assert asked == [
        ("query", ["Vi trenger varme."]),
        ("passage", ["Vi har varme.", "Rør finnes."]),
    ]
    assert (evidence.seeker, evidence.provider) == ("Vi trenger varme.", "Vi har varme.")
