"""A sender with segments under way, played by hand."""

from __future__ import annotations

from netkit.tcp import Segment
from netkit.tcp.event import EventKind, Trigger
from tests.tcp.segments import Hand

SIZE = 1000
"""Bytes of a segment; the n-th begins at (n - 1) * 1000 + 1."""


def at(number: int) -> int:
    return (number - 1) * SIZE + 1


def sending(count: int = 10, **changes: object) -> Hand:
    """`count` segments are under way, more wait; no SACK unless it is asked for; a round trip of 0.1 s."""
    hand = Hand(**{"profile": "rfc", "initial_window": count, "mss": SIZE, **changes})
    hand.establish(took=0.1, sack_permitted=bool(changes.get("sack")))
    hand.send(bytes(60 * SIZE))
    assert len(hand.out) == count
    hand.out.clear()
    hand.now += 0.1
    return hand


def numbers(hand: Hand, segments: list[Segment]) -> list[int]:
    """Which segments went out."""
    return [(hand.shape(each)[1] - 1) // SIZE + 1 for each in segments if each.payload]


def again(hand: Hand) -> list[tuple[int, Trigger | None]]:
    return [
        ((each.sequence - 1) // SIZE + 1, each.trigger) for each in hand.events if each.kind is EventKind.RETRANSMIT
    ]
