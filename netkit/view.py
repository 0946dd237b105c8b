"""The neutral tree between a pillar and an output: what there is to see, with no word about colours, columns or markup.

A pillar turns its values into a `Document`; `netkit.render` draws documents and knows no pillar. `data` is what a machine reads
(`--json`), `blocks` what a person sees, in the order of importance. Every string may come from a wire: an output makes it safe.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from netkit.view_graph import Graph, GraphArrow, GraphBox
from netkit.view_pictures import (
    Axis,
    Bar,
    Bars,
    BitCell,
    BitDiagram,
    BitRow,
    Bits,
    Emphasis,
    Gap,
    Ladder,
    Lane,
    LanePart,
    Lanes,
    Plot,
    PlotMark,
    PlotShape,
    Rung,
    Series,
    Side,
    Stage,
    StageLine,
    Stages,
)
from netkit.view_slide import Slide, SlideOption
from netkit.view_tree import Card, CardLine, Chip, ChipShape, Jump, Standing, Tree, Wire

__all__ = [
    "Axis",
    "Bar",
    "Bars",
    "BitCell",
    "BitDiagram",
    "BitRow",
    "Bits",
    "Block",
    "Bytes",
    "Card",
    "CardLine",
    "CheckItem",
    "Checklist",
    "Chip",
    "ChipShape",
    "Document",
    "Emphasis",
    "Fact",
    "Facts",
    "Gap",
    "Graph",
    "GraphArrow",
    "GraphBox",
    "Heading",
    "Json",
    "Jump",
    "Ladder",
    "Lane",
    "LanePart",
    "Lanes",
    "Mark",
    "Next",
    "Outcome",
    "Paragraph",
    "Plot",
    "PlotMark",
    "PlotShape",
    "Remark",
    "Remarks",
    "Rung",
    "Sentence",
    "Series",
    "Side",
    "Slide",
    "SlideOption",
    "Stage",
    "StageLine",
    "Stages",
    "Standing",
    "Table",
    "Tree",
    "Trouble",
    "Wire",
]

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


class Outcome(Enum):
    """How a task of a lab stands; the value is the word in JSON."""

    RIGHT = "right"
    PARTIAL = "partial"
    WRONG = "wrong"
    SKIPPED = "skipped"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The one sentence that says what this is; it stands first."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text; `text` may hold several lines, each of which is wrapped on its own. `quiet` is for what may be passed over."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The name of a part, with where it comes from (`source`, an RFC) and where it lies (`place`, "bytes 14–33")."""

    text: str
    source: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a list of facts: a label, its value, what the value means here, and its place in the bytes."""

    label: str
    value: str
    note: str = ""
    place: str = ""
    source: str = ""
    start_bit: int | None = None
    width_bits: int = 0
    trouble: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts that are read together, one below the other."""

    rows: Sequence[Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A sentence about something: its name and value, what there is to say, and where both lie and are laid down."""

    label: str
    value: str
    text: str
    place: str = ""
    source: str = ""
    trouble: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remarks:
    """Remarks that are read together, one below the other; a sentence has the width of the page."""

    rows: Sequence[Remark]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A stretch of bits that is pointed at in a map of bytes; its bits are numbered as the map's bytes are, eight to each."""

    start_bit: int
    width_bits: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bytes:
    """A map of bytes, sixteen a row, numbered from `first`; `rows` names the rows to show (all if None)."""

    data: bytes
    marks: Sequence[Mark] = ()
    first: int = 0
    rows: Sequence[int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something wrong, where it is, the rule, and lines that say more."""

    text: str
    place: str = ""
    source: str = ""
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under named columns; `right` numbers the columns (from 0) whose cells are numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    right: Sequence[int] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One task of a lab in a list of results, with what is to be said of it; `word` says how it stands (in English, if it is empty)."""

    outcome: Outcome
    label: str
    text: str
    aside: str = ""
    details: Sequence[Block] = ()
    word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Tasks with how each stands."""

    items: Sequence[CheckItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What to do next: commands, each with a word on what it does (or none); `word` stands before them."""

    commands: Sequence[tuple[str, str]]
    word: str = "next"


Block = (
    Sentence
    | Bars
    | Paragraph
    | Heading
    | Facts
    | Remarks
    | Bytes
    | Trouble
    | Table
    | BitDiagram
    | Bits
    | Lanes
    | Ladder
    | Plot
    | Stages
    | Tree
    | Checklist
    | Slide
    | Next
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What one command reports: `schema` names the form of `data`, such as `netkit.packet.explain/1`."""

    schema: str
    data: Mapping[str, Json]
    blocks: Sequence[Block] = field(default_factory=tuple)
