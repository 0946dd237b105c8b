"""What netkit draws, as lines of a page: pictures of headers, packets explained, bytes with what is pointed at."""

from __future__ import annotations

from collections.abc import Sequence

from netkit.render.layout import arrange
from netkit.render.page import Page
from netkit.render.plain import texts
from netkit.view import Block

__all__ = ["drawn"]

WIDTH = 80


def drawn(blocks: Sequence[Block]) -> list[str]:
    """The lines of `blocks` as a pipe of 80 columns would get them."""
    return list(texts(arrange(blocks, Page(width=WIDTH))))
