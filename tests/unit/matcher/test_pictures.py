"""Pictures: nothing outside the frame, nothing that lies."""

import itertools
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matcher.domain.following import Member
from services.matcher.domain.overview import Link
from services.matcher.pictures.geography import map_picture
from services.matcher.pictures.lines import BOTTOM, TOP, line_picture
from services.matcher.pictures.marks import _box
from services.matcher.pictures.network import network_picture
from services.matcher.pictures.png import png_of


def a_member(n: int, **given) -> Member:
    return Member(id=uuid4(), name=f"Partner {n}", kind="business", **given)


def links_of(members):
    return [Link(one=one, other=other, state="met") for one, other in itertools.pairwise(members)]


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=12))
def test_a_line_stays_in_its_frame_and_has_few_ticks(values):
    picture = line_picture({"sent": values, "both_yes": [0] * len(values)})
    heights = [float(point.split(",")[1]) for point in picture.lines[0].points.split()]

    assert TOP - 0.1 <= min(heights) <= max(heights) <= BOTTOM + 0.1
    assert 2 <= len(picture.ticks) <= 6
    assert picture.ticks[-1].value >= max(values)


def test_labels_of_lines_that_end_together_do_not_cover_each_other():
    picture = line_picture({"a": [3], "b": [3], "c": [3]})
    heights = sorted(line.label_y for line in picture.lines)

    assert all(lower - upper >= 16 for upper, lower in itertools.pairwise(heights))


def test_the_same_network_is_the_same_picture():
    links = links_of([a_member(n) for n in range(6)])

    assert network_picture(links) == network_picture(links)


def test_of_a_large_network_the_best_linked_are_shown():
    hub, *others = [a_member(n) for n in range(40)]
    picture = network_picture([Link(one=hub, other=one, state="open") for one in others])

    assert len(picture.marks) == 15
    assert max(picture.marks, key=lambda mark: mark.radius).member == hub
    assert all(0 < mark.x < picture.width and 0 < mark.y < picture.height for mark in picture.marks)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_network_of_hardly_anybody_is_drawn(count):
    assert len(network_picture(links_of([a_member(n) for n in range(count)])).marks) in {0, 2}


def test_north_is_up_and_east_is_right():
    south_west = a_member(1, latitude=59.1, longitude=10.9)
    north_east = a_member(2, latitude=59.9, longitude=11.7)
    nowhere = a_member(3)
    first, second = map_picture([south_west, north_east, nowhere], []).picture.marks

    assert first.x < second.x
    assert first.y > second.y


def test_the_scale_of_the_map_is_true():
    one = a_member(1, latitude=59.0, longitude=11.0)
    north = a_member(2, latitude=59.5, longitude=11.0)  # 55.6 km
    found = map_picture([one, north], [])
    apart = abs(found.picture.marks[0].y - found.picture.marks[1].y)

    assert found.scale_length / found.scale_km == pytest.approx(apart / 55.6, rel=0.01)


def test_labels_lie_in_the_picture_and_never_on_each_other():
    crowd = [a_member(n, latitude=59 + n % 5 / 900, longitude=11 + n / 900) for n in range(30)]
    labels = [mark.label for mark in map_picture(crowd, links_of(crowd)).picture.marks]
    boxes = [_box(label) for label in labels if label]

    assert len(boxes) >= 3
    assert all(box.left >= 0 and box.right <= 600 for box in boxes)
    assert not any(one.covers(other) for one, other in itertools.combinations(boxes, 2))


async def test_a_picture_on_paper_has_letters():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">{}</svg>'
    empty, written = [
        await png_of(svg.format(inside)) for inside in ("", '<text x="5" y="20">Ås</text>')
    ]

    assert empty.startswith(b"\x89PNG")
    assert len(written) > len(empty) + 200
