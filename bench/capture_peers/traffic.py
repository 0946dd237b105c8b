"""A capture of mixed packets to measure with: both IP versions, TCP, UDP, DNS, ICMP, VLAN tags, options, and right checksums."""

from __future__ import annotations

import random
import struct
from pathlib import Path

from netkit.packet.checksum import checksum

DNS_QUESTION = bytes.fromhex("0100000100000000000003777777076578616d706c6504746573740000010001")
STAMPS = bytes.fromhex("0101080a")
OPENING = bytes.fromhex("020405b40402080a00112233000000000103030a")
FIRST_SECOND = 1_700_000_000


def generate(path: Path, packets: int, seed: int = 2026) -> None:
    """Write a pcap file of so many packets."""
    chance = random.Random(seed)  # noqa: S311 - the same packets each time, no secret
    payload = chance.randbytes(1448)
    with path.open("wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1))
        for number in range(packets):
            frame = _frame(chance, number, payload)
            file.write(
                struct.pack("<IIII", FIRST_SECOND + number // 5000, number % 5000 * 200, len(frame), len(frame)) + frame
            )


def _frame(chance: random.Random, number: int, payload: bytes) -> bytes:
    six = chance.random() < 0.27
    kind = chance.random()
    host, peer = chance.randrange(1, 250), chance.randrange(1, 250)
    if six:
        source = bytes.fromhex("20010db8000000000000000000000000")[:15] + bytes([host])
        destination = bytes.fromhex("20010db8000100000000000000000000")[:15] + bytes([peer])
    else:
        source, destination = bytes([192, 0, 2, host]), bytes([198, 51, 100, peer])
    if kind < 0.78:
        protocol, segment = 6, _tcp(chance, number, payload)
        at = 16
    elif kind < 0.93:
        protocol = 17
        message = struct.pack("!H", number & 0xFFFF) + DNS_QUESTION
        segment = struct.pack("!HHHH", chance.randrange(32768, 60999), 53, 8 + len(message), 0) + message
        at = 6
    else:
        protocol = 58 if six else 1
        segment = struct.pack("!BBHHH", 128 if six else 8, 0, 0, host, number & 0xFFFF) + payload[:56]
        at = 2
    pseudo = source + destination + struct.pack("!IHBB", len(segment), 0, 0, protocol) if six or at != 2 else b""
    value = checksum(pseudo + segment) or (0xFFFF if protocol == 17 else 0)
    segment = segment[:at] + struct.pack("!H", value) + segment[at + 2 :]
    if six:
        packet = struct.pack("!IHBB", 6 << 28, len(segment), protocol, 64) + source + destination + segment
    else:
        options = b"\x94\x04\0\0" if chance.random() < 0.02 else b""
        words = 5 + len(options) // 4
        head = struct.pack(
            "!BBHHHBBH", 0x40 | words, 0, words * 4 + len(segment), number & 0xFFFF, 0x4000, 64, protocol, 0
        )
        head += source + destination + options
        packet = head[:10] + struct.pack("!H", checksum(head)) + head[12:] + segment
    tag = struct.pack("!HH", 0x8100, chance.randrange(1, 4000)) if chance.random() < 0.05 else b""
    link = b"\x02\0\0\0\0\x01\x02\0\0\0\0\x02" + tag + (b"\x86\xdd" if six else b"\x08\0")
    return link + packet


def _tcp(chance: random.Random, number: int, payload: bytes) -> bytes:
    sequence, acknowledgment = chance.getrandbits(32), chance.getrandbits(32)
    port = chance.randrange(32768, 60999)
    kind = chance.random()
    if kind < 0.02:
        return struct.pack("!HHIIBBHHH", port, 443, sequence, 0, 10 << 4, 2, 64240, 0, 0) + OPENING
    stamps = STAMPS + struct.pack("!II", number, number >> 1)
    data = payload[: chance.randrange(1, 1448)] if kind < 0.2 else payload if kind < 0.62 else b""
    flags = 0x18 if data else 0x10
    ends = (443, port) if kind < 0.5 else (port, 443)
    return struct.pack("!HHIIBBHHH", *ends, sequence, acknowledgment, 8 << 4, flags, 501, 0, 0) + stamps + data
