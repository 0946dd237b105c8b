"""Lines of a text protocol: where each ends, and how."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Line", "ends_badly", "half_ended", "line_at"]

_END = re.compile(rb"\r\n|\r|\n")


class Line(NamedTuple):
    """A line in place: its first byte, the byte after its text, and the byte after its end."""

    start: int
    text_end: int
    end: int

    @property
    def ended(self) -> bool:
        """Whether its end is there; else the bytes break off, and the line may go on in the next packet."""
        return self.end > self.text_end


def line_at(data: bytes, start: int, end: int) -> Line:
    """The line that begins at byte `start`, or as much of it as there is up to `end`; CR or LF alone end a line, too."""
    found = _END.search(data, start, end)
    return Line(start, found.start(), found.end()) if found else Line(start, end, end)


def half_ended(data: bytes, line: Line, end: int) -> bool:
    """Whether a line ends with a CR that is the last byte there is up to `end`: its LF may come in the next packet."""
    return line.end == end == line.text_end + 1 and data[line.text_end] == 0x0D


def ends_badly(data: bytes, line: Line, end: int) -> bool:
    """Whether a line ends with CR or LF alone."""
    return line.end == line.text_end + 1 and not half_ended(data, line, end)
