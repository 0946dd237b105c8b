"""The arrows of a ladder and the signs on them, with what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, wrap
from netkit.view import Emphasis, Rung

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import Ladder

__all__ = ["arrow", "legend", "lines_drawn"]


def lines_drawn(page: Page) -> bool:
    """Whether lines, arrow heads and signs have characters of their own on this page."""
    return page.boxes and page.has("─╌▶◀✗│")


def arrow(row: Rung, width: int, page: Page) -> list[Span]:
    """An arrow of `width` columns; one that is lost ends half-way, one that is sent again is dashed."""
    fine = lines_drawn(page)
    again = row.emphasis is Emphasis.AGAIN
    rightwards = row.source < row.target
    length = width - 1
    if row.lost:
        length = max(width * 11 // 20, 1)
    dash = ("╌" if fine else "- ") if again else ("─" if fine else "-")
    shaft = (dash * length)[:length]
    if again and not fine and shaft.endswith(" ") and rightwards:
        shaft = f"{shaft[:-1]}-"
    head = ("✗" if fine else "x") if row.lost else ("▶" if fine else ">") if rightwards else ("◀" if fine else "<")
    style = Style.WRONG if row.lost else Style.TROUBLE if row.emphasis is Emphasis.PROBLEM else Style.MARK_3
    style = style if row.lost or row.emphasis is not Emphasis.PLAIN else Style.TEXT
    line: Span = (shaft, style if again or row.emphasis is Emphasis.PROBLEM else Style.TEXT)
    rest: Span = (" " * (width - length - 1), Style.TEXT)
    return [line, (head, style), rest] if rightwards else [rest, (head, style), line]


def legend(block: Ladder, page: Page) -> Iterator[Line]:
    """What the signs mean that stand in this ladder."""
    rungs = [row for row in block.rows if isinstance(row, Rung)]
    fine = lines_drawn(page)
    signs = [
        ("╌╌▶" if fine else "- ->", "sent again", any(row.emphasis is Emphasis.AGAIN for row in rungs)),
        ("─✗" if fine else "-x", "lost", any(row.lost for row in rungs)),
        ("!", "a problem", any(row.emphasis is Emphasis.PROBLEM for row in rungs)),
    ]
    told = "   ".join(f"{sign} {meaning}" for sign, meaning, used in signs if used)
    if told:
        yield []
        yield (
            [("  ", Style.TEXT), (told, Style.QUIET)]
            if len(told) + 2 <= page.width
            else wrap([(told, Style.QUIET)], page.width)[0]
        )
