"""A tree of cards in words: sentences for ears and descriptions, and for terminals an indented list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Style, chopped, indented, wrap
from netkit.view import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.render.page import Page
    from netkit.view import Card, CardLine, Chip, Tree

__all__ = ["arrange", "tree_events"]

_TROUBLE, _MARK = "Trouble: ", "! "
"""What stands before something wrong, for ears and for eyes."""

_DEEPEST = 6
"""Levels that are drawn; what lies deeper is not moved any further."""


def tree_events(block: Tree) -> Iterator[str]:
    """The cards one after the other, with what hangs from what, the wires from each, the jumps, and the end."""
    for number, card in enumerate(block.cards):
        below = f", below {block.cards[card.parent].title}" if card.parent is not None else ""
        yield f"{card.title}{below}{_badge(card.badge)}"
        yield from _told(block, number)
    yield from (_line(line) for line in block.end)


def _told(block: Tree, number: int, trouble: str = _TROUBLE) -> Iterator[str]:
    """What there is to say of a card, below its title."""
    card = block.cards[number]
    yield from (_line(line, trouble) for line in card.lines)
    chips = {chip.key: chip for each in block.cards for column in each.chips for chip in column}
    for chip in (chip for column in card.chips for chip in column):
        leads = [
            f"{wire.label} {chips[wire.target].title}"
            for wire in block.wires
            if wire.source == chip.key and wire.target in chips
        ]
        yield "; ".join([_chip(chip), *leads])
    yield from (_line(line, trouble) for line in card.remarks)
    for jump in block.jumps:
        if jump.source == number:
            yield f"{jump.label}: on to {block.cards[jump.target].title}"


def _badge(badge: str) -> str:
    return f": {badge}" if badge else ""


def _chip(chip: Chip) -> str:
    wrong = ", wrong" if chip.standing is Standing.BROKEN else ""
    told = ", ".join(part for part in (chip.text, chip.note) if part)
    return f"{chip.title}{wrong}" + (f" ({told})" if told else "")


def _line(line: CardLine, trouble: str = _TROUBLE) -> str:
    lead = trouble if line.standing is Standing.BROKEN else ""
    aside = f" ({line.aside})" if line.aside else ""
    return f"{lead}{line.label}: {line.text}{aside}" if line.label else f"{lead}{line.text}{aside}"


def arrange(block: Tree, page: Page) -> Iterator[Line]:
    """The caption, then each card with its lines, moved right as deep as it hangs."""
    if block.caption:
        yield from wrap([(chopped(page.text(block.caption), page.prose), Style.HEADING)], page.prose)
    bar = "│ " if page.has("│") else "| "
    for number, (card, depth) in enumerate(zip(block.cards, block.depths(), strict=True)):
        rail = bar * min(depth, _DEEPEST)
        for line in _card(block, number, card, page, max(page.prose - len(rail), 10)):
            yield [(rail, Style.QUIET), *line] if rail else line
    for end in block.end:
        style = Style.TROUBLE if end.standing is Standing.BROKEN else Style.TEXT
        yield from wrap([(chopped(page.text(_line(end, _MARK)), max(page.prose - 2, 4)), style)], page.prose, hang=2)


def _card(block: Tree, number: int, card: Card, page: Page, width: int) -> Iterator[Line]:
    head = f"{card.title}{_badge(card.badge)}"
    trouble = card.standing is Standing.BROKEN
    yield from wrap(
        [(chopped(page.text(head), max(width - 2, 4)), Style.TROUBLE if trouble else Style.HEADING)], width, hang=2
    )
    room = max(width - 2, 8)
    for told in _told(block, number, _MARK):
        yield from indented(wrap([(chopped(page.text(told), max(room - 2, 4)), Style.TEXT)], room, hang=2), 2)
