"""Pictures as files: an SVG or a page is there when all of it is written, and never half of it."""

from __future__ import annotations

from netkit.capture.destination import destination
from netkit.render.svg import draw
from netkit.view import BitDiagram, Graph, Ladder, Plot, Tree

__all__ = ["write_page", "write_svg"]


def write_svg(picture: Ladder | Plot | BitDiagram | Graph | Tree, path: str) -> None:
    """Write a picture to a file; errors as `netkit.capture.destination.destination` raises them."""
    _write(draw(picture), path)


def write_page(page: str, path: str) -> None:
    """Write a page to a file, likewise."""
    _write(page, path)


def _write(text: str, path: str) -> None:
    data = text.encode("utf-8")
    with destination(path, None) as pen:
        pen.write(data)
