"""The text twins of pictures: what is in them as a list of sentences, for ears, narrow pages and descriptions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.reduction import drawable
from netkit.render.scale import scale_of
from netkit.render.tree import tree_events
from netkit.view import BitDiagram, Emphasis, Gap, Graph, Ladder, PlotShape, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from netkit.render.scale import Scale
    from netkit.view import Axis, Plot, Rung, Series, Side

__all__ = ["bit_events", "events", "graph_events", "ladder_events", "plot_events", "scales", "span"]

_TOLD_ONE_BY_ONE = 12


def scales(
    block: Plot, points: Sequence[Sequence[tuple[float, float]]], columns: int, rows: int
) -> tuple[Scale, Scale]:
    """The scales of both axes for `points`, those of each series, with at most so many steps."""
    return (
        scale_of(block.x, (x for some in points for x, _ in some), columns),
        scale_of(block.y, (y for some in points for _, y in some), rows),
    )


def events(block: BitDiagram | Graph | Ladder | Plot | Tree) -> Iterator[str]:
    """The text twin of `block`, without its caption."""
    match block:
        case Ladder():
            return ladder_events(block)
        case BitDiagram():
            return bit_events(block)
        case Tree():
            return tree_events(block)
        case Graph():
            return graph_events(block)
        case _:
            return plot_events(block)


def span(unit: str, start: int, end: int) -> str:
    """The numbers from `start` to before `end`, as they are read out: "bits 0 to 3"."""
    return f"{unit} {start}" if end - start <= 1 else f"{unit}s {start} to {end - 1}"


def bit_events(block: BitDiagram) -> Iterator[str]:
    """The fields with the numbers of their bits; after one of variable length nobody knows these."""
    at: int | None = 0
    for cell in block.cells:
        value = f", {cell.value}" if cell.value else ""
        if cell.width_bits is None:
            place = "then" if at is None else f"from bit {at}"
            yield f"{place}: {cell.label}, of variable length{value}"
            at = None
        elif at is None:
            yield f"then {cell.width_bits} bit{'s' * (cell.width_bits != 1)}: {cell.label}{value}"
        else:
            yield f"{span('bit', at, at + cell.width_bits)}: {cell.label}{value}"
            at += cell.width_bits


def graph_events(block: Graph) -> Iterator[str]:
    """Each arrow of a graph: from where to where, why, and in which steps of the marked path; then what is not drawn."""
    for arrow in block.arrows:
        steps = f" (step {', '.join(map(str, arrow.steps))} of the path)" if arrow.steps else ""
        note = f"; {arrow.note}" if arrow.note else ""
        yield f"from {block.boxes[arrow.source].name} to {block.boxes[arrow.target].name}: {arrow.label}{note}{steps}"
    yield from block.remarks


def ladder_events(block: Ladder) -> Iterator[str]:
    """Each row of a ladder, in order: who sends what to whom, when it leaves and arrives, and what there is to say of it."""
    for row in block.rows:
        yield row.text if isinstance(row, Gap) else _rung(row, block.sides)


def _rung(row: Rung, sides: Sequence[Side]) -> str:
    sender, receiver = sides[row.source], sides[row.target]
    times = (row.left_time, row.right_time) if row.source < row.target else (row.right_time, row.left_time)
    leaves, arrives = (
        f"{time} {side.unit}" if time and side.unit else time
        for time, side in zip(times, (sender, receiver), strict=True)
    )
    told = f"Packet {row.packet}, " if row.packet is not None else ""
    told += f"{sender.name} to {receiver.name}"
    told += f" at {leaves}: {row.label}" if leaves else f": {row.label}"
    if arrives and not row.lost:
        told += f"; arrives at {arrives}" if leaves else f"; seen at {arrives}"
    parts = [
        "a problem" if row.emphasis is Emphasis.PROBLEM else "",
        "sent again" if row.emphasis is Emphasis.AGAIN and "again" not in row.label else "",
        "lost" if row.lost and not row.remark.startswith("lost") else "",
        row.remark,
    ]
    told += "".join(f"; {part}" for part in parts if part)
    return told + (f" ({row.rule})" if row.rule else "")


def plot_events(block: Plot) -> Iterator[str]:
    """What a plot measures, how far each series reaches, and the events that it tells of itself."""
    points = [drawable(series) for series in block.series]
    x, y = scales(block, points, 8, 8)
    yield f"{_axis(block.y, y)} over {_axis(block.x, x)}"
    for series, some in zip(block.series, points, strict=True):
        yield f"{series.name}: {_course(series, some, x, y)}"
    yield from block.events


def _axis(axis: Axis, scale: Scale) -> str:
    return scale.name or axis.label or "value"


def _course(series: Series, points: Sequence[tuple[float, float]], x: Scale, y: Scale) -> str:
    """Few marks one by one; else the ends, and the least and greatest if they lie elsewhere."""
    if not points:
        return "nothing"
    count = f"{len(points):,} {'mark' if series.shape is PlotShape.MARKS else 'point'}{'s' * (len(points) != 1)}"
    if series.shape is PlotShape.MARKS and len(points) <= _TOLD_ONE_BY_ONE:
        return f"{count}: " + "; ".join(_point(point, x, y) for point in points)
    told = [f"from {_point(points[0], x, y)} to {_point(points[-1], x, y)}"]
    ends = {points[0][1], points[-1][1]}
    least, greatest = (pick(points, key=lambda point: point[1]) for pick in (min, max))
    told += [f"least {_point(least, x, y)}"] if least[1] < min(ends) else []
    told += [f"greatest {_point(greatest, x, y)}"] if greatest[1] > max(ends) else []
    return f"{count}, {', '.join(told)}"


def _point(point: tuple[float, float], x: Scale, y: Scale) -> str:
    return f"{y.text(point[1])} at {x.text(point[0])}"
