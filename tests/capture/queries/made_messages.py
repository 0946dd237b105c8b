"""Captures of made DNS messages, and what tshark says of them."""

import os
import random
import struct
import subprocess
import tempfile
from pathlib import Path

from tests.oracle.tshark import program

FIELDS = (
    "frame.number", "dns.id", "dns.flags.response", "dns.response_in", "dns.response_to", "dns.time", "dns.retransmission",
    "dns.retransmit_request_in", "dns.retransmit_response_in", "dns.unsolicited",
)  # fmt: skip


def message(identification, *, response, name=b"\x01a\x04test\x00"):
    """A question, or an answer without records."""
    return (
        struct.pack("!HHHHHH", identification, 0x8180 if response else 0x0100, 1, 0, 0, 0) + name + b"\x00\x01\x00\x01"
    )


def datagram(source, destination, payload):
    """A frame; ends are (last byte of an address or four bytes, port)."""
    udp = struct.pack("!HHHH", source[1], destination[1], 8 + len(payload), 0) + payload
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0) + _address(source) + _address(destination)
    return bytes(12) + b"\x08\x00" + ip + udp


def _address(end):
    return end[0] if isinstance(end[0], bytes) else bytes((192, 0, 2, end[0]))


def capture(frames):
    """A pcap file with nanoseconds of frames, given as (time, bytes)."""
    head = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 1)
    return head + b"".join(
        struct.pack("<IIII", time // 10**9, time % 10**9, len(data), len(data)) + data for time, data in frames
    )


def random_talk(seed, count=120):
    """Questions and answers between few ends with few numbers, so that all goes wrong that can."""
    chance = random.Random(seed)
    clients, servers = [(1, 4000), (1, 4001), (2, 4000)], [(53, 53), (54, 53)]
    group = (bytes((224, 0, 0, 251)), 5353)
    llmnr = (bytes((224, 0, 0, 252)), 5355)
    time, frames = 1_700_000_000_000_000_000, []
    for _ in range(count):
        time += chance.choice((1, 1000, 700_000_000, 2_000_000_000, 4_999_999_999, 5_000_000_000))
        client, server = chance.choice(clients), chance.choice(servers)
        response = chance.random() < 0.5
        kind = chance.random()
        number = chance.randrange(3)
        if kind < 0.1:
            source, destination = (client[0], 5353), group
        elif kind < 0.2:
            source, destination = client, llmnr
            if response:
                source, destination = (2, 5355), client
        else:
            source, destination = (server, client) if response else (client, server)
        if chance.random() < 0.03:
            source, destination = destination, source
        frames.append((time, datagram(source, destination, message(number, response=response))))
    return capture(frames)


def told(data, *options):
    """Each of FIELDS of every message as tshark tells it in two passes: {frame: {field: text}}."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture"
        path.write_bytes(data)
        return told_of(path, *options)


def told_of(path, *options):
    """The same of a capture that lies on the disk."""
    command = [program(), "-n", "-2", "-r", str(path), "-T", "fields", *options]
    for each in FIELDS:
        command += ["-e", each]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    rows = [dict(zip(FIELDS, line.split("\t"), strict=True)) for line in done.stdout.splitlines()]
    return {int(row["frame.number"]): row for row in rows}
