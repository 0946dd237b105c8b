"""What tshark says of streams: their numbers, and what it follows."""

import os
import subprocess
import tempfile
from pathlib import Path

from tests.oracle.tshark import PREFERENCES, program

KEYS = ("tcp.stream", "tcp.seq", "tcp.ack", "tcp.nxtseq", "tcp.window_size", "udp.stream")

NUMBERING = PREFERENCES | {"tcp.relative_sequence_numbers": "TRUE", "tcp.analyze_sequence_numbers": "TRUE"}
"""Each packet by itself, but for the numbers."""


def numbers(path):
    """Of each frame, every value of each of KEYS, as lists of numbers; a capture is given by its path."""
    command = [program(), "-n", "-r", str(path), "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=,"]
    for name, value in NUMBERING.items():
        command += ["-o", f"{name}:{value}"]
    for key in ("frame.number", *KEYS):
        command += ["-e", key]
    found = {}
    for line in _run(command).splitlines():
        frame, *values = line.split("\t")
        found[int(frame)] = [[int(one, 0) for one in value.split(",") if one] for value in values]
    return found


def followed(path, stream):
    """(first node, turns) of a TCP stream, where a turn is ["0" or "1", bytes]; None if tshark knows no such stream."""
    lines = _run([program(), "-n", "-r", str(path), "-q", "-z", f"follow,tcp,raw,{stream}"]).splitlines()
    node = next((line for line in lines if line.startswith("Node 0:")), None)
    if node is None:
        return None
    turns = []
    for line in lines[lines.index(node) + 2 : -1]:
        who = "1" if line.startswith("\t") else "0"
        if turns and turns[-1][0] == who:
            turns[-1][1] += bytes.fromhex(line.strip())
        else:
            turns.append([who, bytes.fromhex(line.strip())])
    return node.removeprefix("Node 0: "), turns


def turns_of(found, node):
    """A stream that netkit followed, as tshark tells it."""
    first = "client" if node == found.client.text else "server"
    turns = []
    for chunk in found.chunks:
        who = "0" if chunk.direction == first else "1"
        data = chunk.data if chunk.data is not None else _marker(chunk.length)
        if turns and turns[-1][0] == who:
            turns[-1][1] += data
        else:
            turns.append([who, data])
    return turns


def _marker(size):
    """What tshark writes where bytes are missing."""
    return f"[{size} bytes missing in capture file]".encode() + b"\0"


def _run(command):
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"WIRESHARK_CONFIG_DIR": folder, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
    return done.stdout.decode("utf-8", "replace")


def written(folder, content):
    path = Path(folder) / "capture.pcapng"
    path.write_bytes(content)
    return path


def protocols(path):
    """The protocols that tshark finds in a capture, by their short names."""
    found = _run([program(), "-n", "-r", str(path), "-T", "fields", "-e", "frame.protocols"])
    return {name for line in set(found.splitlines()) for name in line.split(":")}
