"""The block of the view tree that is a graph: boxes with names, arrows between them. `netkit.view` gives it out; import it from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Graph", "GraphArrow", "GraphBox"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphBox:
    """A box with a name; `column` and `row` say where it stands, counted from 0, and may lie between two."""

    name: str
    column: float
    row: float
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphArrow:
    """An arrow from the box numbered `source` to that numbered `target`; `label` says why it is gone, `note` what goes with it.

    `steps` are the numbers under which it is gone on a marked path. `bend` moves its middle to its left, in rows; `at` is where along it
    the label stands, from 0 to 1.
    """

    source: int
    target: int
    label: str
    note: str = ""
    steps: Sequence[int] = ()
    bend: float = 0.0
    at: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Boxes and arrows; `remarks` say beneath what is not drawn.

    Raises:
        ValueError: an arrow does not go from one box to another.
    """

    boxes: Sequence[GraphBox]
    arrows: Sequence[GraphArrow]
    caption: str = ""
    remarks: Sequence[str] = ()

    def __post_init__(self) -> None:
        there = range(len(self.boxes))
        for each in self.arrows:
            if each.source not in there or each.target not in there or each.source == each.target:
                raise ValueError(f"an arrow from box {each.source} to box {each.target} has no place in this graph")
