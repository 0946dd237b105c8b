"""A line of the header: name, colon, value (RFC 9112 §5).

It is one field, as it is in Wireshark: the bytes are the whole line, the value is what stands behind the colon.
"""

from __future__ import annotations

import re
from typing import Any

from netkit.packet.field import as_found
from netkit.packet.header import Header
from netkit.packet.kinds import TextKind

__all__ = ["OtherLine", "header_line"]

_VALUE = re.compile(rb"[^:]*:[ \t]*([^\r\n]*)")
_TEXT = re.compile(rb"[^\r\n]*")


class _NamedLine(TextKind):
    """A line whose name the field has; its value is what stands behind the colon."""

    def value(self, raw: Any, width: int) -> str:
        """The value as Wireshark shows it."""
        found = _VALUE.match(raw)
        return str(super().value(found[1] if found else raw, width))


class _WholeLine(TextKind):
    """A line without its end."""

    def value(self, raw: Any, width: int) -> str:
        """The characters before the line's end."""
        found = _TEXT.match(raw)
        return str(super().value(found[0] if found else raw, width))


_NAMED_LINE = _NamedLine()
_WHOLE_LINE = _WholeLine()


def header_line(name: str, meaning: str, rfc: str, key: str = "") -> Any:
    """A line of this name; where Wireshark has no key for it, it has the one that Wireshark gives to fields that a person adds."""
    return as_found(meaning, key=key or f"http.header.{name}", kind=_NAMED_LINE, label=name, rfc=rfc)


class OtherLine(Header):
    """The lines whose names netkit does not know, and what is left of lines of old."""

    key = "http"
    title = "HTTP header, other lines"
    rfc = "RFC 9112 §5"

    other: Any = as_found(
        "a line with a name that netkit does not know", key="http.header", kind=_WHOLE_LINE, label="Header"
    )
    folded: Any = as_found(
        "goes on with the line before it, which was allowed once",
        key="http.header.folded",
        kind=_WHOLE_LINE,
        rfc="RFC 9112 §5.2",
        label="Folded line",
    )
