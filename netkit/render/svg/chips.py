"""The chips of a card as SVG: columns beside one another where there is room, else below one another, with the wires between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.render.svg.document import coordinate, element, escaped, path
from netkit.render.svg.strokes import COLOURS, LINES, SMALL, arrow, cut, signed, words
from netkit.render.svg.texts import width_of
from netkit.view import ChipShape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netkit.view import Chip, Wire

__all__ = ["HEIGHT", "Spot", "draw_chip", "draw_wires", "place"]

HEIGHT = 38.0
_NARROWEST = 84.0
_NARROW_NAME = 124.0
_WIDEST = 210.0
_GAP = 8.0
_TITLE, _TEXT = 12.5, 11.5
_DROP = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a chip lies, in CSS pixels, and in which of the card's columns; `beside` says that columns stand beside one another."""

    x: float
    y: float
    width: float
    column: int
    beside: bool

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.width / 2, self.y + HEIGHT / 2


def place(
    columns: Sequence[Sequence[Chip]], wires: Sequence[Wire], x: float, y: float, width: float
) -> tuple[dict[str, Spot], float]:
    """Where each chip lies, from (x, y) on, and where they end below."""
    needs = [max((_need(chip) for chip in column), default=_NARROWEST) for column in columns]
    gaps = _gaps(columns, wires)
    if len(columns) * _NARROWEST + sum(gaps) > width:
        return _below(columns, needs, x, y, width)
    room = width - sum(gaps)
    if sum(needs) > room:
        needs = _narrowed(needs, room)
    elif gaps:
        gaps = [gap + min((room - sum(needs)) / len(gaps), 26.0) for gap in gaps]
    tallest = max(map(len, columns), default=0)
    high = tallest * (HEIGHT + _GAP) - _GAP
    spots: dict[str, Spot] = {}
    at = x
    for number, column in enumerate(columns):
        top = y + (high - (len(column) * (HEIGHT + _GAP) - _GAP)) / 2
        for row, chip in enumerate(column):
            spots[chip.key] = Spot(x=at, y=top + row * (HEIGHT + _GAP), width=needs[number], column=number, beside=True)
        at += needs[number] + (gaps[number] if number < len(gaps) else 0)
    return spots, y + high


def _narrowed(needs: Sequence[float], room: float) -> list[float]:
    """The widths made to fit: what comes last has names, which can be read when they are cut, so it gives way first."""
    last = max(needs[-1] - max(sum(needs) - room, 0.0), min(needs[-1], _NARROW_NAME))
    first = needs[:-1]
    over = sum(first) + last - room
    if over <= 0:
        return [*first, last]
    narrowed = [*first, last]
    spare = sum(need - _NARROWEST for need in narrowed)
    return [need - (need - _NARROWEST) * over / spare for need in narrowed]


def _gaps(columns: Sequence[Sequence[Chip]], wires: Sequence[Wire]) -> list[float]:
    """Between each two columns, as much as the labels of the wires there need."""
    at = {chip.key: number for number, column in enumerate(columns) for chip in column}
    found = []
    for number in range(len(columns) - 1):
        labels = [
            width_of(wire.label, SMALL)
            for wire in wires
            if at.get(wire.source, -1) <= number < at.get(wire.target, -1) and wire.source in at
        ]
        found.append(max(labels, default=2.0) + 14.0)
    return found


def _need(chip: Chip) -> float:
    wide = max(width_of(signed(chip.standing, chip.title), _TITLE), width_of(chip.text, _TEXT))
    point = 5.0 if chip.shape is ChipShape.TAG else 0.0
    return min(max(wide + 2 * _lead(chip.shape) + point, _NARROWEST), _WIDEST)


def _lead(shape: ChipShape) -> float:
    """What is left free at both ends."""
    return 13.0 if shape is ChipShape.PILL else 10.0


def _below(
    columns: Sequence[Sequence[Chip]], needs: Sequence[float], x: float, y: float, width: float
) -> tuple[dict[str, Spot], float]:
    """The columns as rows, one below the other."""
    spots: dict[str, Spot] = {}
    for number, column in enumerate(columns):
        y += _DROP if number else 0
        wide = min(needs[number], width)
        fitting = max(int((width + _GAP) // (_NARROWEST + _GAP)), 1)
        fitting = min(fitting, max(len(column), 1))
        wide = min(wide, (width - (fitting - 1) * _GAP) / fitting)
        for row, chip in enumerate(column):
            across, down = row % fitting, row // fitting
            spots[chip.key] = Spot(
                x=x + across * (wide + _GAP),
                y=y + down * (HEIGHT + _GAP),
                width=wide,
                column=number,
                beside=False,
            )
        y += ((len(column) - 1) // fitting + 1) * (HEIGHT + _GAP) - _GAP
    return spots, y


def draw_chip(chip: Chip, spot: Spot) -> str:
    """A chip with its sign, title and text; what has no room is in its title."""
    look = LINES[chip.standing]
    colour = COLOURS[chip.standing]
    outline = _outline(chip.shape, spot)
    lead = _lead(chip.shape)
    room = spot.width - 2 * lead + 1
    head = signed(chip.standing, chip.title)
    told = ", ".join(part for part in (chip.title, chip.text, chip.note) if part)
    ink = "ink" if colour == "frame" else colour
    return element(
        "g",
        element("title", escaped(told)),
        path(outline, "fill-paper"),
        path(outline, f"tint-{colour}"),
        path(outline, look),
        words(spot.x + lead, spot.y + 16, cut(head, room, _TITLE), f"{ink} small strong"),
        words(spot.x + lead, spot.y + 30.5, cut(chip.text, room, _TEXT), "quiet small"),
        class_="chip",
    )


def _outline(shape: ChipShape, spot: Spot) -> str:
    x, y, w, h = spot.x, spot.y, spot.width, HEIGHT
    if shape is ChipShape.PILL:
        return _round(x, y, w, h, h / 2)
    if shape is ChipShape.TAG:
        # a luggage tag: its right end is pointed, towards what it means
        c = coordinate
        return f"M{c(x)} {c(y)}H{c(x + w - 9)}L{c(x + w)} {c(y + h / 2)}L{c(x + w - 9)} {c(y + h)}H{c(x)}Z"
    return _round(x, y, w, h, 2.0)


def _round(x: float, y: float, w: float, h: float, r: float) -> str:
    c = coordinate
    return (
        f"M{c(x + r)} {c(y)}H{c(x + w - r)}A{c(r)} {c(r)} 0 0 1 {c(x + w)} {c(y + r)}V{c(y + h - r)}"
        f"A{c(r)} {c(r)} 0 0 1 {c(x + w - r)} {c(y + h)}H{c(x + r)}A{c(r)} {c(r)} 0 0 1 {c(x)} {c(y + h - r)}"
        f"V{c(y + r)}A{c(r)} {c(r)} 0 0 1 {c(x + r)} {c(y)}Z"
    )


def draw_wires(wires: Sequence[Wire], spots: Mapping[str, Spot], bottom: float) -> Iterator[str]:
    """The wires between chips of one card; of several between the same two columns one has the label."""
    labelled: set[tuple[int, int, str]] = set()
    inside = [wire for wire in wires if wire.source in spots and wire.target in spots]
    for wire in sorted(inside, key=lambda one: spots[one.source].y + spots[one.target].y):
        source, target = spots[wire.source], spots[wire.target]
        points, label = _way(source, target, bottom)
        yield arrow(points, LINES[wire.standing], COLOURS[wire.standing])
        kind = (source.column, target.column, wire.label)
        if kind not in labelled and not (source.beside and target.column - source.column > 1):
            labelled.add(kind)
            ink = "wrong" if COLOURS[wire.standing] == "wrong" else "quiet"
            anchor = "middle" if source.beside else "start"
            yield words(label[0], label[1], wire.label, f"{ink} small", anchor=anchor)


def _way(source: Spot, target: Spot, bottom: float) -> tuple[list[tuple[float, float]], tuple[float, float]]:
    """From a chip to another of the same card, and where its label stands."""
    if not source.beside:
        reach = min(source.width, target.width) / 2
        start, end = (source.x + reach, source.y + HEIGHT), (target.x + reach, target.y)
        return [start, end], ((start[0] + end[0]) / 2 + 7, (start[1] + end[1]) / 2 + 3)
    start, end = (source.x + source.width, source.middle[1]), (target.x, target.middle[1])
    if target.column - source.column > 1:
        under = bottom + 5
        way = [(source.middle[0], source.y + HEIGHT), (source.middle[0], under), (target.middle[0], under)]
        return [*way, (target.middle[0], target.y + HEIGHT)], ((start[0] + end[0]) / 2, under - 3)
    if abs(start[1] - end[1]) < 1:
        return [start, end], ((start[0] + end[0]) / 2 - 2, start[1] - 5)
    middle = (start[0] + end[0]) / 2
    level = min(start[1], end[1])
    return [start, (middle, start[1]), (middle, end[1]), end], (middle - 2, level - 5)
