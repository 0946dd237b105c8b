"""Stages: a number and a place, and beside or beneath them what was done there; what waits for something else stands further left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, chopped, indented, measure, padded, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import StageLine, Stages

__all__ = ["arrange", "told"]

_GAP = 2
_WIDEST_PLACE = 12
_WIDEST_LABEL = 12
_NARROWEST = 40
"""Columns that what is said should have, else the place stands on a line of its own."""
_DEEPEST = 6
"""Levels that are drawn; what lies deeper is not moved any further."""


def arrange(block: Stages, page: Page) -> Iterator[Line]:
    """The lines of the stages, parted by blank lines where one takes more than a line."""
    if not block.rows:
        return
    number = max(len(str(row.number)) for row in block.rows)
    place = max(measure(page.text(row.place)) for row in block.rows)
    label = max((measure(page.text(line.label)) for row in block.rows for line in row.lines), default=0)
    label = min(label, _WIDEST_LABEL)
    deepest = min(max(row.depth for row in block.rows), _DEEPEST)
    beside = number + 1 + place + _GAP
    room = page.prose - 2 * deepest - label - _GAP
    inside = place <= _WIDEST_PLACE and room - beside >= _NARROWEST
    lead = beside if inside else number + 1
    parted = any(len(row.lines) > 1 for row in block.rows)
    bar = "│ " if page.has("│") else "| "
    for place_in_order, row in enumerate(block.rows):
        rail = bar * min(row.depth, _DEEPEST)
        if parted and place_in_order:
            before = bar * min(row.depth, block.rows[place_in_order - 1].depth, _DEEPEST)
            yield [(before.rstrip(), Style.QUIET)] if before else []
        width = max(page.prose - len(rail) - lead, 10)
        said = [line for each in row.lines for line in _line(each, label, width, page)]
        head: Line = [(f"{row.number:>{number}} ", Style.LABEL), (page.text(row.place), Style.HEADING)]
        lines = list(indented(said, lead, head)) if inside and said else [head, *indented(said, lead)]
        for line in lines:
            yield [(rail, Style.QUIET), *line] if rail else line


def _line(line: StageLine, label: int, width: int, page: Page) -> Iterator[Line]:
    """A label, what is said, and the rule: at the right margin, of the last line if it has room."""
    style = Style.TROUBLE if line.trouble else Style.QUIET if line.quiet else Style.TEXT
    room = max(width - label - _GAP, 10)
    text = chopped(page.text(line.text), room)
    body = wrap([(text, style)], room)
    if source := page.text(line.source):
        used = sum(measure(part) for part, _ in body[-1])
        aside = (source, Style.SOURCE)
        if used + _GAP + measure(source) <= room:
            body[-1] = [*padded(body[-1], room - measure(source)), aside]
        else:
            body.append([(" " * max(room - measure(source), 0), Style.TEXT), aside])
    name: Line = [(page.text(line.label), Style.TROUBLE if line.trouble else Style.LABEL)]
    if measure(page.text(line.label)) > label:
        yield name
        name = []
    yield from indented(body, label + _GAP, name)


def told(block: Stages) -> Iterator[Span]:
    """The stages in sentences."""
    for row in block.rows:
        waiting = f", which {block.noun} {row.parent} waits for" if row.parent is not None else ""
        place = f": {row.place}" if row.place else ""
        yield f"{block.noun.capitalize()} {row.number}{waiting}{place}", Style.HEADING
        for line in row.lines:
            yield _sentence(line), Style.TROUBLE if line.trouble else Style.TEXT


def _sentence(line: StageLine) -> str:
    lead = "Trouble: " if line.trouble else ""
    source = f" ({line.source})" if line.source else ""
    return f"{lead}{line.label}: {line.text}{source}" if line.label else f"{lead}{line.text}{source}"
