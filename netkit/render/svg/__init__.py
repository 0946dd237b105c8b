"""Pictures as SVG files that stand alone: no script, nothing loaded from elsewhere, the text twin inside, fit for light, dark and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.svg.bitdiagram import draw as draw_bits
from netkit.render.svg.ladder import draw as draw_ladder
from netkit.render.svg.plot import draw as draw_plot
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
        return draw_ladder(block, width)
    return draw_bits(block, width) if isinstance(block, BitDiagram) else draw_plot(block, width)
