"""TCP streams numbered as Wireshark numbers them, and the numbers that count from where a stream begins (RFC 9293 §3.4).

Addresses and ports in either order name a conversation. A new one begins on the same ports with a SYN that counts from another number
than before; one with the same number is taken for a copy, even after the end. Relative numbers count from the SYN; where that was not
seen, the first byte that was, or that was acknowledged, has number 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from netkit.tcp.sequence import MODULUS

__all__ = [
    "ACK",
    "FIN",
    "RST",
    "SYN",
    "UNKNOWN",
    "UNSCALED",
    "WRAP",
    "Key",
    "Numbered",
    "Segment",
    "State",
    "StreamNumbers",
]

FIN, SYN, RST, ACK = 1, 2, 4, 16
"""Bits of the flags as they lie in the header."""

WRAP = MODULUS - 1
"""The bits of a sequence number: with them they are counted modulo 2^32, a little quicker than by dividing."""

LARGEST_SHIFT = 14
"""Of a window scale (RFC 7323 §2.3); a larger one counts as this."""

UNKNOWN, UNSCALED = -1, -2
"""Shifts of a window: nobody saw the opening, or it said that windows are not scaled."""


Key = tuple[bytes, bytes, int, int]
"""Of a direction: source and destination, as bytes, and the port of each."""


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


class Side:
    """One direction of a conversation; `other` is the way back, `base` what its numbers count from."""

    __slots__ = ("base", "forward", "other", "shift", "stream")

    other: Side

    def __init__(self, stream: int, *, forward: bool) -> None:
        self.stream = stream
        self.forward = forward
        self.base: int | None = None
        self.shift = UNKNOWN


class State(NamedTuple):
    """How a conversation stands, from the end that is named first: `base` and `shift` are of what that sends, `forward` of its direction.

    `base` is None before its numbers are known.
    """

    stream: int
    base: int | None
    other_base: int | None
    shift: int
    other_shift: int
    forward: bool


class StreamNumbers:
    """Segments go in, in the order of the capture; each gives the number of its stream, which count from 0, and its relative numbers."""

    def __init__(self) -> None:
        self.count = 0
        """Streams so far."""
        self._sides: dict[Key, Side | tuple[int, ...]] = {}

    def state(self, key: Key) -> State | tuple[int, ...] | None:
        """How the conversation of these ends stands, the fields of a `State`; None where there was no segment yet."""
        side = self._sides.get(key)
        if side is None or isinstance(side, tuple):
            return side
        return State(side.stream, side.base, side.other.base, side.shift, side.other.shift, side.forward)

    def begin(self, keys: Iterable[Key], states: Iterable[tuple[int, ...]]) -> None:
        """Note how new conversations stand, whose streams the caller has counted; with each, `state` is asked for the same ends.

        Most have but a few segments: they are kept as plain tuples, which take less room than sides, and no time of the garbage collector.
        """
        self._sides.update(zip(keys, states, strict=True))

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
        if side is None or isinstance(side, tuple):
            side = self._recall((source, destination, source_port, destination_port))
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

    def _recall(self, key: Key) -> Side | None:
        """Make sides of a conversation that was kept as a tuple."""
        source, destination, source_port, destination_port = key
        back = destination, source, destination_port, source_port
        for ends, others in ((key, back), (back, key)):
            if isinstance(begun := self._sides.get(ends), tuple):
                state = State(*begun)  # type: ignore[arg-type] # what `begin` was given
                one = Side(state.stream, forward=bool(state.forward))
                other = Side(state.stream, forward=not state.forward)
                one.base, one.shift, one.other = state.base, state.shift, other
                other.base, other.shift, other.other = state.other_base, state.other_shift, one
                self._sides[ends], self._sides[others] = one, other
                return one if ends == key else other
        return None

    def _begin(self, source: bytes, destination: bytes, source_port: int, destination_port: int) -> Side:
        side, other = Side(self.count, forward=True), Side(self.count, forward=False)
        if (source, source_port) == (destination, destination_port):
            other = side
        side.other, other.other = other, side
        self._sides[source, destination, source_port, destination_port] = side
        self._sides[destination, source, destination_port, source_port] = other
        self.count += 1
        return side


def _opened(side: Side, flags: int, shift: int | None) -> None:
    """Keep what a segment with SYN says of the window's scale: it counts where both sides have the option (RFC 7323 §2.2)."""
    if shift is not None:
        side.shift = min(shift, LARGEST_SHIFT)
    if side.shift == UNKNOWN:
        side.shift = side.other.shift = UNSCALED
    elif flags & ACK and side.other.shift == UNSCALED:
        side.shift = UNSCALED
