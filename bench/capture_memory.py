"""Memory over a long capture: what a process holds after each tenth of a stream that another process writes, without end in sight.

    python bench/capture_memory.py [--gigabytes N] [--format pcap|pcapng] [--packed none|gzip|zstd] [--convert]

The writer is `netkit.capture.write` into a pipe, the reader `netkit.capture.open` at its other end; with --convert it writes everything
to nowhere in the other format, too.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from netkit import capture
from netkit.capture import NewRecord, Record
from netkit.capture.converting import convert
from netkit.capture.form import Form

SIZES = (60, 60, 90, 600, 1514, 1514)


def resident() -> float:
    """MiB that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def made(total: int):
    """Packets of usual sizes until `total` bytes are full."""
    chance = random.Random(1)  # noqa: S311 - the same packets each time, no secret
    contents = [chance.randbytes(size) for size in SIZES for _ in range(50)]
    written = 0
    for number, data in enumerate(itertools.cycle(contents)):
        if written > total:
            return
        written += len(data) + 16
        yield NewRecord(
            data=data, time=1_700_000_000 * 10**9 + number * 1000, comments=("every 1,000th",) * (number % 1000 == 1)
        )


def main() -> None:
    """Print packets read, MiB held and MB a second."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--format", choices=("pcap", "pcapng"), default="pcapng")
    parser.add_argument("--packed", choices=("none", "gzip", "zstd"), default="none")
    parser.add_argument("--convert", action="store_true")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    total = int(options.gigabytes * 10**9)
    if options.write:
        records = made(total)
        if options.format == "pcap":
            records = (NewRecord(data=record.data, time=record.time) for record in records)
        capture.write(sys.stdout.buffer, records, format=options.format, packed=options.packed)
        return
    command = [sys.executable, __file__, *sys.argv[1:], "--write"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        begun, packets, size, told = time.perf_counter(), 0, 0, 0

        def count(part):
            nonlocal packets, size, told
            if isinstance(part, Record):
                packets, size = packets + 1, size + len(part.data) + 16
                if size * 10 // total > told:
                    told = size * 10 // total
                    rate = size / (time.perf_counter() - begun) / 1e6
                    print(f"{packets:>12,} packets   {resident():8.1f} MiB   {rate:8.1f} MB/s", flush=True)
            return part

        with capture.open(writer.stdout) as records:
            if options.convert:
                other = "pcapng" if options.format == "pcap" else "pcap"
                convert(records, os.devnull, Form(format=other), change=count)
            else:
                for record in records:
                    count(record)
        print(f"{packets:>12,} packets   {records.problems or 'no problem'}")


if __name__ == "__main__":
    main()
