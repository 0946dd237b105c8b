"""TCP: segments put together in the worst order, and a file cut into segments beside scapy.

    python bench/tcp.py [--rounds N] [--segments N] [--megabytes N]

Reassembly: each 1,500-byte chunk is pushed three times, all shuffled; delivered bytes count once. A byte of a stream ten times as long
ought to cost the same, as far as memory allows: how much more a plain copy into a buffer then costs stands beside it.
`bench/reassembly.py` has every policy, and peers.

Segmentation: a payload in memory becomes frames of Ethernet, IPv4 and TCP with both checksums, 1,460 bytes in each: netkit's as
`netkit tcp segment` makes them, scapy's one packet after the other. Both must give the same bytes. The time is that of the processor;
rounds alternate, and the best of each counts. Numbers are ratios within this run.
"""

from __future__ import annotations

import argparse
import logging
import platform
import random
import sys
import time
import warnings
from collections.abc import Callable

from reassembly import buffer, gigabits
from reassembly import netkit as reassembly_by

from netkit.tcp.segmentation import Exchange, Options, segment, segment_size
from netkit.tcp.segmentation.ends import RECEIVER, SENDER

WANTED_GIGABITS = 0.3
WANTED_GROWTH = 1.25
"""How much more a byte of a stream ten times as long may cost, or as much as in a plain buffer: what two runs of the same differ by."""
WANTED_RATIO = 100

ISN, RECEIVER_ISN = 1000, 2000
OURS, THEIRS = "02:00:00:00:00:0a", "02:00:00:00:00:01"


def by_netkit(payload: bytes) -> list[bytes]:
    """The frames, with every number that is told of a segment."""
    exchange = Exchange(
        segment(payload, segment_size(4, mss=1460), ISN),
        (SENDER[4], RECEIVER[4]),
        options=Options(),
        receiver_number=RECEIVER_ISN,
    )
    return [sent.data for sent in exchange.data()]


def scapy_cutter() -> Callable[[bytes], list[bytes]]:
    """The same by scapy: a frame from its values, lengths and checksums filled in."""
    warnings.simplefilter("ignore")
    logging.getLogger("scapy").setLevel(logging.ERROR)
    from scapy.layers.inet import IP, TCP
    from scapy.layers.l2 import Ether
    from scapy.packet import Raw

    source, destination = SENDER[4], RECEIVER[4]

    def by_scapy(payload: bytes) -> list[bytes]:
        found = []
        for number, start in enumerate(range(0, len(payload), 1460)):
            last = start + 1460 >= len(payload)
            found.append(
                bytes(
                    Ether(src=OURS, dst=THEIRS)
                    / IP(
                        src=str(source.address),
                        dst=str(destination.address),
                        id=(1 + number) & 0xFFFF,
                        flags="DF",
                        ttl=64,
                    )
                    / TCP(
                        sport=source.port,
                        dport=destination.port,
                        seq=(ISN + 1 + start) % (1 << 32),
                        ack=RECEIVER_ISN + 1,
                        flags="PA" if last else "A",
                        window=65535,
                    )
                    / Raw(payload[start : start + 1460])
                )
            )
        return found

    return by_scapy


def microseconds(cut: Callable[[bytes], list[bytes]], payload: bytes) -> float:
    """What a segment takes."""
    start = time.process_time()
    count = len(cut(payload))
    return (time.process_time() - start) / count * 1e6


def reassembly(segments: int, rounds: int) -> bool:
    """Print what reassembly reaches; whether that is what was wanted."""
    work = reassembly_by("first")
    short, long = (gigabits(work, count, rounds) for count in (segments, segments * 10))
    copied, copied_long = (gigabits(buffer, count, rounds) for count in (segments, segments * 10))
    growth, of_memory = short / long, copied / copied_long
    print(f"reassembly, {segments:,} chunks of 1,500 bytes three times, shuffled: {short:.2f} Gbit/s")
    print(
        f"  {segments * 10:,} chunks: {long:.2f} Gbit/s, a byte costs {growth:.2f} times as much (in a buffer {of_memory:.2f})"
    )
    return min(short, long) >= WANTED_GIGABITS and growth <= max(WANTED_GROWTH, of_memory)


def segmentation(megabytes: int, rounds: int) -> bool:
    """Print what segmentation reaches beside scapy; whether that is what was wanted."""
    payload = random.Random(1).randbytes(megabytes * 1_000_000)  # noqa: S311 - the same in every run
    part = payload[: 1460 * 200 + 700]
    by_scapy = scapy_cutter()
    if by_netkit(part) != by_scapy(part):
        raise AssertionError("the two give different bytes")
    quick = slow = float("inf")
    for _ in range(rounds):
        quick = min(quick, microseconds(by_netkit, payload))
        slow = min(slow, microseconds(by_scapy, part))
    gigabit = 1460 * 8 / quick / 1000
    print(f"segmentation, {megabytes} MB: netkit {quick:.2f} µs a segment ({gigabit:.1f} Gbit/s)")
    print(f"  scapy {slow:.1f} µs: netkit is {slow / quick:.0f} times as quick")
    return slow / quick >= WANTED_RATIO


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--megabytes", type=int, default=10)
    asked = parser.parse_args()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, best of {asked.rounds} rounds"
    )
    reached = [reassembly(asked.segments, min(asked.rounds, 3)), segmentation(asked.megabytes, asked.rounds)]
    print("all as wanted" if all(reached) else "not all as wanted")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
