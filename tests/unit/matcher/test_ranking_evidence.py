from collections.abc import Sequence

import numpy as np
import pytest

from services.matcher.ranking.explain import MOST_TRIED, explain
from services.matcher.ranking.items import Side
from services.matcher.ranking.means import Means
from services.matcher.ranking.pairing import pair
from services.matcher.ranking.sentences import sentences
from tests.unit.matcher.ranking_items import FITTED, an_item


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


WORDS = ("varme", "rør", "kaffe")


def heard(text: str) -> np.ndarray:
    """A vector that points where the words of a text point."""
    found = np.array([text.lower().count(word) + 0.01 for word in WORDS], np.float32)
    return found / np.linalg.norm(found)


async def encode(_, texts: Sequence[str], __):
    return np.stack([heard(text) for text in texts])


def spoken(kind, text):
    side = Side.ASKING if kind == "need" else Side.ANSWERING
    vectors = np.stack([heard(one) for one in sentences(text)])
    return an_item(kind, text=text, vectors={side: heard(text)}, sentence_vectors={side: vectors})


async def test_evidence_is_what_lowers_the_score_most_when_taken_away():
    need = spoken("need", "Kaffe er godt. Vi trenger varme. Ring oss.")
    offer = spoken("offer", "Ring når som helst. Kaffe har vi. Varme har vi, mye varme og varme.")
    found = pair(offer, need)

    [first, *_] = await explain(found, encode=encode, means=Means(), fitted=FITTED)

    assert first.seeker == "Vi trenger varme."
    assert first.provider == "Varme har vi, mye varme og varme."
    assert first.worth > 0


async def test_a_text_of_one_sentence_is_its_own_evidence():
    found = pair(spoken("offer", "Vi har varme."), spoken("need", "Vi trenger varme."))

    [evidence] = await explain(found, encode=encode, means=Means(), fitted=FITTED)

    assert (evidence.seeker, evidence.provider) == ("Vi trenger varme.", "Vi har varme.")


async def test_no_sentences_no_evidence():
    found = pair(spoken("offer", "Vi har varme."), an_item("need", text="–"))

    assert await explain(found, encode=encode, means=Means(), fitted=FITTED) == []


async def test_of_a_long_text_only_the_most_alike_sentences_are_taken_away():
    offer = spoken("offer", " ".join(["Kaffe, kaffe."] * 8) + " Vi har varme.")
    need = spoken("need", "Vi trenger varme.")
    embedded: list[str] = []

    async def counting(_, texts: Sequence[str], role):
        embedded.extend(texts)
        return await encode(_, texts, role)

    [first, *_] = await explain(pair(offer, need), encode=counting, means=Means(), fitted=FITTED)

    assert first.provider == "Vi har varme."
    assert len(embedded) == MOST_TRIED
