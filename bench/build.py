"""Building packets: netkit beside scapy, the same packets from the same values in one run.

    python bench/build.py [--rounds N]

Each packet is built in two ways: from its values (the objects are made, put on one another, and written), and from objects that were
made before (written alone). Lengths, checksums and protocol numbers are filled in, and both must give the same bytes. Rounds are short
and alternate, and the best of each counts, in seconds of this process's own time, so that a noisy machine disturbs all alike. Numbers
are ratios within this run; they mean nothing across machines.
"""

from __future__ import annotations

import argparse
import logging
import platform
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

from netkit.packet.building import data, dns, ipv4, tcp, udp

PAYLOAD = (bytes(range(256)) * 6)[:1448]

ASKED = 30
"""How many times scapy's speed the segment is to be built."""


class Case(NamedTuple):
    """One packet: made by netkit, and made by scapy; either is written by `bytes()`."""

    name: str
    netkit: Callable[[], Any]
    scapy: Callable[[], Any]


def cases() -> list[Case]:
    """The packets that are built."""
    warnings.simplefilter("ignore")
    logging.getLogger("scapy").setLevel(logging.ERROR)
    from scapy.layers.dns import DNS, DNSQR
    from scapy.layers.inet import IP, TCP, UDP
    from scapy.packet import Raw

    ours = {"source": "192.0.2.10", "destination": "198.51.100.80"}
    theirs = {"src": "192.0.2.10", "dst": "198.51.100.80"}
    return [
        Case(
            "a segment of 1,448 bytes",
            lambda: (
                ipv4(**ours, time_to_live=64, identification=7, dont_fragment=True)
                / tcp(
                    source_port=49152,
                    destination_port=80,
                    sequence_number=1000,
                    acknowledgment_number=2000,
                    acknowledgment=True,
                    push=True,
                    window=501,
                )
                / data(PAYLOAD)
            ),
            lambda: (
                IP(**theirs, ttl=64, id=7, flags="DF")
                / TCP(sport=49152, dport=80, seq=1000, ack=2000, flags="PA", window=501)
                / Raw(PAYLOAD)
            ),
        ),
        Case(
            "a segment with timestamps",
            lambda: (
                ipv4(**ours, identification=7)
                / tcp(
                    source_port=49152,
                    destination_port=80,
                    sequence_number=1000,
                    acknowledgment_number=2000,
                    acknowledgment=True,
                    window=501,
                    aligned_timestamps=[1, 2],
                )
                / data(PAYLOAD)
            ),
            lambda: (
                IP(**theirs, ttl=64, id=7)
                / TCP(
                    sport=49152,
                    dport=80,
                    seq=1000,
                    ack=2000,
                    flags="A",
                    window=501,
                    options=[("NOP", None), ("NOP", None), ("Timestamp", (1, 2))],
                )
                / Raw(PAYLOAD)
            ),
        ),
        Case(
            "a DNS question",
            lambda: (
                ipv4(**ours)
                / udp(source_port=49152, destination_port=53)
                / dns(identification=7, question="www.example.test")
            ),
            lambda: (
                IP(**theirs, id=0) / UDP(sport=49152, dport=53) / DNS(id=7, rd=1, qd=DNSQR(qname="www.example.test"))
            ),
        ),
    ]


def ways(case: Case) -> list[tuple[str, Callable[[], bytes], Callable[[], bytes]]]:
    """The two ways of building a packet, by netkit and by scapy."""
    ours, theirs = case.netkit(), case.scapy()
    if bytes(ours) != bytes(theirs):
        raise AssertionError(f"{case.name}: the two build different bytes")
    return [
        ("from values", lambda: bytes(case.netkit()), lambda: bytes(case.scapy())),
        ("from objects", lambda: bytes(ours), lambda: bytes(theirs)),
    ]


def best(work: Callable[[], object], *, batch: int, before: float) -> float:
    """The shorter of `before` and the seconds that one of a batch takes."""
    start = time.process_time()
    for _ in range(batch):
        work()
    return min(before, (time.process_time() - start) / batch)


def main() -> int:
    """Build everything, and print microseconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, best of {options.rounds} alternated rounds"
    )
    print(f"{'':40}{'netkit µs':>11}{'scapy µs':>10}{'ratio':>8}")
    reached = True
    for case in cases():
        for way, by_netkit, by_scapy in ways(case):
            quick = slow = float("inf")
            for _ in range(options.rounds):
                quick = best(by_netkit, batch=200, before=quick)
                slow = best(by_scapy, batch=20, before=slow)
            print(f"{f'{case.name}, {way}':40}{quick * 1e6:11.1f}{slow * 1e6:10.1f}{slow / quick:8.1f}")
            if case.name == "a segment of 1,448 bytes":
                reached = reached and slow / quick >= ASKED
    print(f"the segment: {'at least' if reached else 'below'} {ASKED} times scapy's speed")
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
