"""Very many points made few: what would fall on one column or into one cell of a picture is drawn once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.scale import finite
from netkit.view import PlotShape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from netkit.render.scale import Scale
    from netkit.view import Series

__all__ = ["drawable", "reduced", "scattered"]

Point = tuple[float, float]


def drawable(series: Series) -> list[Point]:
    """The series' finite points; those of a line or of steps from left to right."""
    points = [(float(x), float(y)) for x, y in series.points if finite(x) and finite(y)]
    if series.shape is not PlotShape.MARKS:
        points.sort(key=lambda point: point[0])
    return points


def reduced(points: Sequence[Point], x: Scale, columns: int) -> list[Point]:
    """Of the points on one of `columns` the first, the least, the greatest and the last, in their order."""
    kept: list[Point] = []
    run: list[Point] = []
    column = -1
    for point in points:
        now = min(int(x.at(point[0]) * columns), columns - 1)
        if now != column:
            kept.extend(_outline(run))
            run, column = [], now
        run.append(point)
    kept.extend(_outline(run))
    return kept


def _outline(run: Sequence[Point]) -> Iterable[Point]:
    if len(run) <= 4:
        return run
    order = range(len(run))
    places = {0, min(order, key=lambda at: run[at][1]), max(order, key=lambda at: run[at][1]), len(run) - 1}
    return [run[at] for at in sorted(places)]


def scattered(points: Iterable[Point], x: Scale, y: Scale, columns: int, rows: int) -> Iterator[Point]:
    """The first of the points in each cell of a grid."""
    taken: set[tuple[int, int]] = set()
    for point in points:
        cell = round(x.at(point[0]) * columns), round(y.at(point[1]) * rows)
        if cell not in taken:
            taken.add(cell)
            yield point
