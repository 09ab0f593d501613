"""The network on a map: partners where they are, without a coast to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from uuid import UUID

from services.matcher.domain.following import Member
from services.matcher.domain.overview import Link
from services.matcher.pictures.marks import MarkPicture, Point, mark_picture

WIDTH, HEIGHT, BORDER = 600.0, 420.0, 44.0
KM_A_DEGREE = 111.2
#: A picture is at least this wide, or one town would fill it with streets nobody knows.
NARROWEST_KM = 12.0
SCALES_KM = (2, 5, 10, 20, 50, 100, 200, 500)
LONGEST_SCALE = 130.0  #: pixels


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """`scale_km` kilometres are `scale_length` pixels."""

    picture: MarkPicture
    scale_km: int
    scale_length: float


def map_picture(members: Sequence[Member], links: Sequence[Link]) -> MapPicture:
    """Those whose place is known, north up, in an equirectangular projection."""
    placed = {
        one.id: (one.longitude, one.latitude, one)
        for one in members
        if one.latitude is not None and one.longitude is not None
    }
    kilometres = _kilometres({one: (x, y) for one, (x, y, _) in placed.items()})
    pixels_a_km = _pixels_a_km(list(kilometres.values()))
    places = {
        one: (WIDTH / 2 + x * pixels_a_km, HEIGHT / 2 - y * pixels_a_km)
        for one, (x, y) in kilometres.items()
    }
    known = {one: member for one, (_, _, member) in placed.items()}
    scale = max((km for km in SCALES_KM if km * pixels_a_km <= LONGEST_SCALE), default=SCALES_KM[0])
    return MapPicture(
        picture=mark_picture(places, known, links, width=WIDTH, height=HEIGHT),
        scale_km=scale,
        scale_length=round(scale * pixels_a_km, 1),
    )


def _kilometres(places: dict[UUID, Point]) -> dict[UUID, Point]:
    """East and north of the middle of all."""
    if not places:
        return {}
    east = [x for x, _ in places.values()]
    north = [y for _, y in places.values()]
    middle_x, middle_y = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    narrowed = cos(radians(middle_y))
    return {
        one: ((x - middle_x) * KM_A_DEGREE * narrowed, (y - middle_y) * KM_A_DEGREE)
        for one, (x, y) in places.items()
    }


def _pixels_a_km(places: Sequence[Point]) -> float:
    widest = max([NARROWEST_KM, *(2 * abs(x) for x, _ in places)])
    tallest = max([NARROWEST_KM, *(2 * abs(y) for _, y in places)])
    return min((WIDTH - 2 * BORDER) / widest, (HEIGHT - 2 * BORDER) / tallest)
