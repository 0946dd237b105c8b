"""Stages as parts of a page that can be pointed at: each an article with a list of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.html_text import text

if TYPE_CHECKING:
    from netkit.view import Stage, StageLine, Stages

__all__ = ["stages_html"]

_DEEPEST = 6


def stages_html(block: Stages, *, linked: bool) -> str:
    """The stages; `linked` ones are those that cards name, and can be reached by their number."""
    return "".join(_stage(block, row, linked=linked) for row in block.rows)


def _stage(block: Stages, row: Stage, *, linked: bool) -> str:
    place = f' id="step-{row.number}" data-stage="{row.number}" tabindex="-1"' if linked else ""
    waits = f' <span class="aside">{text(block.noun)} {row.parent} waits for this</span>' if row.parent else ""
    name = f'<span class="number">{row.number}</span> {text(row.place)}'
    head = f'<button type="button" class="link">{name}</button>' if linked else name
    lines = "".join(map(_line, row.lines))
    depth = min(row.depth, _DEEPEST)
    return f'<article class="stage depth-{depth}"{place}>\n<h3>{head}{waits}</h3>\n<dl>{lines}</dl>\n</article>\n'


def _line(line: StageLine) -> str:
    source = f' <span class="source">{text(line.source)}</span>' if line.source else ""
    look = ' class="trouble"' if line.trouble else ' class="quiet"' if line.quiet else ""
    mark = "✗ " if line.trouble else ""
    return f"<div{look}><dt>{mark}{text(line.label)}</dt><dd>{text(line.text)}{source}</dd></div>\n"
