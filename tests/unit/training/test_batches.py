from pathlib import Path

import numpy as np
import pytest

from training.batches import MASKED, Drawing
from training.recipe import read_recipe
from training.rooms import Answer, Need, Room, Telling
from training.sources import taught_rooms

ROOT = Path(__file__).parents[3]


@pytest.fixture
def room() -> Room:
    return Room(
        name="here",
        kind="networks",
        needs=[
            Need(
                id="heat", partner="baker", tellings={"nb": telling("varme"), "en": telling("heat")}
            ),
            Need(id="wood", partner="joiner", tellings={"nb": telling("tre")}),
        ],
        answers={
            "tank": answer("tank", partner="plumber"),
            "oven": answer("oven", partner="baker"),
            "plank": answer("plank", partner="sawmill"),
        },
        grades={"heat": {"tank": 2}, "wood": {"plank": 1, "oven": 2}},
        lures={"heat": {"plank": "lexical"}},
    )


def telling(text: str) -> Telling:
    return Telling(title="", text=text)


def answer(name: str, *, partner: str) -> Answer:
    return Answer(id=name, partner=partner, language="nb", telling=telling(name))


def drawn(room: Room, *, count: int = 30, **changes: float):
    always = {"draw.with_partner": 0, "draw.without_title": 0, **changes}
    recipe = read_recipe(changes=always)
    drawing = Drawing([room], mixture={"networks": 1}, draw=recipe.draw, seed=1)
    return list(drawing.batches(count))


def test_every_need_meets_an_answer_that_fits_and_its_grade(room):
    batches = drawn(room, **{"draw.need_as_answer": 0})

    assert all((batch.grades.max(axis=1) >= 1).all() for batch in batches)
    for batch in batches:
        tank, heat = batch.answers.index("tank"), position(batch, "varme", "heat")
        assert batch.grades[heat, tank] == 2


def test_what_a_partner_answers_itself_is_neither_right_nor_wrong(room):
    batches = drawn(room, **{"draw.grade_1": 0})

    seen = [
        batch.grades[position(batch, "varme", "heat"), batch.answers.index("oven")]
        for batch in batches
    ]
    assert set(seen) == {MASKED}


def test_another_telling_of_a_need_is_offered_as_an_answer_that_fits_nobody(room):
    batches = drawn(room, **{"draw.need_as_answer": 1})

    told = {text for batch in batches for text in batch.answers if text in ("varme", "heat", "tre")}
    assert {"varme", "heat"} <= told
    assert all((batch.grades[:, -2:] == 0).all() for batch in batches)


def test_the_same_seed_draws_the_same_batches(room):
    one, other = drawn(room), drawn(room)

    assert [batch.needs for batch in one] == [batch.needs for batch in other]
    assert all(np.array_equal(a.grades, b.grades) for a, b in zip(one, other, strict=True))


def test_the_untouched_network_is_never_taught_from(monkeypatch):
    monkeypatch.chdir(ROOT)

    names = {room.name for room in taught_rooms(read_recipe().data, without=("development",))}

    assert {"a", "innlandet", "troms"} <= names
    assert not names & {"buskerud", "development"}


def test_an_unknown_setting_is_refused():
    with pytest.raises(KeyError, match=r"draw\.nedes"):
        read_recipe(changes={"draw.nedes": 3})


def position(batch, *texts: str) -> int:
    return next(place for place, text in enumerate(batch.needs) if text in texts)
