"""Several series of numbers, month by month, as lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEFT, RIGHT, TOP, BOTTOM = 34.0, 476.0, 22.5, 210.0
MOST_STEPS = 5
#: So far apart, in pixels, that two labels do not cover each other.
LABEL_HEIGHT = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`points` as SVG wants them; the label stands at the height `label_y`."""

    name: str
    points: str
    latest: int
    label_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    value: int
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePicture:
    lines: Sequence[Line]
    ticks: Sequence[Tick]
    xs: Sequence[float]


def line_picture(series: Mapping[str, Sequence[int]]) -> LinePicture:
    """Every series has a number for each month."""
    highest = max((max(values, default=0) for values in series.values()), default=0)
    step = _step(highest)
    top = step * MOST_STEPS
    while top - step >= max(highest, 1):
        top -= step
    months = max((len(values) for values in series.values()), default=0)
    xs = [LEFT + (RIGHT - LEFT) * n / max(months - 1, 1) for n in range(months)]
    labels = _apart({name: _y(values[-1] if values else 0, top) for name, values in series.items()})
    return LinePicture(
        lines=[
            Line(
                name=name,
                points=" ".join(
                    f"{x:.1f},{_y(value, top):.1f}" for x, value in zip(xs, values, strict=True)
                ),
                latest=values[-1] if values else 0,
                label_y=labels[name] + 4.5,
            )
            for name, values in series.items()
        ],
        ticks=[Tick(value=value, y=_y(value, top)) for value in range(0, top + 1, step)],
        xs=xs,
    )


def _y(value: float, top: int) -> float:
    return BOTTOM - (BOTTOM - TOP) * value / top


def _step(highest: int) -> int:
    """1, 2, 5, 10, 20, 50 …: the smallest that needs no more than a few lines."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * MOST_STEPS >= highest:
                return step
        size *= 10


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """The same heights, moved up where a label would cover the one below."""
    placed: dict[str, float] = {}
    lowest = BOTTOM + LABEL_HEIGHT
    for name, y in sorted(heights.items(), key=lambda item: -item[1]):
        lowest = placed[name] = min(y, lowest - LABEL_HEIGHT)
    return placed
