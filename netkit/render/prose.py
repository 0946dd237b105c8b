"""Sentences, paragraphs, headings, troubles and what to do next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, beside, indented, measure, padded, wrap
from netkit.view import Heading, Next, Paragraph, Sentence, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.facts import Columns
    from netkit.render.page import Page

__all__ = ["arrange_heading", "arrange_next", "arrange_paragraph", "arrange_sentence", "arrange_trouble"]

_GAP = 3
_ITEM = re.compile(r" *((?:-|[0-9]{1,3}\.) )")
"""How the line of a list begins."""
_NARROWEST_NOTE = 20
"""Columns that a note beside a command has at least."""


def arrange_sentence(block: Sentence, page: Page) -> Iterator[Line]:
    """The first sentence, set off by its style."""
    yield from wrap([(page.text(block.text), Style.SENTENCE)], page.prose)


def arrange_paragraph(block: Paragraph, page: Page) -> Iterator[Line]:
    """Each line of the text wrapped on its own; one that fits keeps its spaces, one that is wrapped its indent, or that of its item."""
    style = Style.QUIET if block.quiet else Style.TEXT
    for text in page.lines(block.text):
        if measure(text) <= page.prose:
            yield [(text, style)] if text.strip() else []
            continue
        indent = min(len(text) - len(text.lstrip(" ")), page.prose // 2)
        item = _ITEM.match(text)
        yield from indented(wrap([(text, style)], page.prose - indent, hang=len(item[1]) if item else 0), indent)


def arrange_heading(block: Heading, page: Page, columns: Columns | None) -> Iterator[Line]:
    """The name, its source and its place, which stands over the places of the facts below if they have a column."""
    name: Line = [(page.text(block.text), Style.HEADING)]
    source = page.text(block.source)
    place = page.text(block.place)
    if not (source or place):
        yield from [name] if measure(name[0][0]) <= page.prose else wrap(name, page.prose)
        return
    line = list(name)
    length = measure(line[0][0])
    if columns is not None and columns.place and not columns.stacked:
        at = columns.place_at
        source_at = min(2 + columns.label + 2 + 20, at - 2 - measure(source))
        if length + 2 <= source_at and at + measure(place) <= page.width:
            line = [*padded(line, source_at), (source, Style.SOURCE)] if source else line
            yield [*padded(line, at), (place, Style.PLACE)] if place else line
            return
    aside: list[Span] = [
        (f"   {text}", style) for text, style in ((source, Style.SOURCE), (place, Style.PLACE)) if text
    ]
    if length + sum(measure(text) for text, _ in aside) <= page.width:
        yield [*line, *aside]
    else:
        yield from wrap([*line, *aside], page.prose, hang=2)


def arrange_trouble(block: Trouble, page: Page) -> Iterator[Line]:
    """`!`, what is wrong, where and by which rule; the lines that say more are indented."""
    text: Span = (page.text(block.text), Style.TROUBLE)
    asides = [(page.text(block.place), Style.PLACE), (page.text(block.source), Style.SOURCE)]
    whole = [text, *((f"   {aside}", style) for aside, style in asides if aside)]
    if sum(measure(part) for part, _ in whole) <= page.prose - 2:
        body: list[Line] = [whole]
    else:
        aside = ", ".join(aside for aside, _ in asides if aside)
        body = wrap([text, (f" ({aside})" if aside else "", Style.PLACE)], page.prose - 2)
    yield from indented(body, 2, [("!", Style.TROUBLE)])
    for detail in block.details:
        for line in arrange_paragraph(Paragraph(text=detail), page.narrowed(2)):
            yield [("  ", Style.TEXT), *line] if line else []


def arrange_next(block: Next, page: Page) -> Iterator[Line]:
    """`next:` and the commands, on one line if they fit and need no explanation. A command is never broken."""
    commands = [(page.text(command), page.text(note)) for command, note in block.commands]
    if not commands:
        return
    word = f"{page.text(block.word)}:"
    lead: Line = [(word, Style.QUIET)]
    indent = measure(word) + 1
    dot = f" {page.text('·')} "
    if not any(note for _, note in commands):
        line: list[Span] = []
        for command, _ in commands:
            line += [(dot, Style.QUIET)] if line else []
            line.append((command, Style.COMMAND))
        if indent + sum(measure(text) for text, _ in line) <= page.width:
            yield [*lead, (" ", Style.TEXT), *line]
            return
    yield from indented(_explained(commands, page.narrowed(indent)), indent, lead)


def _explained(commands: list[tuple[str, str]], page: Page) -> Iterator[Line]:
    """A command a line, the notes aligned beside them or, where one leaves no room, beneath it."""
    widest = page.prose - _NARROWEST_NOTE - _GAP
    column = max((measure(command) for command, note in commands if measure(command) <= widest), default=0) + _GAP
    for command, note in commands:
        has_room = measure(command) <= widest
        told = wrap([(note, Style.TEXT)], page.prose - (column if has_room else 2)) if note else []
        if has_room:
            yield from beside([[(command, Style.COMMAND)]], told, column)
        else:
            yield [(command, Style.COMMAND)]
            yield from indented(told, 2)
