"""Lines as plain text: for pipes, files, and terminals without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, flatten

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["texts"]


def texts(lines: Iterable[Line]) -> Iterator[str]:
    """Each line's text, without a newline."""
    return map(flatten, lines)
