"""A capture of mixed packets read by netkit and by its peers: whole processes, in one run, as ratios.

    python bench/capture.py [--packets N] [--rounds N] [--file FILE] [--grow] [--peers tshark,tcpdump,dpkt,libpcap]

The capture has both IP versions, TCP, UDP, DNS, ICMP, VLAN tags, options and right checksums (`capture_peers/traffic.py`). Each reader
takes the five-tuple, and TCP's sequence number, acknowledgement, flags and the length, of every packet. netkit, dpkt and the C program
print how many packets there were, and the sums of sequence numbers and lengths, which must agree; tshark and tcpdump print every packet
into nothing. Rounds alternate and the best of each counts; tshark and dpkt, which are slow, run in the first rounds only. A peer that is
not there is left out by name.

With --grow files of up to ten million packets are read, too: the time a packet and the most memory that the process held. Numbers are
ratios within one run; they mean nothing across machines.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent / "capture_peers"
sys.path.insert(0, str(HERE))

FIELDS = (
    "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "tcp.srcport", "tcp.dstport", "udp.srcport", "udp.dstport", "tcp.seq_raw", "tcp.ack_raw",
    "tcp.flags", "frame.len",
)  # fmt: skip
FILTER = "ip.ttl > 10 && (tcp.dstport == 443 || udp.dstport == 53)"
"""Three terms."""

ASKED = {"tshark": 40, "tcpdump": 3, "dpkt": 15, "libpcap": 0.2}
GOALS = {"tshark": 60, "tcpdump": 5, "dpkt": 25, "libpcap": 0.35}
SLOW = ("tshark", "dpkt")


@dataclass
class Reader:
    """A program, and what its runs took: seconds of the whole process, and what it printed."""

    name: str
    command: Sequence[str]
    sums: bool = True
    seconds: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    printed: str = ""

    def run(self) -> None:
        """Run it once; SystemExit where it ends badly, or prints something else than before."""
        environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
        began = time.perf_counter()
        done = subprocess.run(
            self.command,
            stdout=subprocess.PIPE if self.sums else subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            check=False,
        )
        self.seconds.append(time.perf_counter() - began)
        if done.returncode:
            raise SystemExit(f"{self.name} failed: {done.stderr}")
        if self.sums:
            if self.printed not in ("", done.stdout):
                raise SystemExit(f"{self.name} printed {done.stdout} after {self.printed}")
            self.printed = done.stdout
        if self.name.startswith("netkit"):
            self.inside.append(float(done.stderr.split()[1]))

    @property
    def best(self) -> float:
        """The quickest run's seconds."""
        return min(self.seconds)


def readers(path: Path, folder: Path, wanted: Sequence[str]) -> list[Reader]:
    """The readers: netkit with and without a filter, and those peers that are here."""
    ours = [sys.executable, str(HERE / "netkit_columns.py"), str(path)]
    found = [Reader("netkit", ours), Reader("netkit, filtered", [*ours, FILTER])]
    fields = [word for key in FIELDS for word in ("-e", key)]
    if "tshark" in wanted and _there("tshark"):
        found.append(Reader("tshark", ["tshark", "-n", "-r", str(path), "-T", "fields", *fields], sums=False))
    if "tcpdump" in wanted and _there("tcpdump"):
        found.append(Reader("tcpdump", ["tcpdump", "-n", "-S", "-r", str(path)], sums=False))
    if "dpkt" in wanted:
        found.append(Reader("dpkt", [sys.executable, str(HERE / "dpkt_loop.py"), str(path)]))
    if "libpcap" in wanted and (program := _compiled(folder)):
        found.append(Reader("libpcap", [program, str(path)]))
    return found


def _there(program: str) -> bool:
    if shutil.which(program):
        return True
    print(f"{program} is not here: left out")
    return False


def _compiled(folder: Path) -> str:
    program = str(folder / "libpcap_loop")
    command = ["cc", "-O2", str(HERE / "libpcap_loop.c"), "-o", program, "-lpcap"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        print("libpcap is left out: no C compiler, or not its header (apt-get install gcc libpcap0.8-dev)")
        return ""
    return program


def compare(path: Path, folder: Path, rounds: int, wanted: Sequence[str]) -> None:
    """Run all readers, and print a table."""
    found = readers(path, folder, wanted)
    for number in range(rounds):
        for reader in found:
            if reader.name not in SLOW or number < 2:
                reader.run()
    ours, filtered = found[0], found[1]
    for reader in found[2:]:
        if reader.sums and reader.printed != ours.printed:
            raise SystemExit(f"{reader.name} printed {reader.printed} and netkit {ours.printed}")
    packets = int(ours.printed.split()[0])
    print(
        f"CPython {platform.python_version()}, {platform.machine()}, {packets:,} packets, best of {rounds} alternated rounds"
    )
    print(f"{'whole process':<18}{'s':>8}{'packets/s':>12}{'netkit is':>12}{'asked':>8}{'inside':>10}{'goal':>7}")
    for reader in found:
        line = f"{reader.name:<18}{reader.best:>8.3f}{packets / reader.best:>12,.0f}"
        if reader.name in ASKED:
            line += f"{reader.best / ours.best:>10.2f} ×{ASKED[reader.name]:>8}"
            line += f"{reader.best / min(ours.inside):>8.2f} ×{GOALS[reader.name]:>7}"
        print(line)
    print(f"netkit in process: {min(ours.inside):.3f} s, {packets / min(ours.inside):,.0f} packets/s")
    print(
        f"a filter of three terms: {filtered.best / ours.best:.2f} × as long, in process {min(filtered.inside) / min(ours.inside):.2f} ×"
    )


def grow(path: Path, folder: Path) -> None:
    """Read files that are longer and longer, and print what a packet costs and how much memory the process held."""
    print(f"{'packets':>12}{'s':>8}{'ns a packet':>14}{'most MiB':>10}")
    for times in (1, 2, 5, 10, 20):
        longer = folder / "longer.pcap"
        with longer.open("wb") as file:
            for turn in range(times):
                with path.open("rb") as body:  # never held whole: a child begins with what its parent held at most
                    body.seek(24 if turn else 0)
                    shutil.copyfileobj(body, file, 1 << 20)
        began = time.perf_counter()
        script = "import resource, runpy, sys; runpy.run_path(sys.argv[1]); print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        done = subprocess.run(
            [sys.executable, "-c", script.replace("runpy.run_path(sys.argv[1])", "f = sys.argv.pop(1); runpy.run_path(f)"),
             str(HERE / "netkit_columns.py"), str(longer)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        packets, memory = int(done.stdout.split()[0]), int(done.stdout.split()[-1]) / 1024
        print(f"{packets:>12,}{seconds:>8.2f}{seconds / packets * 1e9:>14.0f}{memory:>10.0f}")
        longer.unlink()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packets", type=int, default=500_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--file", type=Path, help="a pcap file to read instead of one that is made")
    parser.add_argument("--grow", action="store_true", help="read longer and longer files, up to twenty times as long")
    parser.add_argument("--peers", default="tshark,tcpdump,dpkt,libpcap")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = options.file
        if path is None:
            from traffic import generate

            path = folder / "mixed.pcap"
            generate(path, options.packets)
        if options.grow:
            grow(path, folder)
        else:
            compare(path, folder, options.rounds, options.peers.split(","))


if __name__ == "__main__":
    main()
