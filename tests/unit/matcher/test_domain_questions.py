import pytest

from services.matcher.domain.questions import question_for


@pytest.mark.parametrize(
    ("text", "question"),
    [
        pytest.param("", "more", id="nothing"),
        pytest.param("🌱🌍", "more", id="emoji"),
        pytest.param("vi vil bli grønnere", "more", id="what everybody wants"),
        pytest.param("We want to be more sustainable together", "more", id="English"),
        pytest.param("Me ynskjer samarbeid om klima", "more", id="nynorsk"),
        pytest.param("<b>Hei</b>", "more", id="only markup and a greeting"),
        pytest.param("Trenger lokaler", "where", id="stands still"),
        pytest.param("Trenger flis", "how_much", id="a thing to carry"),
        pytest.param("200 tonn flis", None, id="an amount and a thing"),
        pytest.param("200 tonn", "more", id="an amount of nothing"),
        pytest.param("Klimaregnskap ønskes", "tried", id="knowledge"),
        pytest.param("Vi trenger varme.", None, id="three words, one of which says it"),
        pytest.param("Brukte kontormøbler søkes", None, id="short, but says it"),
        pytest.param("Lystgass, noen som har fanget det?", None, id="one sentence"),
    ],
)
def test_who_says_too_little_is_asked_one_thing(text, question):
    assert question_for("need", text) == question


@pytest.mark.parametrize("text", ["Jutesekker", "Solceller på tak", "Eikekapp"])
def test_offers_may_be_short(text):
    assert question_for("offer", text) is None
    assert question_for("capability", text) is None


def test_an_offer_of_nothing_is_asked_for_more():
    assert question_for("offer", "Vi kan bidra med noe bærekraftig") == "more"
