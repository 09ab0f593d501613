import numpy as np
import pytest

from services.matcher.ranking.items import Side
from services.matcher.ranking.means import ENOUGH_TEXTS, Mean, Means, centred

KEY = ("nb", Side.ASKING)
SHIPPED = np.array([1.0, 0.0], np.float32)
OWN = np.array([0.0, 1.0], np.float32)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(0, [1.0, 0.0], id="no texts yet: as shipped"),
        pytest.param(ENOUGH_TEXTS, [0.5, 0.5], id="enough texts: half and half"),
        pytest.param(19 * ENOUGH_TEXTS, [0.05, 0.95], id="many texts: nearly its own"),
    ],
)
def test_a_network_takes_over_as_its_texts_grow(texts, expected):
    means = Means.blend(shipped={KEY: SHIPPED}, network={KEY: Mean(OWN, texts)})

    assert means.of(*KEY) == pytest.approx(expected)


@pytest.mark.parametrize(("texts", "known"), [(ENOUGH_TEXTS - 1, False), (ENOUGH_TEXTS, True)])
def test_without_a_shipped_mean_enough_texts_are_needed(texts, known):
    means = Means.blend(shipped={}, network={KEY: Mean(OWN, texts)})

    assert isinstance(means.of(*KEY), np.ndarray) is known


def test_an_unknown_language_is_left_as_it_is():
    means = Means({KEY: SHIPPED})

    assert means.of("se", Side.ASKING) == 0.0


def test_a_vector_that_is_the_mean_becomes_nought_and_not_nan():
    vectors = np.stack([SHIPPED, OWN])

    found = centred(vectors, np.stack([SHIPPED, SHIPPED]))

    assert found[0].tolist() == [0.0, 0.0]
    assert np.linalg.norm(found[1]) == pytest.approx(1)
