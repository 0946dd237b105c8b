"""Pictures as SVG files that stand alone: no script, nothing loaded from elsewhere, the text twin inside, fit for light, dark and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.svg import bitdiagram, ladder, plot
from netkit.view import BitDiagram, Ladder

if TYPE_CHECKING:
    from netkit.view import Plot

__all__ = ["WIDTH", "draw"]

WIDTH = 760
"""The width of a picture, in CSS pixels, that suits a page of text."""


def draw(block: Ladder | Plot | BitDiagram, *, width: int = WIDTH) -> str:
    """The picture of `block` as an SVG 1.1 document of `width` CSS pixels (at least 240); the same block gives the same text."""
    width = max(width, 240)
    if isinstance(block, Ladder):
        return ladder.draw(block, width)
    return bitdiagram.draw(block, width) if isinstance(block, BitDiagram) else plot.draw(block, width)
