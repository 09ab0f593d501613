import pytest

from services.registry.languages import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Vi trenger et sted å gjøre av overskuddsvarmen fra datasenteret vårt.", "nb"),
        ("Vi treng ein stad å gjere av overskotsvarmen frå datasenteret vårt.", "nn"),
        ("We are looking for someone who can use the waste heat from our data centre.", "en"),
        ("Fellesanlegg for fiskeslam og husdyrgjødsel. Startar drifta i 2027.", "nn"),
        ("Dam og eng langs hull 7. Rydde kantsone, lage amfibiedam.", "nb"),
        ("LAVKARBONBETONG MED EPD. LEVERER I ØSTFOLD OG FOLLO.", "nb"),
        ("Sprengstein og reine massar. 200 000 m3 ved Molde, gratis ved henting.", "nn"),
        ("Second-hand steel beams, tested and certified", "en"),
        ("Ledig kjøling", "nb"),
        ("Ikkje kast det", "nn"),
    ],
)
def test_tells_the_three_languages_apart(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "   ", "1234", "!?", "\U0001f331"])
def test_nothing_to_go_by_is_bokmal(text):
    assert detect_language(text) == "nb"


def test_a_long_text_is_judged_by_its_beginning():
    nynorsk = "Vi treng nokon som kan ta imot bygningsmaterialar frå gamle skular. "

    assert detect_language(nynorsk * 1_000) == "nn"


def test_a_name_in_another_language_does_not_change_the_answer():
    text = "Vi i Green Energy Solutions leter etter noen som vil dele en lastebil med oss."

    assert detect_language(text) == "nb"
