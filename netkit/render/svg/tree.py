"""A tree of cards as SVG: each card below the one it hangs from and moved right, wires along the rails, jumps in lanes at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.render.svg.card import CardPlace, draw_lines, lay
from netkit.render.svg.chips import HEIGHT
from netkit.render.svg.document import document, element, line, path, text
from netkit.render.svg.lanes import Lane, lanes_of
from netkit.render.svg.strokes import COLOURS, LINES, SMALL, arrow, head
from netkit.render.svg.texts import LINE, TITLE, width_of, wrapped
from netkit.render.tree import tree_events
from netkit.view import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from netkit.view import Card, Tree, Wire

__all__ = ["draw"]

_BETWEEN = 15.0
_WIDEST_LABEL = 74.0
_NARROW = 560


def draw(block: Tree, width: int, *, live: bool = False) -> str:
    """The tree as a document of `width` CSS pixels; a `live` one stands in a page whose script lets cards be chosen."""
    picture = _Picture(block, width, live=live)
    body = list(picture.body())
    title = block.caption or ", ".join(card.title for card in block.cards[:3]) or "A tree"
    return document(title, tree_events(block), body, width, picture.y, live=live)


class _Picture:
    """A tree that is drawn from the top; `y` is how far it has come."""

    def __init__(self, block: Tree, width: int, *, live: bool) -> None:
        self.block, self.width, self.live = block, width, live
        wide = width >= _NARROW
        self.margin = 14.0 if wide else 8.0
        self.depths = block.depths()
        self.lanes = lanes_of(block.jumps)
        count = max((lane.number for lane in self.lanes), default=-1) + 1
        self.lane_step = min(13.0, 110.0 / max(count, 1)) if wide else min(9.0, 54.0 / max(count, 1))
        self.right = width - self.margin - (count * self.lane_step + 6 if count else 0)
        deepest = max(self.depths, default=0)
        least = 430.0 if wide else 230.0
        room = max(self.right - self.margin - least, 24.0)
        self.indent = min(28.0 if wide else 18.0, room / deepest) if deepest else 0.0
        every = [each for card in block.cards for each in (*card.lines, *card.remarks)]
        widest = max((width_of(each.label, SMALL) for each in (*every, *block.end)), default=0.0)
        self.labels = min(widest, _WIDEST_LABEL) + 9 if widest else 0.0
        self.y = self.margin
        self.places: list[CardPlace] = []

    def body(self) -> Iterator[str]:
        """Rails before cards, so that these lie on them; wires from card to card and jumps last."""
        yield from self._caption()
        leading = {wire.source for wire in self._across()}
        for card, depth in zip(self.block.cards, self.depths, strict=True):
            x = self.margin + depth * self.indent
            keys = {chip.key for column in card.chips for chip in column}
            wires = [wire for wire in self.block.wires if wire.source in keys]
            place = lay(card, wires, x, self.y, self.right - x, self.labels, leads_on=bool(leading & keys))
            self.places.append(place)
            self.y = place.bottom + _BETWEEN
        yield from (piece for number in range(len(self.places)) for piece in self._branch(number))
        for number, (card, place) in enumerate(zip(self.block.cards, self.places, strict=True)):
            yield self._card(number, card, place)
        yield from (piece for wire in self._across() for piece in self._wire(wire))
        yield from (piece for lane in self.lanes for piece in self._jump(lane))
        yield from self._end()
        yield from self._legend()
        self.y += self.margin - 4

    def _caption(self) -> Iterator[str]:
        if self.live:
            return  # the page has it as its own
        for piece in wrapped(self.block.caption, self.width - 2 * self.margin, TITLE):
            self.y += 21
            yield text(self.margin, self.y - 5, piece, "ink title")
        self.y += 8 if self.block.caption else 0

    def _card(self, number: int, card: Card, place: CardPlace) -> str:
        told = ", ".join(part for part in (card.title, card.badge) if part)
        acting: dict[str, str | float] = (
            {"tabindex": "0", "role": "button", "aria_pressed": "false", "aria_label": told} if self.live else {}
        )
        stages = {"data_stages": " ".join(map(str, card.stages))} if self.live else {}
        marks: dict[str, str | float] = {"data_card": str(number), **stages, **acting} if self.live else {}
        return "\n" + element("g", *place.body, class_="card", **marks)

    def _branch(self, number: int) -> Iterator[str]:
        parent = self.block.cards[number].parent
        if parent is None:
            return
        above, here = self.places[parent], self.places[number]
        x = above.x + self.indent * 0.64
        yield arrow([(x, above.bottom), (x, here.title_y), (here.x, here.title_y)], "line-frame", "frame", radius=7)

    def _across(self) -> list[Wire]:
        """The wires that lead from one card to another further down."""
        at = {
            chip.key: number for number, card in enumerate(self.block.cards) for column in card.chips for chip in column
        }
        return [
            wire for wire in self.block.wires if at.get(wire.source, 0) < at.get(wire.target, 0) and wire.source in at
        ]

    def _wire(self, wire: Wire) -> Iterator[str]:
        """From below the source along the rail at the left of its card, and right to the target."""
        source = next(place for place in self.places if wire.source in place.spots)
        target = next(place for place in self.places if wire.target in place.spots)
        spot, aim = source.spots[wire.source], target.spots[wire.target]
        if not aim.beside and aim.x > target.x + 20:
            return  # in a row, the first stands for all
        x = source.x + self.indent * 0.27
        start = (spot.x + min(spot.width / 2, 26.0), spot.y + HEIGHT)
        y = aim.middle[1]
        points = [start, (start[0], source.channel), (x, source.channel), (x, y), (aim.x, y)]
        # a wire that crosses a rail lies over it
        yield path(f"M{x + 4:.2f} {y:.2f}H{aim.x - 9:.2f}", "line-paper bridge")
        yield arrow(points, LINES[wire.standing], COLOURS[wire.standing], radius=7)

    def _jump(self, lane: Lane) -> Iterator[str]:
        jump = lane.jump
        source, target = self.places[jump.source], self.places[jump.target]
        start = source.lines[jump.line] if jump.line < len(source.lines) else source.title_y
        end = target.title_y + (lane.order - 0.5 * (lane.sharing - 1)) * 5
        x = self.right + 8 + lane.number * self.lane_step
        broken = jump.standing is Standing.BROKEN
        colour = "wrong" if broken else "mark-4" if jump.returns else "mark-3"
        look = f"line-{colour} {'dash-2' if jump.returns else 'dash-1'}{' thick' if broken else ''}"
        points = [(source.right, start), (x, start), (x, end), (target.right, end)]
        yield arrow(points, look, colour, radius=6)

    def _end(self) -> Iterator[str]:
        if not self.block.end:
            return
        standing = next(
            (each.standing for each in reversed(self.block.end) if each.standing is not Standing.PLAIN), Standing.PLAIN
        )
        width = self.width - 2 * self.margin
        drawn, _, bottom = draw_lines(self.block.end, self.margin + 12, self.y + 6, width - 24, self.labels, most=8)
        box = {"x": self.margin, "y": self.y, "width": width, "height": bottom + 9 - self.y, "rx": 8.0}
        yield element("rect", **box, class_=f"tint-{COLOURS[standing]}")
        yield element("rect", **box, class_=LINES[standing])
        yield from drawn
        self.y = bottom + 9

    def _legend(self) -> Iterator[str]:
        """What the kinds of lines mean that are drawn here."""
        x, y = self.margin, self.y + LINE + 7
        begun = x
        looks = [("line-frame", "frame", self.block.branch)] if any(self.depths) and self.block.branch else []
        looks += [("line-mark-1", "mark-1", self.block.wire)] if self._across() and self.block.wire else []
        for returns, (look, colour) in (
            (False, ("line-mark-3 dash-1", "mark-3")),
            (True, ("line-mark-4 dash-2", "mark-4")),
        ):
            labels = [jump.label for jump in self.block.jumps if jump.returns == returns]
            looks += [(look, colour, labels[0])] if labels else []
        for look, colour, meaning in looks:
            wide = 36 + width_of(meaning, SMALL)
            if x > begun and x + wide > self.width - self.margin:
                x, y = begun, y + LINE
            yield line(x, y - 4, x + 21, y - 4, look)
            yield head((x, y - 4), (x + 27, y - 4), colour)
            yield text(x + 33, y, meaning, "quiet small")
            x += wide + 20
        if x > begun:
            self.y = y
