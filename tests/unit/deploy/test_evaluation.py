import json

import numpy as np
import pytest

from deploy.evaluation.errors import EvaluationSetBroken
from deploy.evaluation.fitting.logistic import fit
from deploy.evaluation.reports import differences, evaluate
from deploy.evaluation.runs import read_run, write_run
from deploy.evaluation.scorers import matcher, plain
from deploy.evaluation.sets import read_set
from deploy.evaluation.vector_cache import RememberingEncoder
from tests.fakes.bag_of_words import BagOfWords

PARTNERS = [
    {"id": "p1", "name": "Asker", "municipality": "Moss", "county": "Østfold"},
    {"id": "p2", "name": "Giver", "description": "Vi gir."},
]
OFFERS = [
    {
        "id": f"o{n}",
        "partner_id": "p2",
        "kind": "offer",
        "title": "",
        "text": "Slam",
        "language": "nb",
    }
    for n in (1, 2, 3)
] + [{"id": "own", "partner_id": "p1", "kind": "offer", "text": "Slam", "language": "nb"}]
NEEDS = [
    {"id": "n1", "partner_id": "p1", "title": "A", "text": "B", "language": "nb", "tags": ["geo"]},
    {"id": "n2", "partner_id": "p1", "title": "C", "text": "D", "language": "en", "tags": []},
]
QRELS = "need_id\toffer_id\tgrade\nn1\to1\t2\nn1\to2\t0\nn1\town\t2\nn2\to3\t1\n"


@pytest.fixture
def folder(tmp_path):
    for name, rows in (("partners", PARTNERS), ("offers", OFFERS), ("needs", NEEDS)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, "utf-8")
    (tmp_path / "qrels.tsv").write_text(QRELS, "utf-8")
    (tmp_path / "traps.tsv").write_text("n1\to2\tgeo\n", "utf-8")
    return tmp_path


async def answered(_judged):
    return {"n1": {"o1": 0.9, "o2": 0.2, "o3": 0.1}, "n2": {"own": 0.99, "o1": 0.5, "o3": 0.4}}


class ByLength:
    """A true encoder in two dimensions: long texts point elsewhere than short ones."""

    model, dimensions = "by-length", 2

    async def open(self): ...

    async def close(self): ...

    async def encode(self, texts, *, role):
        turns = [len(text) / 20 + (role == "query") for text in texts]
        return np.array([[np.cos(turn), np.sin(turn)] for turn in turns], np.float32)


def value(found, name):
    return found.figures[name].value


async def test_figures_overall_by_slice_and_by_lure_without_ones_own(folder):
    report = await evaluate(read_set(folder), answered)

    assert report.overall.needs == 2
    assert [value(report.overall, name) for name in ("P@1", "P2@1", "Recall@5")] == [0.5, 0.5, 1]
    assert value(report.overall, "MRR") == (1 + 1 / 2) / 2
    assert value(report.slices["geo"], "nDCG@10") == 1.0
    assert report.lures["geo"].value == 1.0


async def test_a_pair_of_languages_is_judged_among_the_offers_of_that_language(folder):
    report = await evaluate(read_set(folder), answered)

    assert {name: one.needs for name, one in report.slices.items() if "→" in name} == {
        "en → nb": 1,
        "nb → nb": 1,
    }


async def test_a_need_without_an_answer_counts_as_a_miss(folder):
    async def silent(_):
        return {}

    report = await evaluate(read_set(folder), silent)

    assert [value(report.overall, name) for name in ("nDCG@10", "P@1", "AUC")] == [0.0, 0.0, None]


async def test_a_figure_lies_within_its_interval(folder):
    report = await evaluate(read_set(folder), answered)

    first = report.overall.figures["P@1"]
    assert (first.low, first.value, first.high) == (0.0, 0.5, 1.0)


async def test_a_run_does_not_differ_from_itself(folder):
    judged, run = read_set(folder), await answered(None)

    found = differences(judged, run, run)

    assert (found["nDCG@10"].low, found["nDCG@10"].high) == (0.0, 0.0)


async def test_a_written_run_is_read_as_it_was(folder, tmp_path):
    judged = read_set(folder)
    write_run(tmp_path / "run.tsv", judged, await answered(judged))

    run = read_run(tmp_path / "run.tsv")

    assert run == {"n1": {"o1": 0.9, "o2": 0.2, "o3": 0.1}, "n2": {"o1": 0.5, "o3": 0.4}}


def test_a_broken_run_says_where(tmp_path):
    (tmp_path / "run.tsv").write_text("n1\to1\t0.5\nn1\to2\n", "utf-8")

    with pytest.raises(EvaluationSetBroken, match=r"run.tsv, line 2"):
        read_run(tmp_path / "run.tsv")


async def test_a_text_is_embedded_once_however_often_it_is_evaluated(tmp_path):
    first, second = BagOfWords(), BagOfWords()
    texts = ["Slam", "Varme", "Slam"]

    made = await RememberingEncoder(first, tmp_path / "v").encode(texts, role="query")
    kept = await RememberingEncoder(second, tmp_path / "v").encode(texts, role="query")

    assert (first.encoded, second.encoded) == (["Slam", "Varme"], [])
    assert np.array_equal(made, kept)


async def test_a_text_is_embedded_again_in_another_role_and_by_another_model(tmp_path):
    one, other = BagOfWords("one"), BagOfWords("other")

    for encoder, role in ((one, "query"), (one, "passage"), (other, "query")):
        await RememberingEncoder(encoder, tmp_path / "v").encode(["Slam"], role=role)

    assert (one.encoded, other.encoded) == (["Slam", "Slam"], ["Slam"])


async def test_a_run_is_written_best_first_without_ones_own(folder, tmp_path):
    judged = read_set(folder)

    write_run(tmp_path / "run.tsv", judged, await answered(judged))

    lines = (tmp_path / "run.tsv").read_text("utf-8").splitlines()
    assert lines[:2] == ["n1\to1\t0.900000", "n1\to2\t0.200000"]
    assert not any("own" in line for line in lines)


@pytest.mark.parametrize("scorer", [matcher, plain])
async def test_every_need_is_answered_from_every_other_partners_offers(folder, scorer):
    judged = read_set(folder)

    run = await scorer(ByLength())(judged)

    assert {need: set(scores) - {"own"} for need, scores in run.items()} == {
        "n1": {"o1", "o2", "o3"},
        "n2": {"o1", "o2", "o3"},
    }


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("needs.jsonl", '{"id": "n1"', r"needs.jsonl, line 1"),
        ("needs.jsonl", '\n{"id": "n1", "language": "nb"}', r"needs.jsonl, line 2: partner_id"),
        ("needs.jsonl", json.dumps(NEEDS[0] | {"partner_id": "x"}), "n1: no partner 'x'"),
        ("offers.jsonl", json.dumps(OFFERS[0] | {"kind": "gift"}), "line 1: kind"),
        ("partners.jsonl", '{"id":"p1","name":"A"}\n' * 2, "line 2: id 'p1' is there twice"),
        ("qrels.tsv", "n1\to9\t1\n", "qrels.tsv, line 1: no offer 'o9'"),
        ("qrels.tsv", "n9\to1\t1\n", "qrels.tsv, line 1: no need 'n9'"),
        ("qrels.tsv", "need_id\toffer_id\tgrade\nn1\to1\t3\n", "line 2: the grade .* not '3'"),
        ("qrels.tsv", "n1 o1 1\n", "line 1: three columns"),
        ("traps.tsv", "n1\to9\tgeo\n", "traps.tsv, line 1: no offer"),
    ],
)
def test_a_broken_set_says_where(folder, name, text, message):
    (folder / name).write_text(text, "utf-8")

    with pytest.raises(EvaluationSetBroken, match=message):
        read_set(folder)


@pytest.mark.parametrize("name", ["partners.jsonl", "offers.jsonl", "needs.jsonl", "qrels.tsv"])
def test_a_missing_file_is_named(folder, name):
    (folder / name).unlink()

    with pytest.raises(EvaluationSetBroken, match=name):
        read_set(folder)


def test_a_file_that_is_not_utf_8_is_named(folder):
    (folder / "needs.jsonl").write_bytes("Å".encode("latin-1"))

    with pytest.raises(EvaluationSetBroken, match=r"needs.jsonl: is not UTF-8"):
        read_set(folder)


def test_lures_are_not_needed(folder):
    (folder / "traps.tsv").unlink()

    assert read_set(folder).lures == {}


def test_the_fit_finds_the_odds_it_was_drawn_from():
    chance = np.random.default_rng(1)
    features = chance.normal(size=(20_000, 2))
    odds = -1 + features @ np.array([2.0, 0.0])
    fits = (chance.random(20_000) < 1 / (1 + np.exp(-odds))).astype(float)

    assert fit(features, fits) == pytest.approx([-1, 2, 0], abs=0.1)


def test_a_column_that_would_weigh_the_wrong_way_is_left_out():
    chance = np.random.default_rng(1)
    features = chance.normal(size=(2_000, 2))
    odds = features @ np.array([2.0, -1.0])
    fits = (chance.random(2_000) < 1 / (1 + np.exp(-odds))).astype(float)

    _, first, second = fit(features, fits, signs=[1, 1])

    assert first > 1
    assert second == 0
