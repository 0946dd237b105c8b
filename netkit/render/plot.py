"""A plot: lines and marks between two axes with round numbers, and a legend that tells the signs apart without colour."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.render.dots import MARGIN, Canvas, sample
from netkit.render.events import plot_events, scales
from netkit.render.lines import Line, Span, Style, chopped, indented, measure, padded, wrap
from netkit.render.reduction import drawable, reduced
from netkit.render.steps import stepped
from netkit.view import Plot, PlotMark, PlotShape, Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from netkit.render.page import Page
    from netkit.render.scale import Scale

__all__ = ["arrange"]

_NARROWEST = 40
_WIDEST = 100
_TALLEST = 22
_LOWEST = 10
_TICK_ROOM = 12
_COLOURS = (Style.MARK_1, Style.MARK_2, Style.MARK_3, Style.MARK_4)
_SIGNS: Mapping[PlotMark, tuple[str, str]] = MappingProxyType(
    {
        PlotMark.DOT: ("•", "."),
        PlotMark.CROSS: ("×", "x"),
        PlotMark.PLUS: ("+", "+"),
        PlotMark.RING: ("○", "o"),
        PlotMark.TRIANGLE: ("▲", "^"),
        PlotMark.DIAMOND: ("◆", "#"),
    }
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How a series is drawn: its letter or sign, and its style; `number` counts lines, for their dashes."""

    sign: str
    style: Style
    number: int


def arrange(block: Plot, page: Page) -> Iterator[Line]:
    """The caption, the picture, the legend; where there is no room for a picture, its list of events."""
    if block.caption:
        yield from wrap([(chopped(page.text(block.caption), page.prose), Style.HEADING)], page.prose)
    points = [drawable(series) for series in block.series]
    if page.width < _NARROWEST or not any(points):
        for text in plot_events(block):
            yield from wrap([(chopped(page.text(text), page.prose - 2), Style.TEXT)], page.prose, hang=2)
        return
    braille = page.boxes and page.has("⠿┤┬└─•×○▲◆")
    rows = min(max(page.width // 5, _LOWEST), _TALLEST)
    x, y = scales(block, points, max(min(page.width, _WIDEST) // _TICK_ROOM, 2), rows // 2)
    labels = [page.text(text) for _, text in y.ticks()]
    indent = 2 + max(map(measure, labels)) + 1
    columns = min(page.width, _WIDEST) - indent - 2 - MARGIN
    canvas = Canvas(_even(columns, x), _even(rows, y), braille=braille)
    looks = _looks(block.series, fine=braille)
    _draw(canvas, block.series, points, looks, (x, y))
    if y.name:
        yield from indented(wrap([(chopped(page.text(y.name), page.width - 2), Style.QUIET)], page.width - 2), 2)
    yield from _body(canvas, y, labels, indent)
    yield from _foot(canvas, x, page, indent)
    yield from _legend(block.series, looks, page, braille=braille)


def _even(size: int, scale: Scale) -> int:
    """At most `size`, such that all ticks lie equally far from each other."""
    steps = scale.last - scale.first
    return max((size - 1) // steps, 1) * steps + 1


def _looks(many: Sequence[Series], *, fine: bool) -> list[_Look]:
    looks: list[_Look] = []
    lines = 0
    for number, series in enumerate(many):
        style = _COLOURS[number % len(_COLOURS)]
        if series.shape is PlotShape.MARKS:
            looks.append(_Look(sign=_SIGNS[series.mark][not fine], style=style, number=0))
        else:
            looks.append(_Look(sign=_LETTERS[lines % len(_LETTERS)], style=style, number=lines))
            lines += 1
    return looks


def _draw(
    canvas: Canvas,
    many: Sequence[Series],
    points: Sequence[Sequence[tuple[float, float]]],
    looks: Sequence[_Look],
    axes: tuple[Scale, Scale],
) -> None:
    """The series on the canvas, marks over lines, a letter at the end of each line."""
    x, y = axes
    for series, some, look in zip(many, points, looks, strict=True):
        if series.shape is PlotShape.MARKS or not some:
            continue
        kept = reduced(some, x, canvas.columns * 2)
        kept = stepped(kept) if series.shape is PlotShape.STEPS else kept
        canvas.path([(x.at(a), y.at(b)) for a, b in kept], look.number, look.sign, look.style)
    for series, some, look in zip(many, points, looks, strict=True):
        if series.shape is PlotShape.MARKS:
            for a, b in some:
                canvas.sign(x.at(a), y.at(b), look.sign, look.style)
    for series, some, look in zip(many, points, looks, strict=True):
        if series.shape is not PlotShape.MARKS and some:
            canvas.name(x.at(some[-1][0]), y.at(some[-1][1]), look.sign, look.style)


def _body(canvas: Canvas, y: Scale, labels: Sequence[str], indent: int) -> Iterator[Line]:
    ticks = {canvas.row_of(place): text for (place, _), text in zip(y.ticks(), labels, strict=True)}
    for row, line in enumerate(canvas.lines()):
        text = ticks.get(row)
        edge = ("┤" if text is not None else "│") if canvas.braille else ("+" if text is not None else "|")
        label = (text or "").rjust(indent - 1 + len(text or "") - measure(text or ""))
        yield [(f"{label} {edge}", Style.QUIET), *line]


def _foot(canvas: Canvas, x: Scale, page: Page, indent: int) -> Iterator[Line]:
    """The lower axis with its ticks, their numbers as far as they do not touch, and what it measures."""
    corner, bar, tick = ("└", "─", "┬") if canvas.braille else ("+", "-", "+")
    axis = [bar] * canvas.columns
    numbers = ""
    for place, text in x.ticks():
        column = canvas.column_of(place)
        axis[column] = tick
        shown = page.text(text)
        at = max(min(indent + 1 + column - measure(shown) // 2, page.width - measure(shown)), 0)
        if not numbers or at >= measure(numbers) + 2:
            numbers = numbers.ljust(at) + shown
    yield [(" " * indent + corner + "".join(axis), Style.QUIET)]
    yield [(numbers, Style.QUIET)]
    if x.name:
        name = page.text(x.name)
        at = max(indent + 1 + canvas.columns - measure(name), 0)
        yield from indented(wrap([(chopped(name, page.width - at), Style.QUIET)], page.width - at), at)


def _legend(many: Sequence[Series], looks: Sequence[_Look], page: Page, *, braille: bool) -> Iterator[Line]:
    """The signs with the names of the series, as many on a line as fit."""
    yield []
    line: list[Span] = []
    used = 0
    for series, look in zip(many, looks, strict=True):
        sign: list[Span] = [(look.sign, look.style)]
        if series.shape is not PlotShape.MARKS and braille:
            sign.append((f" {sample(look.number)}", look.style))
        width = sum(measure(text) for text, _ in sign)
        name = page.text(series.name)
        if line and used + 3 + width + 1 + measure(name) > page.width:
            yield line
            line, used = [], 0
        lead = "   " if line else "  "
        whole = len(lead) + width + 1 + measure(name)
        if whole > page.width:
            room = page.width - len(lead) - width - 1
            first, *rest = wrap([(chopped(name, room), Style.TEXT)], room)
            yield [(lead, Style.TEXT), *sign, (" ", Style.TEXT), *first]
            yield from (padded([], len(lead) + width + 1) + list(piece) for piece in rest)
            continue
        line += [(lead, Style.TEXT), *sign, (" ", Style.TEXT), (name, Style.TEXT)]
        used += whole
    if line:
        yield line
