"""Checksums per second: netkit beside scapy and dpkt, over the same bytes in one run.

    python bench/checksum.py [--rounds N] [BYTES …]

Rounds are short and alternate, and the best of each peer counts, so that a noisy machine disturbs all alike. Numbers are ratios within
this run; they mean nothing across machines. All peers must agree on every sum before they are timed.
"""

from __future__ import annotations

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable

from netkit.packet.checksum import checksum, pseudo_header
from netkit.packet.reading import Network

Sum = Callable[[bytes], int]

SIZES = (20, 64, 576, 1448, 9000, 65535)
"""Bytes: a header of IPv4, a short frame, the packet that every host takes, a full segment, a jumbo frame, the largest packet."""


def peers() -> dict[str, Sum]:
    """Each peer that is installed."""
    found: dict[str, Sum] = {"netkit": checksum}
    try:
        from scapy.utils import checksum as scapy_checksum

        found["scapy"] = scapy_checksum
    except ImportError:
        print("scapy is not installed: left out")
    try:
        from dpkt.dpkt import in_cksum

        found["dpkt"] = in_cksum
    except ImportError:
        print("dpkt is not installed: left out")
    return found


def segment_peers() -> dict[str, Sum]:
    """The checksum of a TCP segment with its pseudo-header over IPv4, as a builder works it."""
    network = Network(4, bytes([192, 0, 2, 1]), bytes([198, 51, 100, 2]))
    found: dict[str, Sum] = {
        "netkit": lambda segment: checksum(pseudo_header(network, 6, len(segment)) + segment),
    }
    try:
        from scapy.layers.inet import IP, in4_chksum

        header = IP(src="192.0.2.1", dst="198.51.100.2", ihl=5)
        found["scapy"] = lambda segment: in4_chksum(6, header, segment)
    except ImportError:
        pass
    return found


def seconds(run: Sum, data: bytes, count: int) -> float:
    """The time of one sum."""
    start = time.perf_counter()
    for _ in range(count):
        run(data)
    return (time.perf_counter() - start) / count


def main() -> None:
    """Time every peer on every size, and print microseconds and ratios to scapy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, best of {options.rounds} alternated rounds"
    )
    print(f"{'bytes':>7}{'':4}{'peer':8}{'µs a sum':>10}{'× scapy':>10}")
    for size in options.sizes:
        compare(size, peers(), options.rounds)
    print("a TCP segment with its pseudo-header:")
    compare(1448, segment_peers(), options.rounds)


def compare(size: int, work: dict[str, Sum], rounds: int) -> None:
    """Time every peer on the same bytes, and print a line for each."""
    data = random.Random(size).randbytes(size)  # noqa: S311 - the same bytes in each run
    if len({run(data) for run in work.values()}) != 1:
        sys.exit(f"the peers disagree on {size} bytes")
    count = max(10, min(2_000, 500_000 // max(size, 100)))
    best = dict.fromkeys(work, float("inf"))
    for _ in range(rounds):
        for name, run in work.items():
            best[name] = min(best[name], seconds(run, data, count))
    for name, taken in best.items():
        ratio = f"{best['scapy'] / taken:10.1f}" if "scapy" in best else ""
        print(f"{size:7,}{'':4}{name:8}{taken * 1e6:10.2f}{ratio}")


if __name__ == "__main__":
    sys.exit(main())
