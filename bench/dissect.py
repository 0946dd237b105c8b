"""Packets per second: netkit beside scapy, dpkt and tshark, over the same packets in one run.

    python bench/dissect.py [--packets N] [--rounds N] [--no-tshark] [CAPTURE …]

The packets are those of the captures that come with netkit, repeated. Each peer reads the same bytes; rounds alternate, and the best
of each peer counts, so that a noisy machine disturbs all alike. Numbers are ratios within this run; they mean nothing across machines.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from netkit import capture
from netkit.packet import dissect

ROOT = Path(__file__).parents[1]

Work = Callable[[Sequence[bytes]], object]


def shipped(paths: Iterable[Path]) -> list[bytes]:
    """The packets of these captures."""
    return [record.data for path in paths for record in capture.open(path)]


def netkit_fields(packets: Sequence[bytes]) -> int:
    """Take each packet apart, and read every key, value and span."""
    count = 0
    for data in packets:
        for layer in dissect(data).layers:
            fields = layer.fields
            for field in fields:  # one statement each: no tuple is made that nobody reads
                field.key  # noqa: B018 - reading is the work
                field.value  # noqa: B018
                field.start_bit  # noqa: B018
                field.width_bits  # noqa: B018
            count += len(fields)
    return count


def netkit_all(packets: Sequence[bytes]) -> int:
    """What a person is shown of every field: its text, its meaning, what is said of its value; and the problems."""
    count = 0
    for data in packets:
        packet = dissect(data)
        count += len(packet.problems)
        for layer in packet.layers:
            fields = layer.fields
            for field in fields:
                field.name  # noqa: B018
                field.text  # noqa: B018
                field.meaning  # noqa: B018
                field.note  # noqa: B018
                field.rfc  # noqa: B018
            count += len(fields)
    return count


def peers() -> dict[str, Work]:
    """Each peer that is installed, with the work that is nearest to netkit's."""
    found: dict[str, Work] = {
        "netkit: every key, value and span": netkit_fields,
        "netkit: text, meaning and problems too": netkit_all,
    }
    try:
        from scapy.all import conf, load_layer
        from scapy.layers.l2 import Ether

        conf.verb = 0
        load_layer("http")  # scapy leaves it out unless asked; netkit takes HTTP apart
        found["scapy: Ether(data)"] = lambda packets: [Ether(data) for data in packets]
        found["scapy: Ether(data).show(dump=True)"] = lambda packets: [Ether(data).show(dump=True) for data in packets]
    except ImportError:
        print("scapy is not installed: left out")
    try:
        import dpkt

        found["dpkt: Ethernet(data)"] = lambda packets: [dpkt.ethernet.Ethernet(data) for data in packets]
    except ImportError:
        print("dpkt is not installed: left out")
    return found


def tshark_seconds(paths: Sequence[Path], repeat: int) -> tuple[float, int]:
    """A whole tshark process that prints all fields of the same packets as JSON, and how many packets it read."""
    with tempfile.TemporaryDirectory() as folder:
        merged = Path(folder) / "merged.pcapng"
        subprocess.run(["mergecap", "-a", "-w", merged, *itertools.chain.from_iterable([paths] * repeat)], check=True)
        with capture.open(merged) as records:
            count = sum(1 for _ in records)
        start = time.perf_counter()
        with (Path(folder) / "out.json").open("wb") as out:
            subprocess.run(
                ["tshark", "-n", "-r", merged, "-T", "json"], stdout=out, stderr=subprocess.DEVNULL, check=True
            )
        return time.perf_counter() - start, count


def main() -> None:
    """Run all peers, and print packets per second and ratios to scapy."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("captures", nargs="*", type=Path, default=sorted((ROOT / "captures").glob("*.pcapng")))
    parser.add_argument("--packets", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-tshark", action="store_true")
    options = parser.parse_args()
    sample = shipped(options.captures)
    repeat = max(1, options.packets // len(sample))
    packets = sample * repeat
    slow = sample * max(1, repeat // 10)
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {len(packets):,} packets, "
        f"best of {options.rounds} alternated rounds"
    )
    best: dict[str, float] = {}
    work = peers()
    for _ in range(options.rounds):
        for name, run in work.items():
            given = slow if "show" in name or "text" in name else packets
            start = time.perf_counter()
            run(given)
            rate = len(given) / (time.perf_counter() - start)
            best[name] = max(best.get(name, 0), rate)
    if not options.no_tshark:
        try:
            seconds, count = tshark_seconds(options.captures, repeat)
            best["tshark -T json (a whole process)"] = count / seconds
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"tshark was left out: {error}")
    against = best.get("scapy: Ether(data)")
    print(f"{'':42}{'packets/s':>12}{'  × scapy':>12}")
    for name, rate in best.items():
        print(f"{name:42}{rate:12,.0f}" + (f"{rate / against:12.2f}" if against else ""))
    shows = best.get("scapy: Ether(data).show(dump=True)")
    if shows:
        print(
            f"text, meaning and problems against scapy's show: {best['netkit: text, meaning and problems too'] / shows:.1f} ×"
        )


if __name__ == "__main__":
    sys.exit(main())
