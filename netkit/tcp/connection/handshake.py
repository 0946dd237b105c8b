"""The handshake as seen by who receives: SYN to one that listens or connects, and what both sides agree on (RFC 9293 section 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.outgoing import acknowledge, refuse, synchronize
from netkit.tcp.connection.states import Cause
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.segment import Segment

__all__ = ["connecting", "established", "listening", "synchronized", "synchronizing"]

FALLBACK_TIMEOUT = 3.0
"""Seconds of the retransmission timer at least, if a SYN was lost and no round trip measured (RFC 6298 section 5.7)."""


def listening(block: Block, segment: Segment) -> None:
    """A segment for one that listens (section 3.10.7.2)."""
    if segment.flags & Flag.RST or not segment.flags & (Flag.ACK | Flag.SYN):
        block.tell(EventKind.DISCARD, "discard.checks")
        return
    if segment.flags & Flag.ACK:
        refuse(block, segment)
        return
    block.clocked()
    synchronized(block, segment, Cause.SYN)


def synchronized(block: Block, segment: Segment, cause: Cause) -> None:
    """A SYN is taken: it is answered with this side's own."""
    block.passive = True
    _agree(block, segment)
    block.move(cause)
    block.sender.books.next = 1
    block.shake()
    synchronize(block)


def connecting(block: Block, segment: Segment) -> None:
    """A segment for one that connects (section 3.10.7.3)."""
    acceptable = False
    if segment.flags & Flag.ACK:
        acceptable = block.mine(segment.acknowledgment) == 1
        if not acceptable:
            if not segment.flags & Flag.RST:
                refuse(block, segment)
            return
    if segment.flags & Flag.RST:
        if acceptable:
            block.tell(EventKind.RESET, "reset.received")
            block.move(Cause.RST)
        return
    if not segment.flags & Flag.SYN:
        block.tell(EventKind.DISCARD, "discard.checks")
        return
    _agree(block, segment)
    if acceptable:
        block.move(Cause.SYN_ACK)
        established(block, segment)
        acknowledge(block)
        return
    block.move(Cause.SYN)
    block.shake()
    synchronize(block)


def synchronizing(block: Block, segment: Segment) -> bool:
    """A SYN for one that has answered it already; whether it was the same, and is done with."""
    if block.theirs(segment.sequence) != 0 or segment.flags & Flag.RST:
        return False
    if not segment.flags & Flag.ACK:
        block.tell(EventKind.RETRANSMIT, "again.answer")
        block.shake(again=True)
        synchronize(block)
        return True
    if block.mine(segment.acknowledgment) != 1:
        return False
    if segment.timestamps is not None:
        block.recent, block.recent_at = segment.timestamps.value, block.now
    block.move(Cause.ACK_OF_SYN)
    established(block, segment)
    return True


def established(block: Block, segment: Segment) -> None:
    """The SYN is acknowledged: its number is used up, and a round trip was measured if it was sent once (RFC 6298 section 3)."""
    books = block.sender.books
    if block.handshake_count == 1:
        books.round_trip.sample(block.now - block.handshake_sent_at)
    else:
        books.round_trip.initial = max(books.round_trip.initial, FALLBACK_TIMEOUT)
    if block.handshake_count > block.profile.handshakes_forgiven:
        books.control.window = 1  # RFC 5681 section 3.1: a lost SYN speaks of a crowded path
    block.handshake_at = block.stuck_since = None
    books.acknowledged, books.next = 1, max(books.next, 1)
    window = segment.window << (block.their_shift if block.scaling and not segment.flags & Flag.SYN else 0)
    block.sender.window_end = 1 + window
    block.sender.largest_window = max(window, 1)
    block.window_from = (block.theirs(segment.sequence), 1)
    if block.finish_wanted:
        block.move(Cause.CLOSE)
        block.sender.stream.finish()


def _agree(block: Block, segment: Segment) -> None:
    """What the other side's SYN offers, as far as this side does, too."""
    profile = block.profile
    block.their_initial = segment.sequence
    block.receiver.expected = 1
    block.scaling = profile.window_scaling and segment.shift is not None
    block.their_shift = min(segment.shift or 0, 14)
    block.sack = profile.sack and segment.sack_permitted
    block.timestamps = profile.timestamps and segment.timestamps is not None
    if segment.timestamps is not None:
        block.recent, block.recent_at = segment.timestamps.value, block.now
    marked = Flag.ECE | Flag.CWR
    asked = segment.flags & marked == (Flag.ECE if segment.flags & Flag.ACK else marked)
    block.marks = profile.congestion_marks and asked
    overhead = 12 if block.timestamps else 0
    block.sender.largest = max(1, min(segment.largest or block.default_largest, block.largest) - overhead)
    block.receiver.agreed(max(1, block.largest - overhead), 1 << block.shift if block.scaling else 1)
    block.sender.books.sack, block.sender.books.timestamps = block.sack, block.timestamps
    block.sender.window_end = 1 + segment.window
    block.sender.largest_window = segment.window
