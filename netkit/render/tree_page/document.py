"""The page as one text: the picture for three widths, the stages, and the rest below; a policy allows its style and script and no other."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from netkit.render.html import blocks_html
from netkit.render.html_text import element, text
from netkit.render.svg import document as svg
from netkit.render.svg.tree import draw
from netkit.render.tree_page.stages import stages_html
from netkit.view import Heading, Stages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.view import Block, Tree

__all__ = ["WIDTHS", "tree_page"]

WIDTHS = (("wide", 760), ("middle", 540), ("narrow", 344))
"""The picture's widths in CSS pixels, by the name of the screens that get it."""


def tree_page(tree: Tree, blocks: Sequence[Block], *, title: str, lead: str, noun: str = "zone") -> str:
    """The page. `blocks` stand below the picture, the stages of cards as `Stages` whose noun is `step`; `noun` is what a card shows.

    Everything in it is made safe and escaped. The same values give the same text.
    """
    style, script = _style(), _look("script.js")
    pictures = "".join(element("div", draw(tree, width, live=True), css=f"picture-{name}") for name, width in WIDTHS)
    return (
        "<!DOCTYPE html>\n"
        f'<html lang="en" data-noun="{text(noun)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        '<meta name="generator" content="netkit">\n<link rel="icon" href="data:,">\n'
        f"<title>{text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#steps">Skip to the steps</a>\n'
        f'<header>\n<h1>{text(title)}</h1>\n<p class="lead">{text(lead)}</p>\n</header>\n'
        f'<main>\n<section id="picture" aria-label="The picture">\n{pictures}\n'
        f'<p class="hint" hidden>Choose a {text(noun)} (click, or Tab and Enter) to see its steps; Escape lets go of it.</p>\n'
        f"</section>\n{_told(blocks)}</main>\n"
        '<p id="said" role="status" hidden></p>\n'
        "<footer><p>Made by netkit. This page loads nothing and sends nothing: it works without a network.</p></footer>\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _told(blocks: Sequence[Block]) -> str:
    """The steps in a section of their own, the rest in another."""
    steps = [each for each in blocks if isinstance(each, Stages) and each.noun == "step"]
    parts: list[str] = []
    for block in (each for each in blocks if each not in steps):
        if isinstance(block, Stages):
            parts.append(stages_html(block, linked=False))
        elif isinstance(block, Heading):
            parts.append(element("h2", text(block.text)))
        else:
            parts.append(blocks_html([block], styled=False))
    told = "".join(stages_html(each, linked=True) for each in steps)
    return (
        f'<section id="steps" aria-label="The steps">\n<h2>Step by step</h2>\n{told}</section>\n'
        f'<section id="rest" aria-label="What it comes to">\n{"".join(parts)}</section>\n'
    )


@cache
def _style() -> str:
    return "\n".join([svg.colours(":root"), svg.style(), _look("style.css")])


@cache
def _look(name: str) -> str:
    return resources.files("netkit.render.tree_page").joinpath("look", name).read_text("utf-8")


def _hash(told: str) -> str:
    """What the policy calls an element by its text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(told.encode()).digest()).decode('ascii')}"
