"""Gigabits per second of TCP reassembly, in the worst order: each segment comes three times, all shuffled.

    python bench/reassembly.py [--segments N] [--rounds N] [--policy NAME …]

Every byte is counted once, however often it came. The peers do less: a buffer of the known length into which each segment is copied has
no holes, no policy and no end; a dictionary of segments that is sorted and joined at the end knows no overlap. The last column is the
price of a byte against a stream of a tenth of the length, which ought to stay at 1. The time is that of the processor, so that
neighbours on the machine disturb little; numbers are ratios within this run.
"""

from __future__ import annotations

import argparse
import gc
import platform
import random
import time
from collections.abc import Callable, Sequence

from netkit.packet.overlap import TCP_POLICIES
from netkit.tcp import Reassembler

SEGMENT = 1500
INITIAL = (1 << 32) - 11
"""So that the numbers wrap."""

Work = Callable[[Sequence[int], bytes], int]


def buffer(order: Sequence[int], segment: bytes) -> int:
    """The floor: copy each segment to where it belongs."""
    whole = bytearray((max(order) + 1) * SEGMENT)
    for number in order:
        whole[number * SEGMENT : number * SEGMENT + SEGMENT] = segment
    return len(whole)


def dictionary(order: Sequence[int], segment: bytes) -> int:
    """What a script does: a dictionary by offset, joined in the end."""
    held: dict[int, bytes] = {}
    for number in order:
        held.setdefault(number * SEGMENT, segment)
    return len(b"".join([held[offset] for offset in sorted(held)]))


def netkit(policy: str) -> Work:
    """What netkit does: sequence numbers, holes, a policy, and who has which byte."""

    def work(order: Sequence[int], segment: bytes) -> int:
        stream = Reassembler(INITIAL, policy=policy)
        first = INITIAL + 1
        for number in order:
            stream.push((first + number * SEGMENT) % (1 << 32), segment)
        return len(stream.take())

    return work


def gigabits(work: Work, segments: int, rounds: int) -> float:
    """The best of several rounds, in gigabits of delivered bytes a second."""
    order = [number for number in range(segments) for _ in range(3)]
    random.Random(1).shuffle(order)  # noqa: S311 - the same order in every run
    segment = bytes(SEGMENT)
    best = 0.0
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        size = work(order, segment)
        best = max(best, size * 8 / (time.process_time() - start) / 1e9)
        if size != segments * SEGMENT:
            raise RuntimeError(f"{size:,} bytes came of {segments:,} segments")
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--policy", action="append", choices=list(TCP_POLICIES))
    asked = parser.parse_args()
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}")
    print(f"{asked.segments:,} and {asked.segments * 10:,} segments of {SEGMENT} bytes, each three times, shuffled\n")
    peers: dict[str, Work] = {"a buffer of the known length": buffer, "a dictionary, sorted and joined": dictionary}
    peers |= {f"netkit, {name}": netkit(name) for name in asked.policy or TCP_POLICIES}
    print(f"{'':34}{'Gbit/s':>8}{'of buffer':>11}{'ten times':>11}{'a byte ×':>10}")
    floor = 0.0
    for name, work in peers.items():
        short = gigabits(work, asked.segments, asked.rounds)
        long = gigabits(work, asked.segments * 10, asked.rounds)
        floor = floor or short
        print(f"{name:34}{short:8.2f}{short / floor:11.2f}{long:11.2f}{short / long:10.2f}")


if __name__ == "__main__":
    main()
