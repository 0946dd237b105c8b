"""A question for a room: the question by itself, each option on a line of its own with its letter, much space between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, chopped, indented, measure, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import Slide, SlideOption

__all__ = ["arrange", "told"]

_WIDEST = 72
"""Columns of the question; a room reads short lines."""


def arrange(block: Slide, page: Page) -> Iterator[Line]:
    """The label, the question, the options; once shown, the right one has a sign and each its reason beneath it."""
    margin = 4 if page.width >= 60 else 0
    room = max(min(page.width - 2 * margin, _WIDEST), 10)
    lines: list[Line] = []
    if block.label:
        lines += [*_wrapped(block.label, Style.QUIET, page, room), []]
    for each in block.question.split("\n"):
        lines += _wrapped(each, Style.SENTENCE, page, room)
    for option in block.options:
        lines += [[], *_option(option, page, room)]
    if block.note:
        lines += [[], *_wrapped(block.note, Style.QUIET, page, room)]
    yield from indented(lines, margin) if margin else lines


def _option(option: SlideOption, page: Page, room: int) -> Iterator[Line]:
    shown = option.right is not None
    style = {True: Style.RIGHT, False: Style.TEXT, None: Style.VALUE}[option.right]
    lead: list[Span] = [(f"{page.text(option.letter)}  ", Style.LABEL)]
    if shown:
        yes, no = ("✓", " ") if page.has("✓") else ("right:", "      ")
        lead = [((yes if option.right else no) + " ", Style.RIGHT), *lead]
    indent = sum(measure(text) for text, _ in lead)
    if indent > room // 2:
        yield from wrap([*lead, (chopped(page.text(option.text), room), style)], room)
        yield from _wrapped(option.why, Style.TEXT, page, room)
        return
    yield from indented(_wrapped(option.text, style, page, room - indent) or [[]], indent, lead)
    if option.why:
        yield from indented(_wrapped(option.why, Style.TEXT, page, room - indent), indent)


def _wrapped(text: str, style: Style, page: Page, room: int) -> list[Line]:
    made = chopped(page.text(text), room)
    return wrap([(made, style)], room) if made.strip() else []


def told(block: Slide) -> Iterator[Span]:
    """The question and its options in sentences."""
    if block.label:
        yield block.label, Style.HEADING
    yield from ((each.strip(), Style.SENTENCE) for each in block.question.split("\n"))
    for option in block.options:
        lead = "Right: " if option.right else ""
        yield f"{lead}{option.letter}: {option.text}", Style.RIGHT if option.right else Style.TEXT
        if option.why:
            yield option.why, Style.TEXT
    if block.note:
        yield block.note, Style.TEXT
