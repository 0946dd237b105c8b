"""Exchanges over TCP made at random: long stretches in which all goes well, and between them all that can go wrong."""

import random
import struct

from netkit.capture.interface import Interface
from netkit.capture.record import Record
from tests.capture.streams.making import ACK, FIN, PSH, RST, SYN, ipv4, segment

RAW = 101
MILLISECOND = 1_000_000
SCALE = b"\x03\x03\x07\x01"


class Exchange:
    """Two sides that talk. Every method gives packets; numbers count from where each side begins, so that they may wrap."""

    def __init__(self, chance, port, trouble):
        self.chance, self.trouble = chance, trouble
        self.ports = (port, 80)
        self.begins = [chance.choice((chance.randrange(2**32), 2**32 - 3000, 7)) for _ in range(2)]
        self.sent, self.heard = [1, 1], [1, 1]
        self.window = [chance.choice((400, 5000, 65535))] * 2
        self.clock = chance.randrange(2**31) if chance.random() < 0.5 else None
        self.recent = []

    def packets(self):
        """All of them, from the opening, which some captures lack, to the end."""
        if self.chance.random() < 0.7:
            yield from self.opening()
        for _ in range(self.chance.choice((1, 3, 12, 30))):
            if self.chance.random() < self.trouble:
                yield self.trouble_of_some_kind()
            elif self.chance.random() < self.trouble:
                yield from self.hole(self.chance.randrange(2))
            else:
                yield from self.burst(self.chance.choice((0, 0, 0, 1)))
        if self.chance.random() < 0.5:
            size = self.chance.choice((0, 0, 50))
            yield self.say(0, size, FIN | ACK)
            self.sent[0] += size + 1
            self.heard[1] = self.sent[0]
            yield self.say(1, 0, FIN | ACK)
        if self.chance.random() < 0.2:  # the same ports again
            self.begins = [each + 10**6 for each in self.begins]
            self.sent, self.heard = [1, 1], [1, 1]
            yield from self.opening()

    def opening(self):
        options = self.chance.choice((b"", SCALE))
        yield self.say(0, 0, SYN, at=0, ack=None, options=options)
        yield self.say(1, 0, SYN | ACK, at=0, options=options)
        yield self.say(0, 0)

    def burst(self, side):
        """Some segments with data, which the other side acknowledges every other time."""
        for turn in range(self.chance.randrange(1, 12)):
            size = self.chance.choice((100, 100, 100, 1, 37))
            yield self.say(side, size, ACK | (PSH if self.chance.random() < 0.2 else 0))
            self.recent = [*self.recent[-5:], (side, self.sent[side], size)]
            self.sent[side] += size
            if turn % 2:
                self.heard[1 - side] = self.sent[side] - self.chance.choice((0, 0, 100, 13))
                yield self.say(1 - side, 0)

    def hole(self, side):
        """Something is lost; the other side asks for it while more comes, and gets it, or not."""
        missing = self.heard[1 - side] = self.sent[side]
        self.sent[side] += 100
        for _ in range(self.chance.randrange(1, 12)):
            if self.chance.random() < 0.6:
                yield self.say(side, 100)
                self.sent[side] += 100
            else:
                yield self.say(1 - side, 0)
        if self.chance.random() < 0.7:
            yield self.say(side, 100, at=missing)
            self.heard[1 - side] = self.sent[side]
        yield self.say(1 - side, 0)

    def trouble_of_some_kind(self):
        kinds = (
            self.lost, self.again, self.again, self.window_changed, self.keep_alive, self.selected, self.acknowledged_oddly, self.marked,
            self.scaled_late, self.quoted, self.window_filled,
        )  # fmt: skip
        return self.chance.choice(kinds)(self.chance.randrange(2))

    def lost(self, side):
        """Nobody captured what came before."""
        self.sent[side] += self.chance.choice((1, 100, 200))
        return self.say(side, self.chance.choice((0, 100)))

    def again(self, side):
        """Sent again, or late; the bounds may differ from before."""
        if not self.recent:
            return self.say(side, 0)
        side, at, size = self.chance.choice(self.recent)
        return self.say(side, max(1, size - self.chance.randrange(3)), at=at + self.chance.choice((0, 0, 2)))

    def window_changed(self, side):
        self.window[side] = self.chance.choice((0, 0, 300, 5000))
        return self.say(side, 0)

    def keep_alive(self, side):
        return self.say(side, self.chance.randrange(2), at=self.sent[side] - 1)

    def selected(self, side):
        edge = self.heard[side] + self.chance.randrange(1, 300) + self.begins[1 - side]
        blocks = struct.pack("!II", edge % 2**32, (edge + self.chance.randrange(1, 300)) % 2**32)
        return self.say(side, 0, options=b"\x01\x01\x05\x0a" + blocks)

    def acknowledged_oddly(self, side):
        """What was not captured, or less than before."""
        self.heard[side] = self.sent[1 - side] + self.chance.choice((200, -300, 2**31))
        return self.say(side, 0)

    def marked(self, side):
        return self.say(side, 0, self.chance.choice((RST, RST | ACK, 0, FIN | ACK)))

    def scaled_late(self, side):
        """An option that only opening segments should have."""
        return self.say(side, 3, options=SCALE)

    def quoted(self, side):
        return ipv4(b"\x0b\0\0\0\0\0\0\0" + self.say(side, 0), protocol=1)

    def window_filled(self, side):
        room = self.heard[1 - side] + self.window[1 - side] - self.sent[side]
        return self.say(side, max(0, min(2000, room)))

    def say(self, side, size, flags=ACK, *, at=None, ack=True, options=b""):
        other = 1 - side
        if self.clock is not None and not options:
            self.clock += 1
            options = b"\x01\x01\x08\x0a" + struct.pack("!II", self.clock, 0)
        return segment(
            self.begins[side] + (self.sent[side] if at is None else at),
            bytes(size),
            ack=self.begins[other] + self.heard[side] if ack and flags & ACK else 0,
            flags=flags,
            back=bool(side),
            ports=self.ports,
            window=self.window[side],
            options=options,
        )


def records(seed, count=45):
    """The records of so many exchanges, side by side; a few have no time, or only the beginning of a packet."""
    chance = random.Random(seed)
    moments = []
    for number in range(count):
        now = chance.randrange(10**9)
        for packet in Exchange(chance, 1024 + number, chance.choice((0, 0.05, 0.5))).packets():
            now += chance.choice((1000, 100_000, 2 * MILLISECOND, 4 * MILLISECOND, 21 * MILLISECOND, 300 * MILLISECOND))
            moments.append((now, packet))
    moments.sort(key=lambda each: each[0])
    interface = Interface(0, RAW, 0)
    found = []
    for number, (now, packet) in enumerate(moments, 1):
        kept = packet[:40] if chance.random() < 0.002 else packet
        time = None if chance.random() < 0.002 else now
        found.append(Record(number, time, kept, len(packet), interface))
    return found
