"""Memory over many packets: what a process holds after each tenth of them, when every field and every problem is read.

    python bench/memory.py [--packets N] [CAPTURE …]

Each packet is the next of the captures that come with netkit, with new addresses, ports and numbers: nothing comes twice, so nothing that
is kept for the next time may grow without end.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from pathlib import Path

from netkit import capture
from netkit.packet import dissect

ROOT = Path(__file__).parents[1]


def resident() -> float:
    """MiB that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def renewed(data: bytes, chance: random.Random) -> bytes:
    """The packet with four random bytes in six places of its first 60."""
    changed = bytearray(data)
    for _ in range(6):
        at = chance.randrange(14, max(15, min(60, len(data) - 4)))
        changed[at : at + 4] = chance.randbytes(4)
    return bytes(changed[: len(data)])


def main() -> None:
    """Print packets read, MiB held and packets a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="*", type=Path, default=sorted((ROOT / "captures").glob("*.pcapng")))
    parser.add_argument("--packets", type=int, default=1_000_000)
    options = parser.parse_args()
    sample = itertools.cycle([record.data for path in options.captures for record in capture.open(path)])
    chance = random.Random(1)  # noqa: S311 - the same packets each time, no secret
    begun = time.perf_counter()
    for number, data in enumerate(itertools.islice(sample, options.packets), 1):
        packet = dissect(renewed(data, chance))
        count = len(packet.problems)
        for field in packet.fields:
            count += len(field.text) + len(field.note)
        if number % max(1, options.packets // 10) == 0:
            rate = number / (time.perf_counter() - begun)
            print(f"{number:>12,} packets   {resident():8.1f} MiB   {rate:8,.0f} packets/s", flush=True)


if __name__ == "__main__":
    sys.exit(main())
