"""What is said of a rung of a ladder: its label, its remark and the rule, on one line or on several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, chopped, indented, measure, wrap
from netkit.view import Emphasis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.render.page import Page
    from netkit.view import Rung

__all__ = ["label_of", "remarks_of", "said", "width_of"]

_APART = "   "
_LABELS = {Emphasis.PLAIN: Style.TEXT, Emphasis.AGAIN: Style.MARK_3, Emphasis.PROBLEM: Style.TROUBLE}


def label_of(row: Rung, page: Page) -> list[Span]:
    """The label, if there is one."""
    return [(page.text(row.label), _LABELS[row.emphasis])] if row.label else []


def remarks_of(row: Rung, page: Page) -> list[Span]:
    """The remark and the rule, as far as there are such."""
    style = Style.TROUBLE if row.emphasis is Emphasis.PROBLEM else Style.TEXT
    spans = [(page.text(row.remark), style), (page.text(row.rule), Style.SOURCE)]
    return [span for span in spans if span[0]]


def width_of(label: Sequence[Span], remarks: Sequence[Span]) -> int:
    """The columns of all of it on one line."""
    spans = [*label, *remarks]
    return sum(measure(text) for text, _ in spans) + len(_APART) * max(len(spans) - 1, 0)


def said(label: Sequence[Span], remarks: Sequence[Span], width: int) -> list[Line]:
    """All on one line if it fits; else the remark beneath the label, and the rule behind it or beneath."""
    if not (label or remarks):
        return []
    if width_of(label, remarks) <= width:
        return [_joined([*label, *remarks])]
    lines = [line for text, style in label for line in wrap([(chopped(text, width), style)], width)]
    indent = 2 if label else 0
    room = max(width - indent, 1)
    below: list[Line] = []
    for text, style in remarks:
        pieces = wrap([(chopped(text, room), style)], room)
        last = list(below[-1]) if below else []
        if last and len(pieces) == 1 and width_of([], [*last, *pieces[0]]) <= room:
            below[-1] = [*last, (_APART, Style.TEXT), *pieces[0]]
        else:
            below += pieces
    return [*lines, *indented(below, indent)]


def _joined(spans: Sequence[Span]) -> Line:
    line: list[Span] = []
    for span in spans:
        line += [(_APART, Style.TEXT), span] if line else [span]
    return line
