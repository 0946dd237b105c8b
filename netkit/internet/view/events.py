"""The events of a transfer as rows of a table: when, where, what, which numbers, why, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.internet.crossing import Side
from netkit.internet.view.words import LOST, clock, label, numbers
from netkit.tcp.event import EventKind
from netkit.view import Block, Paragraph, Table

if TYPE_CHECKING:
    from netkit.internet.transferring import Transfer

__all__ = ["events_blocks", "turns_blocks"]

MOST_EVENTS = 200
"""Events that a person sees before asking for everything."""

TURNS = frozenset(
    {
        EventKind.RETRANSMIT, EventKind.PROBE, EventKind.LOSS, EventKind.RECOVERED, EventKind.TIMEOUT, EventKind.UNDO, EventKind.WAIT,
        EventKind.WINDOW, EventKind.RESET,
    }
)  # fmt: skip
"""What changed the course of a transfer."""

WORDS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.SEND: "sent",
        EventKind.RETRANSMIT: "sent again",
        EventKind.ACKNOWLEDGE: "ACK",
        EventKind.RECEIVE: "received",
        EventKind.DUPLICATE: "here already",
        EventKind.OUT_OF_ORDER: "held",
        EventKind.DISCARD: "passed over",
        EventKind.DUPLICATE_ACK: "duplicate ACK",
        EventKind.LOSS: "window cut",
        EventKind.UNDO: "undone",
        EventKind.WAIT: "waits",
    }
)
"""What happened, for people; other kinds read well as they are."""

COLUMNS = ("at ms", "side", "what", "numbers", "why", "rule")


_OWN = frozenset(
    {EventKind.SEND, EventKind.RETRANSMIT, EventKind.PROBE, EventKind.ACKNOWLEDGED, EventKind.DUPLICATE_ACK, EventKind.LOSS,
     EventKind.RECOVERED, EventKind.UNDO, EventKind.WAIT, EventKind.WINDOW}
)  # fmt: skip
"""Events about numbers of the side at which they happen: their number is shown even where it is that of the SYN."""


def events_blocks(run: Transfer, *, everything: bool = False) -> list[Block]:
    """All events of both sides and the losses between them, in order."""
    return _blocks(list(_rows(run, turns=False)), "What happened, and why", everything=everything)


def turns_blocks(run: Transfer, *, everything: bool = False) -> list[Block]:
    """The events that changed the course: what was lost, noticed and sent again, and what became of the window."""
    rows = list(_rows(run, turns=True))
    return _blocks(rows, "What was noticed, and why", everything=everything) if rows else []


def _blocks(rows: list[list[str]], caption: str, *, everything: bool) -> list[Block]:
    shown = rows if everything else rows[:MOST_EVENTS]
    blocks: list[Block] = [Table(columns=COLUMNS, rows=shown, right=(0,), caption=caption)]
    if len(shown) < len(rows):
        blocks.append(Paragraph(text=f"{len(rows) - len(shown):,} more follow; --everything shows them", quiet=True))
    return blocks


def _rows(run: Transfer, *, turns: bool) -> Iterator[list[str]]:
    """By time; what happens at one moment in the order in which it happened, losses last."""
    timed: list[tuple[float, list[str]]] = []
    for event, side in zip(run.events, run.sides, strict=True):
        if not turns or event.kind in TURNS:
            about = numbers(event.sequence, event.length) if event.sequence or event.kind in _OWN else ""
            what = WORDS.get(event.kind, event.kind.value)
            row = [clock(event.time, 3), Side(side).word, what, about, event.reason, event.rfc]
            timed.append((event.time, row))
    for crossing in run.crossings:
        if crossing.lost:
            row = [clock(crossing.met, 3), "on the way", "lost", label(crossing), LOST[crossing.lost], ""]
            timed.append((crossing.met, row))
    timed.sort(key=lambda each: each[0])
    for _, row in timed:
        yield row
