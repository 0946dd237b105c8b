"""Exchanges written down by hand: a line a segment, in relative numbers, as one would draw them on a board."""

from netkit.capture.analysis.analysis import Analysis
from netkit.capture.analysis.telling import Event
from netkit.capture.streams.numbers import Segment, StreamNumbers

__all__ = ["CLIENT", "SERVER", "Script"]

CLIENT, SERVER = "client", "server"
ENDS = {CLIENT: (b"\xc0\0\2\1", 50_000), SERVER: (b"\xc0\0\2\2", 80)}
NAMES = {CLIENT: 1_000_000, SERVER: 4_294_967_000}
"""First numbers; the server's pass 2^32 after 296 bytes."""

MILLISECOND = 10**6
FLAGS = {"F": 1, "S": 2, "R": 4, "P": 8, "A": 16}


class Script:
    """Segments of one connection; each `say` gives what was found about it, as an event."""

    def __init__(self):
        self.numbers, self.analysis = StreamNumbers(), Analysis()
        self.now, self.packet = 0, 0
        self.events = []

    def open(self, *, shift=None):
        """Shake hands, in 20 ms."""
        self.say(CLIENT, 0, "S", shift=shift)
        self.say(SERVER, 0, "SA", 1, after=10, shift=shift)
        return self.say(CLIENT, 1, "A", 1, after=10)

    def say(
        self, who, sequence, flags, acknowledged=0, *, size=0, window=1000, after=1, shift=None, stamp=None, selected=0
    ):
        """One segment, so many milliseconds after the one before."""
        self.now += int(after * MILLISECOND)
        self.packet += 1
        other = SERVER if who == CLIENT else CLIENT
        bits = sum(FLAGS[each] for each in flags)
        number = (NAMES[other] + acknowledged) % 2**32 if "A" in flags else 0
        source, destination = ENDS[who], ENDS[other]
        segment = Segment(
            source[0], destination[0], source[1], destination[1], bits, (NAMES[who] + sequence) % 2**32, number, size, window, shift, stamp,
            selected,
        )  # fmt: skip
        numbered = self.numbers.take(segment)
        analysed = self.analysis.take(segment, numbered, self.now, self.packet)
        self.events.append(Event(self.packet, self.now, who == CLIENT, segment, numbered, analysed))
        return self.events[-1]
