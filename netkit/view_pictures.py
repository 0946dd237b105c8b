"""The blocks of the view tree that are pictures where there is room for one: headers, bits, lanes, ladders, plots.

Each says everything in words and numbers, from which its text twin is made: a list, for ears, for narrow pages and for a picture's
description. `netkit.view` gives them out; import them from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = [
    "Axis",
    "Bar",
    "Bars",
    "BitCell",
    "BitDiagram",
    "BitRow",
    "Bits",
    "Emphasis",
    "Gap",
    "Ladder",
    "Lane",
    "LanePart",
    "Lanes",
    "Plot",
    "PlotMark",
    "PlotShape",
    "Rung",
    "Series",
    "Side",
    "Stage",
    "StageLine",
    "Stages",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BitCell:
    """A field in a header's picture; `width_bits` None is a field of variable length, drawn over a whole row."""

    label: str
    width_bits: int | None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BitDiagram:
    """A header as the RFCs draw it, `row_bits` bits a row; `caption` names it."""

    cells: Sequence[BitCell]
    caption: str
    row_bits: int = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class BitRow:
    """A number whose bits are shown, with what it is (`note`).

    Only the first `length` bits count if it is given: the others are left open. `pointer` is a bit that is pointed at, with a `remark`.
    """

    label: str
    value: int
    note: str = ""
    length: int | None = None
    pointer: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bits:
    """Numbers of `width_bits` in binary, one below the other, so that equal places stand in one column. Bit 0 is the highest.

    A line parts the first `split` bits from the rest; `parts` names the two. With `digit_bits` 4 the digits are hex.
    """

    rows: Sequence[BitRow]
    width_bits: int
    split: int | None = None
    parts: tuple[str, str] = ("", "")
    digit_bits: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePart:
    """A stretch of a lane, drawn with one `sign` all along; `text` says what it is. An empty one is not drawn."""

    start: int
    end: int
    sign: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One line of a picture of lanes; `note` stands behind it, or beneath."""

    label: str
    parts: Sequence[LanePart] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """Lanes above one another over one scale from `start` up to `end`, where `noun` names one step of it; a lane without a label parts.

    Where there is room, every `unit` steps get as many columns, so that equal lengths look equal.
    """

    lanes: Sequence[Lane]
    start: int
    end: int
    noun: str = "byte"
    unit: int = 1
    caption: str = ""


class Emphasis(Enum):
    """How a rung of a ladder stands out; an output shows it by the line or a sign, never by colour alone."""

    PLAIN = "plain"
    AGAIN = "sent again"
    PROBLEM = "a problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One who sends and receives. `clock` says what its column of times is ("its clock, ms"), `unit` how a time is read out ("ms")."""

    name: str
    clock: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One message from the side numbered `source` to the side numbered `target` (from 0, left to right).

    `label` stands where the arrow begins, `remark` behind everything else, with the `rule` it follows ("RFC 5681 §3.2").
    The times stand at the arrow's left and right end, whichever way it points; a capture has one clock and gives one of them.
    A `lost` one never arrives; it has no time at its target. `packet` is its number in a capture.
    """

    label: str
    source: int = 0
    target: int = 1
    left_time: str = ""
    right_time: str = ""
    remark: str = ""
    rule: str = ""
    lost: bool = False
    emphasis: Emphasis = Emphasis.PLAIN
    packet: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What lies between two rungs and is not drawn: "12 packets without anything new left out", "1.2 s pass"."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Messages between two sides or more, in the order in which they are told, one below the other.

    Raises:
        ValueError: there are fewer than two sides, or a rung does not go from one of them to another.
    """

    sides: Sequence[Side]
    rows: Sequence[Rung | Gap]
    caption: str = ""

    def __post_init__(self) -> None:
        if len(self.sides) < 2:
            raise ValueError("a ladder has at least two sides")
        there = range(len(self.sides))
        for row in self.rows:
            if isinstance(row, Rung) and not (row.source in there and row.target in there and row.source != row.target):
                raise ValueError(f"a rung from side {row.source} to side {row.target} has no place in this ladder")


class PlotShape(Enum):
    """How the points of a series belong together: by a line, by steps (a value holds until the next), or not at all."""

    LINE = "line"
    STEPS = "steps"
    MARKS = "marks"


class PlotMark(Enum):
    """The sign of a series of marks; they can be told apart without colour."""

    DOT = "dot"
    CROSS = "cross"
    PLUS = "plus"
    RING = "ring"
    TRIANGLE = "triangle"
    DIAMOND = "diamond"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """What is measured ("sequence number") and in which unit.

    With the unit "s" or "bytes" an output may choose ms, kB or MB if the numbers read better so. The axis spans all points,
    and `least` and `most` if they are given (0, say, for a window).
    """

    label: str
    unit: str = ""
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Points (x, y) under one name. `mark` is for `PlotShape.MARKS`. What is no finite number is not drawn.

    There may be very many points; an output draws of those that fall on one column the first, least, greatest and last.
    """

    name: str
    points: Sequence[tuple[float, float]]
    shape: PlotShape = PlotShape.LINE
    mark: PlotMark = PlotMark.DOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Series over one pair of axes. `events` tells what is to be seen, in order; the series' ranges are told beside it."""

    x: Axis
    y: Axis
    series: Sequence[Series]
    caption: str = ""
    events: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: what it is of, how long its bar is compared with the others (no less than 0), and what the number is in words.

    With a `whole`, the bar is of a track of its own, full at that value: how far something has come.
    """

    label: str
    value: int
    note: str
    whole: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Bars below one another over one scale, the longest as wide as there is room."""

    rows: Sequence[Bar]
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageLine:
    """One line of a stage: what kind of thing is said (`asked`, `because`), what, and the rule that it rests on."""

    label: str
    text: str
    source: str = ""
    trouble: bool = False
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One of several things that were done in order: its number, where it was done, and what there is to say of it.

    `depth` is 0 for the main line and one more for each stage that waits for this one; `parent` is the number of the one that waits.
    """

    number: int
    place: str
    lines: Sequence[StageLine]
    depth: int = 0
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """Stages in the order in which they were done, those that another waits for indented below it; `noun` names one of them."""

    rows: Sequence[Stage]
    noun: str = "step"
