"""What only the whole capture tells, by netkit and by tshark: whole processes, in one run, as ratios.

    python bench/views.py [--packets N] [--rounds N] [--slow-rounds N] [--views analysis,mixed,conversations]

`analysis` asks what happened to the segments of transfers side by side, with loss, SACK and closing (`capture_peers/transfers.py`);
`mixed` asks the same of a capture in which nearly every segment is a stream of its own (`capture_peers/traffic.py`), which must not be
slower; `conversations` asks who talked to whom in the transfers, each by its own command. For the first two netkit makes columns, and
tshark prints the same fields into nothing. Before anything is timed, both say how many packets have a value under each key, which must
agree but for one packet in 100,000. Rounds alternate and the best of each counts; tshark, which is slow, runs in the first rounds only.

Numbers are ratios within one run; they mean nothing across machines.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "capture_peers"
sys.path.insert(0, str(HERE))

import traffic  # noqa: E402 - beside this file, as programs that are run and not a package
import transfers  # noqa: E402

KEYS = (
    "frame.number", "tcp.stream", "tcp.analysis.flags", "tcp.analysis.retransmission", "tcp.analysis.out_of_order",
    "tcp.analysis.duplicate_ack", "tcp.analysis.ack_rtt", "tcp.analysis.bytes_in_flight", "tcp.analysis.lost_segment", "tcp.window_size",
)  # fmt: skip

SELDOM = 100_000
"""Of so many packets one may be counted differently; it is named."""


@dataclass(frozen=True)
class View:
    """What is asked of which capture, and how many times as fast as tshark it shall be."""

    name: str
    generate: Callable[[Path, int], None]
    keys: Sequence[str]
    goal: float


VIEWS = {
    each.name: each
    for each in (
        View("analysis", transfers.generate, KEYS, 10),
        View("mixed", traffic.generate, KEYS, 1),
    )
}


@dataclass
class Reader:
    """A program, and the seconds that its runs took, as whole processes."""

    name: str
    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run it once, its words into nothing; CalledProcessError where it ends badly."""
        began = time.perf_counter()
        subprocess.run(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
            check=True,
        )
        self.seconds.append(time.perf_counter() - began)

    def counts(self, keys: int) -> list[int]:
        """How many packets have a value under each key: what netkit prints, or the lines of tshark's with something in each place."""
        with subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            lines = process.stdout or ()
            if self.name == "netkit":
                return [int(each) for each in next(iter(lines)).split()]
            found = [0] * keys
            for line in lines:
                for place, value in enumerate(line.rstrip("\n").split("\t")):
                    found[place] += value != ""
            return found


def compare(view: View, packets: int, rounds: int, slow_rounds: int, folder: Path) -> None:
    """Check that both say the same, run both, and print a table."""
    path = folder / f"{view.name}.pcap"
    view.generate(path, packets)
    netkit = Reader("netkit", [sys.executable, str(HERE / "netkit_views.py"), str(path), *view.keys])
    fields = [word for key in view.keys for word in ("-e", key)]
    tshark = Reader("tshark", ["tshark", "-n", "-r", str(path), "-T", "fields", *fields])
    ours, theirs = netkit.counts(len(view.keys)), tshark.counts(len(view.keys))
    differing = [(key, mine, other) for key, mine, other in zip(view.keys, ours, theirs, strict=True) if mine != other]
    said = ", ".join(f"{key}: {mine:,} and tshark {other:,}" for key, mine, other in differing)
    if any(abs(mine - other) * SELDOM > packets for _, mine, other in differing):
        raise SystemExit(f"{view.name}: netkit and tshark count differently: {said}")
    for number in range(rounds):
        netkit.run()
        if number < slow_rounds:
            tshark.run()
    tell(
        f"{view.name}: {len(view.keys)} keys whose counts agree{f', but for {said}' if said else ''}",
        netkit,
        tshark,
        packets,
        view.goal,
    )
    path.unlink()


def compare_conversations(packets: int, rounds: int, slow_rounds: int, folder: Path) -> None:
    """Run both commands, and print a table; what they say is held against one another in the tests."""
    path = folder / "conversations.pcap"
    transfers.generate(path, packets)
    netkit = Reader("netkit", [sys.executable, "-m", "netkit", "capture", "conversations", str(path)])
    asked = [word for kind in ("tcp", "udp", "ip", "ipv6", "eth") for word in ("-z", f"conv,{kind}")]
    tshark = Reader("tshark", ["tshark", "-n", "-q", "-r", str(path), *asked])
    for number in range(rounds):
        netkit.run()
        if number < slow_rounds:
            tshark.run()
    tell("conversations", netkit, tshark, packets, 1)


def tell(name: str, netkit: Reader, tshark: Reader, packets: int, goal: float) -> None:
    """The table of two readers."""
    best, slow = min(netkit.seconds), min(tshark.seconds)
    print(f"{name}, {packets:,} packets")
    print(f"{'whole process':<18}{'s':>8}{'packets/s':>12}{'netkit is':>12}{'goal':>8}")
    print(f"{'netkit':<18}{best:>8.2f}{packets / best:>12,.0f}")
    print(f"{'tshark':<18}{slow:>8.2f}{packets / slow:>12,.0f}{slow / best:>10.1f} ×{goal:>8g}")


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--slow-rounds", type=int, default=2, help="how many of them tshark runs in")
    parser.add_argument("--views", default=",".join((*VIEWS, "conversations")))
    options = parser.parse_args()
    print(f"CPython {platform.python_version()}, {platform.machine()}, best of {options.rounds} alternated rounds")
    with tempfile.TemporaryDirectory() as name:
        for view in options.views.split(","):
            if view == "conversations":
                compare_conversations(options.packets, options.rounds, options.slow_rounds, Path(name))
            else:
                compare(VIEWS[view], options.packets, options.rounds, options.slow_rounds, Path(name))


if __name__ == "__main__":
    main()
