"""Pictures as SVG files that stand alone: no script, nothing loaded from elsewhere, the text twin inside, fit for light, dark and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.svg.bitdiagram import draw as draw_bits
from netkit.render.svg.graph import draw as draw_graph
from netkit.render.svg.ladder import draw as draw_ladder
from netkit.render.svg.plot import draw as draw_plot
from netkit.render.svg.tree import draw as draw_tree
from netkit.view import BitDiagram, Graph, Ladder, Tree

if TYPE_CHECKING:
    from netkit.view import Plot

__all__ = ["WIDTH", "draw"]

WIDTH = 760
"""The width of a picture, in CSS pixels, that suits a page of text."""

_NARROWEST = 320


def draw(block: Ladder | Plot | BitDiagram | Graph | Tree, *, width: int = WIDTH, standalone: bool = True) -> str:
    """The picture of `block`, `width` CSS pixels wide (at least 320); the same block always gives the same text.

    It is an SVG 1.1 document, or with `standalone` False an element to be put into a page.
    """
    width = max(width, _NARROWEST)
    match block:
        case Ladder():
            picture = draw_ladder(block, width)
        case BitDiagram():
            picture = draw_bits(block, width)
        case Tree():
            picture = draw_tree(block, width)
        case Graph():
            picture = draw_graph(block, width)
        case _:
            picture = draw_plot(block, width)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{picture}\n' if standalone else picture
