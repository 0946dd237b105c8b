"""A connection that is over, and a SYN that begins a new one between the same ends (RFC 9293 section 3.6.1, RFC 6191 section 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from netkit.tcp.connection.handshake import synchronized
from netkit.tcp.connection.states import Cause, State
from netkit.tcp.event import EventKind
from netkit.tcp.segment import Flag
from netkit.tcp.sequence import add, ahead

if TYPE_CHECKING:
    from netkit.tcp.connection.block import Block
    from netkit.tcp.segment import Segment

__all__ = ["reopening", "reopens", "returning"]

KEPT = (
    "sender", "receiver", "initial", "their_initial", "their_shift", "scaling", "sack", "timestamps", "marks", "recent", "recent_at",
    "window_from", "quiet_at", "urgency",
)  # fmt: skip
"""What is kept of the old connection, in case that the SYN turns out to be an old one."""


def reopens(block: Block, segment: Segment) -> bool:
    """Whether a segment could begin a new connection: a SYN for one that had listened, in TIME-WAIT, with all of its data read."""
    if block.state is not State.TIME_WAIT or not block.passive or block.receiver.ready:
        return False
    return segment.flags & (Flag.SYN | Flag.ACK | Flag.RST | Flag.FIN) == Flag.SYN


def reopening(block: Block, segment: Segment) -> None:
    """Take the SYN if its timestamp or its number is beyond all of the old connection; else it is an old one, and passed over."""
    if not _is_new(block, segment):
        block.tell(EventKind.DISCARD, "discard.old-syn")
        return
    former = {name: getattr(block, name) for name in KEPT}
    used = block.wire(block.sender.books.next)
    block.begin()
    block.former = former
    block.clocked()
    if ahead(block.initial, used) <= 0:
        block.initial = add(used, 1)
    synchronized(block, segment, Cause.NEW_SYN)


def returning(block: Block) -> None:
    """The other side knows nothing of the new connection: the SYN was an old one, and the old connection is over as before."""
    former = block.former or {}
    block.begin()
    for name, value in former.items():
        setattr(block, name, value)
    block.passive = True
    block.move(Cause.OLD_SYN)


def _is_new(block: Block, segment: Segment) -> bool:
    """RFC 6191 section 2: by timestamps where the new connection has them, else by numbers."""
    beyond = block.theirs(segment.sequence) >= block.receiver.expected
    if segment.timestamps is None or not block.profile.timestamps:
        return beyond
    if not block.timestamps:
        return True
    later = ahead(segment.timestamps.value, block.recent)
    return later > 0 or (later == 0 and beyond)
