"""A relay between two hosts, run in a namespace of its own: it carries frames with a fixed delay, drops the chosen, and records.

    python relay.py CONFIG

CONFIG is JSON: `left` and `right` (interfaces), `delay` (seconds each way), `drops` (the n-th first copies of data from the left, from
1), `copies` ([sequence offset, n] drops the n-th copy of the segment there), `late` ({n: seconds} holds the n-th segment of data back),
`before` and `after` (pcap files of what came from either side, before and behind the drops), `seconds` (when to end).
Every TCP segment that was sent more than once is listed in `told`: [number of the record in `before`, how often it had come].
"""

import heapq
import json
import select
import socket
import struct
import sys
import time
from pathlib import Path

ETH_P_ALL = 3
IPV4, TCP = 0x0800, 6


def opened(interface):
    """A raw socket on an interface."""
    made = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    made.bind((interface, 0))
    return made


def segment_of(frame):
    """The sequence number and length of the data of a TCP segment over IPv4; None of another frame."""
    if len(frame) < 54 or int.from_bytes(frame[12:14], "big") != IPV4 or frame[23] != TCP:
        return None
    start = 14 + (frame[14] & 15) * 4
    total = int.from_bytes(frame[16:18], "big")
    sequence = int.from_bytes(frame[start + 4 : start + 8], "big")
    return sequence, 14 + total - start - (frame[start + 12] >> 4) * 4


class Recording:
    """A pcap file in nanoseconds."""

    def __init__(self, path):
        self.file = Path(path).open("wb")  # noqa: SIM115 - it stays open as long as the process
        self.file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 1))
        self.count = 0

    def write(self, frame):
        """Write a frame with the time that it is now; gives its number from 1."""
        now = time.time_ns()
        head = struct.pack("<IIII", now // 10**9, now % 10**9, len(frame), len(frame))
        self.file.write(head + frame)
        self.file.flush()
        self.count += 1
        return self.count


def main():
    """Carry frames until the time is over."""
    config = json.loads(Path(sys.argv[1]).read_text())
    left, right = opened(config["left"]), opened(config["right"])
    before, after = Recording(config["before"]), Recording(config["after"])
    drops, late = set(config["drops"]), {int(key): value for key, value in config["late"].items()}
    copies = {tuple(each) for each in config["copies"]}
    waiting, seen, first, told, count = [], {}, None, [], 0
    end = time.monotonic() + config["seconds"]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while (now := time.monotonic()) < end:
        pause = max(0.0, min(waiting[0][0] - now if waiting else 0.05, 0.05))
        ready, _, _ = select.select([left, right], [], [], pause)
        for source in ready:
            frame, address = source.recvfrom(65536)
            if address[2] == socket.PACKET_OUTGOING:
                continue
            number = before.write(frame)
            target, hold = (right, left)[source is right], config["delay"]
            segment = segment_of(frame)
            if source is left and segment and segment[1] > 0:
                sequence, _ = segment
                first = sequence if first is None else first
                if sequence not in seen:
                    count += 1
                    hold += late.get(count, 0)
                seen[sequence] = seen.get(sequence, 0) + 1
                if seen[sequence] > 1:
                    told.append([number, seen[sequence]])
                dropped = (seen[sequence] == 1 and count in drops) or (
                    (sequence - first) % 2**32,
                    seen[sequence],
                ) in copies
                if dropped:
                    continue
            heapq.heappush(waiting, (time.monotonic() + hold, number, target is right, frame))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, to_right, frame = heapq.heappop(waiting)
            after.write(frame)
            (right if to_right else left).send(frame)
    Path(config["told"]).write_text(json.dumps(told))


main()
