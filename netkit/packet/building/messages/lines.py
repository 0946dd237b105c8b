"""Messages that are lines of text (HTTP, SMTP): kept as the bytes that they are, written as lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from netkit.errors import BuildError
from netkit.packet.application.http.message import Http, Ssdp
from netkit.packet.application.smtp import Smtp
from netkit.packet.building.draft import Draft
from netkit.packet.building.recipe import recipe_of
from netkit.packet.building.values import Text
from netkit.packet.field import variable
from netkit.packet.header import Header

if TYPE_CHECKING:
    from netkit.packet.building.making import Making

__all__ = ["END_OF_HEADER", "TEXTUAL", "TextLines", "add_content", "add_line", "lines"]

END_OF_HEADER = b"\r\n\r\n"

_FRAMED = re.compile(rb"^(?:content-length|transfer-encoding)\s*:", re.IGNORECASE | re.MULTILINE)


class TextLines(Header):
    """The lines of a message, with their ends, and what follows the empty line."""

    key = "data-text-lines"
    title = "Lines of text"
    rfc = "RFC 9112 §2.1"

    text: bytes = variable("the lines, with their ends", key="data-text-lines", size=lambda _: 0)


TEXTUAL: frozenset[type[Header]] = frozenset({Http, Ssdp, Smtp})
"""Protocols whose messages are lines of text."""


def lines(text: bytes) -> Draft:
    """The part that holds these lines."""
    return Draft(recipe_of(TextLines), given=1, tail=(text,))


def _so_far(making: Making) -> bytes:
    return bytes(making.parts[0].tail[0]) if making.parts else b""


def add_line(making: Making, value: Any) -> None:
    """Add a line, whose end is written behind it; bytes are added as they are."""
    if isinstance(value, str):
        value = (value.data if isinstance(value, Text) else value.encode()) + b"\r\n"
    if not isinstance(value, bytes):
        raise BuildError(
            f"{making.recipe.name} is lines of text, not {value!r}",
            why="each line stands in quotes",
            hint=f'{making.recipe.name} "…" "…"',
        )
    making.parts = [lines(_so_far(making) + value)]


def add_content(making: Making, value: Any) -> None:
    """Add the empty line and the content, with its length where no line tells one (RFC 9112 §6)."""
    content = value.data if isinstance(value, Text) else value.encode() if isinstance(value, str) else value
    if not isinstance(content, bytes):
        raise BuildError(f"content is text or bytes, not {value!r}", hint='content="…" or content=hex:…')
    head = _so_far(making)
    if not making.bare and not _FRAMED.search(head):
        head += b"Content-Length: %d\r\n" % len(content)
    making.parts = [lines(head + b"\r\n" + content)]
