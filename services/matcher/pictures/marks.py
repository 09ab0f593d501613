"""Partners as marks and links as edges, as pictures of the network and of the map have them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from uuid import UUID

from services.matcher.domain.following import Member
from services.matcher.domain.overview import Link, LinkState

SMALLEST, LARGEST = 6.0, 13.0
GAP = 5.0
#: What a label takes, in pixels: a letter's width is an average.
LETTER, LINE = 6.6, 14.0
LONGEST_LABEL = 34  #: letters

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    text: str
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A partner at a point. Where its label would cover another, it has none."""

    member: Member
    x: float
    y: float
    radius: float
    label: Label | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    start: Point
    end: Point
    state: LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkPicture:
    width: float
    height: float
    marks: Sequence[Mark]
    edges: Sequence[Edge]


def degrees(links: Sequence[Link]) -> Counter[UUID]:
    """How many others each partner is linked with."""
    return Counter(member.id for link in links for member in (link.one, link.other))


def best_linked(links: Sequence[Link], *, at_most: int) -> dict[UUID, Member]:
    members = {member.id: member for link in links for member in (link.one, link.other)}
    counted = degrees(links)
    best = sorted(members.values(), key=lambda one: (-counted[one.id], one.name))
    return {one.id: one for one in best[:at_most]}


def mark_picture(
    places: Mapping[UUID, Point],
    members: Mapping[UUID, Member],
    links: Sequence[Link],
    *,
    width: float,
    height: float,
) -> MarkPicture:
    """Marks as large as the number of their links; links to who is not in the picture are not."""
    counted = degrees(links)
    most = max(counted.values(), default=1)
    radii = {one: _radius(counted[one] / most) for one in places}
    labels = _labels(places, members, radii, width=width, height=height)
    return MarkPicture(
        width=width,
        height=height,
        marks=[
            Mark(
                member=members[one],
                x=round(x, 1),
                y=round(y, 1),
                radius=radii[one],
                label=labels.get(one),
            )
            for one, (x, y) in places.items()
        ],
        edges=[
            Edge(start=places[link.one.id], end=places[link.other.id], state=link.state)
            for link in sorted(links, key=lambda link: link.state == "working")
            if link.one.id in places and link.other.id in places
        ],
    )


def _radius(share: float) -> float:
    return round(SMALLEST + (LARGEST - SMALLEST) * sqrt(share), 1)


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: "Box") -> bool:
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)


def _labels(
    places: Mapping[UUID, Point],
    members: Mapping[UUID, Member],
    radii: Mapping[UUID, float],
    *,
    width: float,
    height: float,
) -> dict[UUID, Label]:
    """The best linked choose first: above, beneath, right or left of the mark, where it is free."""
    frame = Box(0, 0, width, height)
    taken = [
        Box(x - radii[one], y - radii[one], x + radii[one], y + radii[one])
        for one, (x, y) in places.items()
    ]
    labels: dict[UUID, Label] = {}
    for one in sorted(places, key=lambda one: (-radii[one], members[one].name)):
        for label in _choices(members[one].name, places[one], radii[one]):
            box = _box(label)
            inside = box.left >= 0 and box.right <= frame.right and box.top >= 0
            if inside and box.bottom <= frame.bottom and not any(map(box.covers, taken)):
                labels[one] = label
                taken.append(box)
                break
    return labels


def _choices(name: str, at: Point, radius: float) -> list[Label]:
    x, y = at
    text = name if len(name) <= LONGEST_LABEL else name[: LONGEST_LABEL - 1].rstrip() + "…"
    beside = y + GAP
    spots = (
        (x, y - radius - GAP, "middle"),
        (x, y + radius + LINE, "middle"),
        (x + radius + GAP, beside, "start"),
        (x - radius - GAP, beside, "end"),
    )
    return [
        Label(text=text, x=round(left, 1), y=round(top, 1), anchor=anchor)
        for left, top, anchor in spots
    ]


def _box(label: Label) -> Box:
    length = LETTER * len(label.text)
    left = {"middle": label.x - length / 2, "start": label.x, "end": label.x - length}[label.anchor]
    return Box(left, label.y - LINE + 3, left + length, label.y + 3)
