"""Tasks with how each stands: a sign, the task, its points, and beneath it what there is to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.lines import Line, Span, Style, indented, measure, padded, wrap
from netkit.view import Block, CheckItem, Checklist, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from netkit.render.page import Page

__all__ = ["arrange", "standing"]

_WORDS = {
    Outcome.RIGHT: "right",
    Outcome.PARTIAL: "partly right",
    Outcome.WRONG: "wrong",
    Outcome.SKIPPED: "skipped",
    Outcome.UNANSWERED: "not answered",
}
_SIGNS = {
    Outcome.RIGHT: ("✓", Style.RIGHT),
    Outcome.PARTIAL: ("~", Style.PARTIAL),
    Outcome.WRONG: ("✗", Style.WRONG),
    Outcome.SKIPPED: ("–", Style.QUIET),
    Outcome.UNANSWERED: ("·", Style.QUIET),
}


def arrange(block: Checklist, page: Page, inner: Callable[[Sequence[Block], Page], Iterator[Line]]) -> Iterator[Line]:
    """The lines of the items; `inner` arranges an item's details."""
    if not block.items:
        return
    with_signs = all(page.has(sign) for sign, _ in _SIGNS.values())
    leads = [_lead(item, page, with_signs=with_signs) for item in block.items]
    sign_width = max(measure(text) for text, _ in leads)
    label_width = _column((item.label for item in block.items), page)
    aside_width = _column((item.aside for item in block.items), page)
    indent = sign_width + 1 + (label_width + 2 if label_width else 0)
    longest = max(sum(measure(text) for text, _ in _text(item, label_width, page)) for item in block.items)
    room = max(min(longest, page.prose - indent - (aside_width + 2 if aside_width else 0)), 10)
    for item, lead in zip(block.items, leads, strict=True):
        label: Line = [(page.text(item.label), Style.LABEL)] if label_width else []
        lines = wrap(_text(item, label_width, page), room)
        aside = page.text(item.aside)
        if aside and aside_width:
            lines[0] = [*padded(lines[0], room + 2 + aside_width - measure(aside)), (aside, Style.VALUE)]
        elif aside:
            lines += wrap([(aside, Style.VALUE)], page.prose - indent)
        yield from indented(lines, indent, [*padded([lead], sign_width + 1), *label])
        for line in inner(item.details, page.narrowed(indent)):
            yield [(" " * indent, Style.TEXT), *line] if line else []


def _column(texts: Iterable[str], page: Page) -> int:
    """The width of a column for `texts`, or 0 if they are too long to have one."""
    width = max(measure(page.text(text)) for text in texts)
    return width if width <= page.prose // 4 else 0


def _text(item: CheckItem, label_width: int, page: Page) -> list[Span]:
    """The task, after its label if that has no column of its own."""
    style = Style.QUIET if item.outcome is Outcome.SKIPPED else Style.TEXT
    label: list[Span] = [(f"{page.text(item.label)} ", Style.LABEL)] if item.label and not label_width else []
    return [*label, (page.text(item.text), style)]


def standing(item: CheckItem) -> str:
    """How a task stands, in words."""
    return item.word or _WORDS[item.outcome]


def _lead(item: CheckItem, page: Page, *, with_signs: bool) -> Span:
    sign, style = _SIGNS[item.outcome]
    return (sign if with_signs else page.text(standing(item)), style)
