"""Nine segments that overlap in every way, to compare the policies: as the fragments of `netkit.packet.fragments.example` do."""

from __future__ import annotations

from netkit.capture.streams.following import Came
from netkit.capture.streams.numbers import ACK, SYN, Segment
from netkit.capture.streams.pieces import Recorded
from netkit.packet.fragments.example import EXAMPLE
from netkit.packet.fragments.rules import BLOCK

__all__ = ["example_stream"]

CLIENT, SERVER = bytes((192, 0, 2, 1)), bytes((198, 51, 100, 2))
PORTS = 4660, 7
FIRST = 0xFFFFFFF0
"""The SYN's number: the bytes lie around the end of all numbers."""


def example_stream() -> Recorded:
    """The segments behind a SYN; the data of each are its own number, again and again, so that one sees whose a byte is."""
    opens = Segment(CLIENT, SERVER, *PORTS, SYN, FIRST, 0, 0, 65535)
    found = [Came(opens, b"", (1,), 1)]
    for number, (start, count) in enumerate(EXAMPLE, 1):
        data = str(number).encode() * count * BLOCK
        sequence = (FIRST + 1 + start * BLOCK) % (1 << 32)
        segment = Segment(CLIENT, SERVER, *PORTS, ACK, sequence, 1, len(data), 65535)
        found.append(Came(segment, data, (number + 1,), number + 1))
    return Recorded(0, found)
