"""A capture of transfers to measure with: thousands of connections side by side, with handshakes, timestamps, loss, SACK and closing."""

from __future__ import annotations

import heapq
import random
import struct
from collections.abc import Iterator
from pathlib import Path

FIN, SYN, PSH, ACK = 1, 2, 8, 16
PAYLOAD = 1448
STARTED = 1_700_000_000 * 10**9
MICROSECOND = 1000


def generate(path: Path, packets: int, seed: int = 2026) -> None:
    """Write a pcap file (nanoseconds, Ethernet) of so many packets, some of each connection's last ones cut off at the end."""
    chance = random.Random(seed)  # noqa: S311 - the same packets each time, no secret
    waiting = [
        (chance.randrange(10**9), number, _transfer(chance, number)) for number in range(max(1, packets // 2500))
    ]
    heapq.heapify(waiting)
    begun, written = len(waiting), 0
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 1))
        while written < packets:
            time, number, steps = heapq.heappop(waiting)
            step = next(steps, None)
            if step is None:
                waiting_time, steps, number = time, _transfer(chance, begun), begun
                begun += 1
                heapq.heappush(waiting, (waiting_time, number, steps))
                continue
            after, frame = step
            heapq.heappush(waiting, (time + after, number, steps))
            now = STARTED + time
            file.write(struct.pack("<IIII", now // 10**9, now % 10**9, len(frame), len(frame)) + frame)
            written += 1


def _transfer(chance: random.Random, number: int) -> Iterator[tuple[int, bytes]]:
    """The frames of one connection, each with the nanoseconds to the one behind it."""
    client, server = (bytes((10, 0, number >> 8 & 255, number & 255)), 1024 + number % 60000), (b"\xc0\0\2\x50", 443)
    names = [chance.randrange(1 << 32), chance.randrange(1 << 32)]
    clock = [chance.randrange(1 << 31), chance.randrange(1 << 31)]
    round_trip = chance.randrange(5, 60) * 10**6
    loss = chance.choice((0.0, 0.0, 0.002, 0.01))

    def frame(
        side: int, sequence: int, acknowledged: int, flags: int, size: int = 0, sack: tuple[int, int] | None = None
    ) -> bytes:
        clock[side] += 1
        options = b"\1\1\x08\x0a" + struct.pack("!II", clock[side] & 0xFFFFFFFF, clock[1 - side] & 0xFFFFFFFF)
        if flags & SYN:
            options = b"\2\4\5\xb4\4\2" + options[2:] + b"\1\3\3\7"
        if sack:
            options += b"\1\1\5\x0a" + struct.pack("!II", *((names[1 - side] + each) & 0xFFFFFFFF for each in sack))
        ends = (client, server) if side == 0 else (server, client)
        words = 5 + len(options) // 4
        segment = struct.pack(
            "!HHIIBBHHH", ends[0][1], ends[1][1], (names[side] + sequence) & 0xFFFFFFFF,
            (names[1 - side] + acknowledged) & 0xFFFFFFFF if flags & ACK else 0, words << 4, flags, 512, 0, 0,
        ) + options + bytes(size)  # fmt: skip
        head = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, 6, 0, ends[0][0], ends[1][0])
        return bytes(12) + b"\x08\0" + head + segment

    yield round_trip, frame(0, 0, 0, SYN)
    yield 20 * MICROSECOND, frame(1, 0, 1, SYN | ACK)
    yield 30 * MICROSECOND, frame(0, 1, 1, ACK)
    yield round_trip, frame(0, 1, 1, ACK | PSH, 300)
    yield 50 * MICROSECOND, frame(1, 1, 301, ACK)
    sent, burst = 1, 10
    end = 1 + PAYLOAD * chance.choice((20, 200, 2000))
    while sent < end:
        first, missing = sent, None
        for _ in range(burst):
            if sent >= end:
                break
            lost = chance.random() < loss and missing is None
            if not lost:
                yield 12 * MICROSECOND, frame(1, sent, 301, ACK | (PSH if sent + PAYLOAD >= end else 0), PAYLOAD)
            missing = sent if lost else missing
            sent += PAYLOAD
        told = first
        for position in range(first, sent, 2 * PAYLOAD):
            told = min(position + 2 * PAYLOAD, sent)
            if missing is not None and told > missing:
                behind = (missing + PAYLOAD, told) if told > missing + PAYLOAD else None
                yield 20 * MICROSECOND, frame(0, 301, missing, ACK, 0, behind)
            else:
                yield 20 * MICROSECOND, frame(0, 301, told, ACK)
        if missing is not None:
            yield round_trip, frame(1, missing, 301, ACK, PAYLOAD)
            yield 20 * MICROSECOND, frame(0, 301, told, ACK)
        burst = min(burst * 2, 40)
    yield 10 * MICROSECOND, frame(1, end, 301, FIN | ACK)
    yield round_trip, frame(0, 301, end + 1, FIN | ACK)
    yield 10**9, frame(1, end + 1, 302, ACK)
