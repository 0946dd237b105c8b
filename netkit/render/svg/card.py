"""One card of a tree as SVG: its title and badge, its lines, its chips, and what is remarked below."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from netkit.render.svg.chips import Spot, draw_chip, draw_wires, place
from netkit.render.svg.document import coordinate, element, escaped, line, path
from netkit.render.svg.strokes import COLOURS, LINES, SMALL, cut, pieces_of, signed, words
from netkit.render.svg.texts import LINE, width_of
from netkit.view import Standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netkit.view import Card, CardLine, Wire

__all__ = ["CHANNEL", "HEAD", "CardPlace", "draw_lines", "lay"]

HEAD = 27.0
"""The height of a card's head."""

CHANNEL = 13.0
"""Below the chips of a card from which a wire leads to another card."""

_TITLE = 15.5
_SIGN = 15.0
_MOST_LINES = 4
_MOST_REMARK = 6


@dataclass(slots=True, kw_only=True)
class CardPlace:
    """Where a card lies and what is drawn on it; `lines` are the heights at which its lines begin, `spots` where its chips lie."""

    x: float
    y: float
    width: float
    bottom: float = 0.0
    channel: float = 0.0
    lines: list[float] = field(default_factory=list)
    spots: dict[str, Spot] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def title_y(self) -> float:
        """The middle of its head."""
        return self.y + HEAD / 2


def lay(
    card: Card, wires: Sequence[Wire], x: float, y: float, width: float, labels: float, *, leads_on: bool
) -> CardPlace:
    """Lay out and draw a card; `labels` is how wide its labels are, `leads_on` whether a wire leads from its chips to another card."""
    made = CardPlace(x=x, y=y, width=width)
    pad = _pad(width)
    at = y + HEAD + (4 if card.lines else 0)
    drawn, made.lines, at = draw_lines(card.lines, x + pad, at, width - 2 * pad, labels, most=_MOST_LINES)
    if card.chips:
        at += 8
        rule = line(x + pad, at, x + width - pad, at, "line-guide thin") if card.lines else ""
        made.spots, at = place(card.chips, wires, x + pad, at + 11, width - 2 * pad)
        drawn += [rule, *draw_wires(wires, made.spots, at)]
        drawn += [draw_chip(chip, made.spots[chip.key]) for column in card.chips for chip in column]
        across = any(
            wire.source in made.spots
            and wire.target in made.spots
            and made.spots[wire.target].column - made.spots[wire.source].column > 1
            for wire in wires
        )
        made.channel = at + 8 + (6 if across else 0)
        at += (CHANNEL if leads_on else 4) + (6 if across else 0)
    if card.remarks:
        at += 4
        told, _, at = draw_lines(card.remarks, x + pad, at, width - 2 * pad, labels, most=_MOST_REMARK)
        drawn += told
    made.bottom = at + (8 if card.lines or card.chips or card.remarks else 0)
    made.body = [*_frame(card, made), *drawn]
    return made


def _pad(width: float) -> float:
    return 11.0 if width > 360 else 9.0


def _frame(card: Card, made: CardPlace) -> list[str]:
    """The outline, the head with title and badge."""
    x, y, w, h = made.x, made.y, made.width, made.bottom - made.y
    colour, pad = COLOURS[card.standing], _pad(made.width)
    look = "ink" if colour == "frame" else colour
    badge = signed(card.standing, card.badge)
    aside = min(width_of(badge, 13.5), w * 0.45) if badge else 0.0
    room = w - 2 * pad - aside - (12 if badge else 0)
    title = cut(card.title, max(room, 24.0), _TITLE)
    c = coordinate
    band = f"M{c(x)} {c(y + HEAD)}V{c(y + 8)}a8 8 0 0 1 8 -8H{c(x + w - 8)}a8 8 0 0 1 8 8V{c(y + HEAD)}Z"
    return [
        element("title", escaped(f"{card.title}{f', {card.badge}' if card.badge else ''}")),
        element("rect", x=x, y=y, width=w, height=h, rx=8, class_="fill-paper"),
        path(band, f"tint-{colour}"),
        element("rect", x=x, y=y, width=w, height=h, rx=8, class_=f"{LINES[card.standing]} edge"),
        words(x + pad, y + 18.5, title, "ink name", whole=card.title),
        words(x + w - pad, y + 18, cut(badge, max(aside, 20.0), 13.5), f"{look} small strong", anchor="end")
        if badge
        else "",
    ]


def draw_lines(
    lines: Sequence[CardLine], x: float, y: float, width: float, labels: float, *, most: int
) -> tuple[list[str], list[float], float]:
    """Lines below one another from `y` on: the elements, the height of each line's first words, and where they end."""
    drawn: list[str] = []
    heights: list[float] = []
    for each in lines:
        aside = width_of(each.aside, SMALL) + 12 if each.aside else 0.0
        beneath = aside > (width - labels) * 0.42
        broken = each.standing is Standing.BROKEN
        at = x + labels + (_SIGN if broken else 0)
        room = x + width - at - (0 if beneath else aside)
        pieces = pieces_of(each.text, max(room, 40.0), most) or [""]
        look = "wrong" if broken else "quiet" if each.quiet else "ink"
        first = y + LINE - 3
        heights.append(first - 4)
        if each.label:
            drawn.append(words(x, first, cut(each.label, labels - 8, SMALL), "quiet small", whole=each.label))
        if broken:
            drawn.append(words(x + labels, first, Standing.BROKEN.value, look))
        short = pieces[-1].endswith("…")
        for number, piece in enumerate(pieces):
            drawn.append(words(at, first + number * LINE, piece, look, whole=each.text if short else ""))
        y += len(pieces) * LINE
        if each.aside:
            if beneath:
                shown = cut(each.aside, max(width - labels, 40.0), SMALL)
                drawn.append(words(x + labels, y + LINE - 4, shown, "quiet small", whole=each.aside))
                y += LINE
            else:
                drawn.append(words(x + width, first, each.aside, "quiet small", anchor="end"))
    return drawn, heights, y
