"""TCP streams numbered as Wireshark numbers them, and the numbers that count from where a stream begins (RFC 9293 §3.4).

Addresses and ports in either order name a conversation. A new one begins on the same ports with a SYN that counts from another number
than before; one with the same number is taken for a copy, even after the end. Relative numbers count from the SYN; where that was not
seen, the first byte that was, or that was acknowledged, has number 1.
"""

from __future__ import annotations

from typing import NamedTuple

from netkit.tcp.sequence import MODULUS

__all__ = ["ACK", "FIN", "RST", "SYN", "UNKNOWN", "UNSCALED", "Numbered", "Segment", "StreamNumbers"]

FIN, SYN, RST, ACK = 1, 2, 4, 16
"""Bits of the flags as they lie in the header."""

WRAP = MODULUS - 1
"""The bits of a sequence number: with them they are counted modulo 2^32, a little quicker than by dividing."""

LARGEST_SHIFT = 14
"""Of a window scale (RFC 7323 §2.3); a larger one counts as this."""

UNKNOWN, UNSCALED = -1, -2
"""Shifts of a window: nobody saw the opening, or it said that windows are not scaled."""


class Segment(NamedTuple):
    """What the numbering needs of a segment: addresses as bytes, `flags` as in the header, numbers as they were sent.

    `length` is in bytes of data, and None where nobody knows it: of a fragment, or of what is quoted in an error. `shift` is what the
    option for the window scale says, or None; `stamp` the sender's clock (RFC 7323), or None; `selected` how many bytes it acknowledges
    beyond the acknowledgment number (RFC 2018), modulo 2^32.
    """

    source: bytes
    destination: bytes
    source_port: int
    destination_port: int
    flags: int
    sequence: int
    acknowledgment: int
    length: int | None
    window: int
    shift: int | None = None
    stamp: int | None = None
    selected: int = 0


class Numbered(NamedTuple):
    """A segment's stream, and its numbers as Wireshark shows them under `tcp.seq`, `tcp.ack`, `tcp.nxtseq` and `tcp.window_size`.

    An acknowledgment number that does not count, for want of ACK, stays as it was sent, and so does all of a segment of unknown length.
    `forward` says that it goes the way of the stream's first segment; `shift` is the scale of its sender's windows, as Wireshark has it
    under `tcp.window_size_scalefactor`'s power of two: -1 where nobody saw the opening, -2 where there is none. `reused` says that the
    stream begins here, and that there was one before it on the same addresses and ports.
    """

    stream: int
    sequence: int
    acknowledgment: int
    next_sequence: int | None
    window: int
    forward: bool
    shift: int
    reused: bool


_numbered = tuple.__new__
"""What a named tuple's own constructor does, without the time that it takes to call: this runs for every segment."""


class _Side:
    """One direction of a conversation; `other` is the way back, `base` what its numbers count from."""

    __slots__ = ("base", "forward", "other", "shift", "stream")

    other: _Side

    def __init__(self, stream: int, *, forward: bool) -> None:
        self.stream = stream
        self.forward = forward
        self.base: int | None = None
        self.shift = UNKNOWN


class StreamNumbers:
    """Segments go in, in the order of the capture; each gives the number of its stream, which count from 0, and its relative numbers."""

    def __init__(self) -> None:
        self.count = 0
        """Streams so far."""
        self._sides: dict[tuple[bytes, bytes, int, int], _Side] = {}

    def take(self, segment: Segment) -> Numbered:
        """Number the next segment of the capture."""
        (
            source,
            destination,
            source_port,
            destination_port,
            flags,
            sequence,
            acknowledgment,
            length,
            window,
            shift,
            _,
            _,
        ) = segment
        side = self._sides.get((source, destination, source_port, destination_port))
        reused = False
        if side is None or (flags & (SYN | ACK) == SYN and side.base not in (None, sequence)):
            reused = side is not None
            side = self._begin(source, destination, source_port, destination_port)
        if length is None:
            return Numbered(side.stream, sequence, acknowledgment, None, window, side.forward, side.shift, reused)
        other = side.other
        base = side.base
        if flags & SYN:
            base = side.base = sequence
            _opened(side, flags, shift)
        else:
            if base is None:
                base = side.base = (sequence - 1) & WRAP
            if side.shift > 0:
                window <<= side.shift
            if shift is not None:
                side.shift = min(shift, LARGEST_SHIFT)
        if flags & ACK:
            if other.base is None:
                other.base = (acknowledgment - 1) & WRAP
            acknowledgment = (acknowledgment - other.base) & WRAP
        relative = (sequence - base) & WRAP
        after = relative + length
        if flags & (SYN | FIN):
            after += 1
        return _numbered(
            Numbered, (side.stream, relative, acknowledgment, after & WRAP, window, side.forward, side.shift, reused)
        )

    def _begin(self, source: bytes, destination: bytes, source_port: int, destination_port: int) -> _Side:
        side, other = _Side(self.count, forward=True), _Side(self.count, forward=False)
        if (source, source_port) == (destination, destination_port):
            other = side
        side.other, other.other = other, side
        self._sides[source, destination, source_port, destination_port] = side
        self._sides[destination, source, destination_port, source_port] = other
        self.count += 1
        return side


def _opened(side: _Side, flags: int, shift: int | None) -> None:
    """Keep what a segment with SYN says of the window's scale: it counts where both sides have the option (RFC 7323 §2.2)."""
    if shift is not None:
        side.shift = min(shift, LARGEST_SHIFT)
    if side.shift == UNKNOWN:
        side.shift = side.other.shift = UNSCALED
    elif flags & ACK and side.other.shift == UNSCALED:
        side.shift = UNSCALED
