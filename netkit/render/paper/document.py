"""Worksheets as one page for a browser, which prints each on paper of its own, A4 or Letter; the keys come behind all of them.

It loads nothing and has no script. What stands in the boxes is hex; an empty box has a place for each of its digits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.html_text import element, text
from netkit.render.single_page.document import page_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.sheet import Box, Sheet

__all__ = ["paper"]

ROW = 32
"""Bits of a row of boxes."""

MARKS = (0, 8, 16, 24, 31)
"""Bits that are numbered above the boxes."""


def paper(sheets: Sequence[Sheet], *, title: str, keys: bool, room: str = "Your working", key: str = "Key") -> str:
    """The page of some sheets; with `keys`, each sheet's key stands behind the last of them, several on a page.

    `room` stands above the empty part of a sheet, and `key` above the keys. Everything in it is made safe and escaped. The same values
    give the same text.
    """
    inner = "\n".join(_sheet(sheet, room) for sheet in sheets)
    if keys:
        inner += "\n" + element("section", _head(key, title), *(_key(sheet) for sheet in sheets), css="keys")
    return page_of(inner, title=title, look="paper")


def _sheet(sheet: Sheet, room: str) -> str:
    points = element("span", text(sheet.points), css="points")
    parts = [
        _head(sheet.lab, sheet.student),
        element("h1", element("b", text(sheet.task)), text(sheet.title), points),
        element("p", text(sheet.question), css="question"),
    ]
    if sheet.boxes:
        parts.append(_boxes(sheet.boxes, filled=False))
    elif sheet.given:
        parts.append(element("pre", text(sheet.given, newlines=True)))
    parts += [_line(label, "") for label, _ in sheet.lines]
    parts.append(element("p", text(room), css="room"))
    parts.append(element("p", text(f"{sheet.lab} {sheet.version} · {sheet.student}"), css="foot"))
    return element("section", *parts, css="sheet")


def _head(left: str, right: str) -> str:
    return element("header", element("span", text(left)), element("span", text(right)))


def _line(label: str, value: str) -> str:
    filled = element("span", text(value), css="written filled" if value else "written")
    return element("p", element("span", text(label), css="name") if label else "", filled, css="line")


def _key(sheet: Sheet) -> str:
    parts = [element("h2", text(f"{sheet.student} · {sheet.task} {sheet.title}"))]
    if sheet.boxes:
        parts.append(_boxes(sheet.boxes, filled=True))
    else:
        parts += [_line(label, right) for label, right in sheet.lines]
    if sheet.working:
        parts.append(element("pre", text("\n".join(sheet.working), newlines=True)))
    if sheet.because:
        parts.append(element("p", text(sheet.because)))
    return element("article", *parts)


def _boxes(boxes: Sequence[Box], *, filled: bool) -> str:
    """The boxes in rows of 32 bits, beneath the numbers of the bits."""
    marks = [element("span", str(bit), css=f"m{bit}") for bit in MARKS]
    return element("div", *marks, *(_box(box, filled=filled) for box in boxes), css="boxes")


def _box(box: Box, *, filled: bool) -> str:
    """One box; those to be filled in have a place for each digit, or in the key the digits."""
    name = element("span", text(box.label), css="name")
    digits = [each for each in box.value if not each.isspace()]
    if not box.row:
        return element("div", name, element("span", text(box.value), css="value"), css=f"box b{box.bits}")
    places = [element("i", text(each) if filled else "") for each in digits]
    return element("div", name, element("span", *places, css="digits"), css=f"box blank b{box.bits}")
