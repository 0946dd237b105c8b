"""The page as one text: its blocks and a look, with a policy that allows this style and nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from netkit.render.html import blocks_html
from netkit.render.html_text import text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.view import Block

__all__ = ["page_of", "single_page"]

FOOT = "Made by netkit. This page loads nothing and sends nothing: it works without a network."


def single_page(blocks: Sequence[Block], *, title: str, look: Literal["sheet", "slide"]) -> str:
    """The page: a `sheet` is to be read and printed, a `slide` to be seen from the last row.

    Everything in it is made safe and escaped. The same values give the same text.
    """
    inner = blocks_html(blocks, styled=False)
    # what a block needs beyond the look stands in the block's own style attributes (widths of bars), which the policy has to allow
    heading = f"<h1>{text(title)}</h1>\n" if look == "sheet" else ""
    return page_of(f"{heading}{inner}", title=title, look=look)


def page_of(inner: str, *, title: str, look: Literal["sheet", "slide", "paper"]) -> str:
    """A page around what is HTML already, with a look."""
    style = _look(f"{look}.css")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src '{_hash(style)}'; style-src-attr 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="netkit">\n<link rel="icon" href="data:,">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{inner}\n</main>\n"
        f"<footer>{FOOT}</footer>\n</body>\n</html>\n"
    )


@cache
def _look(name: str) -> str:
    return resources.files("netkit.render.single_page").joinpath("look", name).read_text("utf-8")


def _hash(told: str) -> str:
    """What the policy calls an element by its text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(told.encode()).digest()).decode('ascii')}"
