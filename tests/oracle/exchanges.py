"""Made-up exchanges of TCP segments: whatever two ends and the way between them may do, keeping to what a host could say."""

import random
import struct
from dataclasses import dataclass, field

__all__ = ["capture_of_exchanges"]

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
ADDRESSES = (b"\x0a\0\0\1", b"\x0a\0\0\2")
PAUSES = (1, 100, 900, 2_500, 4_000, 15_000, 21_000, 50_000, 300_000)
"""Microseconds between two packets: around the limits that decide what a segment is called."""


@dataclass
class Exchange:
    """One connection; of each pair the first is the client's. `packets` are (nanoseconds, bytes of an IPv4 packet)."""

    chance: random.Random
    port: int
    now: int = 0
    packets: list = field(default_factory=list)

    def __post_init__(self):
        chance = self.chance
        # Numbers that pass 2^32 on the way, but never stand at 0: there tshark takes them for "not known".
        self.names = [chance.choice([chance.randrange(1, 1 << 31), (1 << 32) - 12_345]) for _ in "ab"]
        self.sent, self.told = [1, 1], [1, 1]
        self.windows = [chance.choice([1000, 5000, 65535])] * 2
        self.history = [[], []]
        self.scale = chance.choice([None, 0, 2, 7])
        self.clock = chance.random() < 0.4

    def segment(self, side, first, flags, *, size=0, acknowledged=None, sack=(), window=None):
        """Send one segment."""
        self.now += 1000 * self.chance.choice(PAUSES)
        options = b""
        if flags & SYN and self.scale is not None:
            options += b"\3\3" + bytes([self.scale]) + b"\1"
        if self.clock:
            options += b"\1\1\x08\x0a" + struct.pack("!II", self.now // 1_000_000 & 0xFFFFFFFF, 0)
        if sack:
            edges = [(self.names[1 - side] + edge) & 0xFFFFFFFF for edge in sack]
            options += b"\1\1\5" + bytes([2 + 4 * len(edges)]) + struct.pack(f"!{len(edges)}I", *edges)
        ports = (self.port, 80) if side == 0 else (80, self.port)
        number = 0 if acknowledged is None else (self.names[1 - side] + acknowledged) & 0xFFFFFFFF
        header = struct.pack(
            "!HHIIBBHHH", *ports, (self.names[side] + first) & 0xFFFFFFFF, number, (5 + len(options) // 4) << 4, flags,
            self.windows[side] if window is None else window, 0, 0,
        )  # fmt: skip
        data = header + options + bytes(size)
        ends = (ADDRESSES[side], ADDRESSES[1 - side])
        packet = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(data), 1, 0, 64, 6, 0, *ends) + data
        self.packets.append((self.now, packet))

    def open(self):
        """Shake hands, or be captured from the middle on."""
        chance = self.chance
        if chance.random() < 0.2:
            # What lies before the first number of a stream tshark counts backwards: see test_tcp_analysis_by_tshark.py.
            self.segment(0, 1, ACK, acknowledged=1)
            self.segment(1, 1, ACK, acknowledged=1)
            return
        for _ in range(chance.choice([1, 1, 1, 2])):
            self.segment(0, 0, SYN)
        if chance.random() < 0.95:
            for _ in range(chance.choice([1, 1, 1, 2])):
                self.segment(1, 0, SYN | ACK, acknowledged=1)
        if chance.random() < 0.9:
            self.segment(0, 1, ACK, acknowledged=1)

    def step(self):
        """Do one of the things that happen."""
        chance = self.chance
        side = chance.choice([0, 0, 0, 1])
        acknowledged = self._acknowledge(side)
        if chance.random() < 0.06:
            self.windows[side] = chance.choice([0, 0, 500, 1000, 5000])
        sack = ()
        if chance.random() < 0.08:
            start = acknowledged + chance.randrange(1, 300)
            sack = (start, start + chance.randrange(1, 300))
        deed = chance.choices(
            [self._send, self._resend, self._lose, self._answer, self._keep_alive, self._finish, self._reset],
            [45, 15, 6, 24, 3, 3, 1],
        )[0]
        deed(side, acknowledged, sack)

    def _acknowledge(self, side):
        other = 1 - side
        number = self.chance.choice([self.sent[other], self.sent[other], self.sent[other], self.told[other]])
        if self.chance.random() < 0.05:
            number = self.sent[other] + 100  # of bytes that the capture missed
        self.told[other] = max(self.told[other], number)
        return max(number, 1)

    def _send(self, side, acknowledged, sack):
        size = self.chance.choice([1, 1, 10, 100, 100, 100, 200])
        flags = ACK | (PSH if self.chance.random() < 0.4 else 0)
        self.segment(side, self.sent[side], flags, size=size, acknowledged=acknowledged, sack=sack)
        self.history[side].append((self.sent[side], size))
        self.sent[side] += size

    def _resend(self, side, acknowledged, sack):
        if not self.history[side]:
            return
        first, size = self.chance.choice(self.history[side][-4:])
        if self.chance.random() < 0.3:
            shift = self.chance.randrange(3)
            first, size = first + shift, max(1, size - self.chance.randrange(5))
        self.segment(side, first, ACK | PSH, size=size, acknowledged=acknowledged, sack=sack)

    def _lose(self, side, *_):
        size = self.chance.choice([1, 100, 200])
        self.history[side].append((self.sent[side], size))
        self.sent[side] += size

    def _answer(self, side, acknowledged, sack):
        self.segment(side, self.sent[side], ACK, acknowledged=acknowledged, sack=sack)

    def _keep_alive(self, side, acknowledged, _):
        if self.sent[side] > 1:
            self.segment(side, self.sent[side] - 1, ACK, size=self.chance.choice([0, 1]), acknowledged=acknowledged)

    def _finish(self, side, acknowledged, _):
        self.segment(side, self.sent[side], ACK | FIN, acknowledged=acknowledged)
        self.sent[side] += self.chance.choice([0, 1])

    def _reset(self, side, acknowledged, _):
        self.segment(side, self.sent[side], ACK | RST, acknowledged=acknowledged, window=0)


def capture_of_exchanges(seed, count):
    """A pcap file (nanoseconds, raw IP) of so many connections side by side, as bytes."""
    chance = random.Random(seed)
    every = []
    for number in range(count):
        exchange = Exchange(chance, 1024 + number)
        exchange.open()
        for _ in range(chance.choice([5, 15, 40])):
            exchange.step()
        if chance.random() < 0.05:
            exchange.names = [name + 100_000 for name in exchange.names]
            exchange.open()
        begins = chance.randrange(10**9)
        every += [(begins + time, number, packet) for time, packet in exchange.packets]
    every.sort()
    made = [struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 101)]
    for time, _, packet in every:
        made.append(
            struct.pack("<IIII", 1_700_000_000 + time // 10**9, time % 10**9, len(packet), len(packet)) + packet
        )
    return b"".join(made)
