"""Pictures as files: an SVG is there when all of it is written, and never half of it."""

from __future__ import annotations

from netkit.capture.destination import destination
from netkit.render.svg import draw
from netkit.view import BitDiagram, Graph, Ladder, Plot

__all__ = ["write_svg"]


def write_svg(picture: Ladder | Plot | BitDiagram | Graph, path: str) -> None:
    """Write a picture to a file; errors as `netkit.capture.destination.destination` raises them."""
    data = draw(picture).encode("utf-8")
    with destination(path, None) as pen:
        pen.write(data)
