"""The one place where blocks become lines: which arrangement a block gets, and where a blank line parts two of them."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.render import (
    aloud,
    bars,
    bitdiagram,
    bitrows,
    bytemap,
    checklist,
    facts,
    ladder,
    lanes,
    plot,
    prose,
    remarks,
    slide,
    stages,
    table,
    tree,
)
from netkit.view import (
    Bars,
    BitDiagram,
    Bits,
    Block,
    Bytes,
    Checklist,
    Facts,
    Heading,
    Ladder,
    Lanes,
    Next,
    Paragraph,
    Plot,
    Remarks,
    Sentence,
    Slide,
    Stages,
    Table,
    Tree,
    Trouble,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from netkit.render.lines import Line
    from netkit.render.page import Page

__all__ = ["arrange", "arrange_aloud"]


def arrange(blocks: Sequence[Block], page: Page, *, dense: bool = False) -> Iterator[Line]:
    """The lines of `blocks` on `page`, with no blank lines between them if `dense`.

    All facts share their columns, so that what lies apart still lines up.
    """
    rows = [row for block in blocks if isinstance(block, Facts) for row in block.rows]
    places = [block.place for block in blocks if isinstance(block, Heading)]
    columns = facts.fit(rows, page, places=places) if rows else None
    before: Block | None = None
    for block in blocks:
        lines = list(_lines(block, page, columns))
        if not lines:
            continue
        if before is not None and not dense and _parted(before, block):
            yield []
        yield from lines
        before = block


def arrange_aloud(blocks: Sequence[Block], page: Page) -> Iterator[Line]:
    """The lines of `blocks` for being read aloud: sentences in place of columns and drawings."""
    return aloud.arrange(blocks, page)


_DRAWN: Mapping[type, Callable[[Any, Page], Iterator[Line]]] = MappingProxyType(
    {
        Sentence: prose.arrange_sentence,
        Paragraph: prose.arrange_paragraph,
        Remarks: remarks.arrange,
        Bytes: bytemap.arrange,
        Trouble: prose.arrange_trouble,
        Table: table.arrange,
        BitDiagram: bitdiagram.arrange,
        Bars: bars.arrange,
        Bits: bitrows.arrange,
        Lanes: lanes.arrange,
        Ladder: ladder.arrange,
        Plot: plot.arrange,
        Stages: stages.arrange,
        Tree: tree.arrange,
        Slide: slide.arrange,
        Next: prose.arrange_next,
    }
)
"""The arrangements that need no more than the block and the page."""


def _lines(block: Block, page: Page, columns: facts.Columns | None) -> Iterator[Line]:
    match block:
        case Heading():
            yield from prose.arrange_heading(block, page, columns)
        case Facts():
            yield from facts.arrange(block.rows, page, columns or facts.fit(block.rows, page))
        case Checklist():
            yield from checklist.arrange(block, page, partial(arrange, dense=True))
        case _:
            yield from _DRAWN[type(block)](block, page)


def _parted(before: Block, block: Block) -> bool:
    """Whether a blank line belongs between two blocks: not where the second continues the first."""
    if isinstance(before, Heading):
        return False
    if isinstance(block, Heading):
        return not (isinstance(before, Facts) and block.place)
    return type(before) is not type(block) or not isinstance(block, Facts | Remarks | Trouble | Checklist)
