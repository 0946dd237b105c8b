"""How soon a network of one's own is there: `netkit lab shell` beside Mininet with two hosts and a cable, in one run.

    python bench/live.py [--rounds N] [--no-mininet]

Of each, whole processes are timed: from the start of the command to the first line of a program that runs in the network, and to the
end of the command, when everything is taken down. Rounds alternate; the median of each counts, and the best beside it. Mininet is
Debian's package; it wants root, or namespaces in which it is root, and gets process numbers of its own, for it kills by name when it fails.
netkit's network has name servers, a web server, a mail server and a recorder in it; Mininet's two hosts have none.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
GOAL = 0.5
"""Seconds until the shell is there, as the project promises."""

MININET = """
from mininet.net import Mininet
from mininet.log import setLogLevel
setLogLevel("critical")
net = Mininet(controller=None)
one, other = net.addHost("h1"), net.addHost("h2")
net.addLink(one, other)
net.start()
print(one.cmd("date +%s.%N").strip(), flush=True)
net.stop()
"""
SYSTEM_PYTHON = "/usr/bin/python3"
"""Debian's, for which its package of Mininet is."""

Timed = tuple[float, float]
"""Seconds until the first line, and until the end."""


def timed(command: list[str], folder: Path, **more: str) -> Timed:
    """Run it once; its first line is the time at which it was written."""
    began = time.time()
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=os.environ | more, timeout=120
    )
    ended = time.time()
    if done.returncode:
        sys.exit(f"{' '.join(command[:6])} … ended with {done.returncode}: {done.stderr}")
    return float(done.stdout.split()[0]) - began, ended - began


def netkit_first(folder: Path) -> Timed:
    """The first shell of a lab."""
    command = [sys.executable, "-m", "netkit", "lab", "shell", "--", "date", "+%s.%N"]
    return timed(command, folder, PYTHONPATH=str(ROOT), XDG_RUNTIME_DIR=str(folder / "run"))


def netkit_joins(folder: Path) -> Timed:
    """A second shell, while the first is still open."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "XDG_RUNTIME_DIR": str(folder / "run")}
    command = [sys.executable, "-m", "netkit", "lab", "shell", "--", "sh", "-c", "echo; cat"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder, env=environment) as first:
        if first.stdout is not None:
            first.stdout.readline()
        found = netkit_first(folder)
        first.communicate()
    return found


def python_alone(folder: Path) -> Timed:
    """What nobody who starts a Python can undercut."""
    return timed([sys.executable, "-c", "import time; print(time.time())"], folder)


def mininet(folder: Path) -> Timed:
    """Two hosts and a cable between them, as its documentation makes them in Python."""
    rights = "-nmpf" if os.geteuid() == 0 else "-Urnmpf"
    return timed(["unshare", rights, "--mount-proc", SYSTEM_PYTHON, "-c", MININET], folder)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--no-mininet", action="store_true")
    given = parser.parse_args()
    peers: dict[str, Callable[[Path], Timed]] = {
        "netkit lab shell": netkit_first,
        "netkit lab shell, joining": netkit_joins,
        "Python alone": python_alone,
    }
    if not given.no_mininet:
        if shutil.which("mn") is None:
            sys.exit("Mininet is not here: apt-get install mininet, or --no-mininet")
        peers["Mininet, two hosts"] = mininet
    times: dict[str, list[Timed]] = {name: [] for name in peers}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "run").mkdir(mode=0o700)
        for run in range(given.rounds + 1):
            for name, measure in peers.items():
                found = measure(Path(folder))
                if run:  # the first fills the system's caches, and is not counted
                    times[name].append(found)
    machine = f"{platform.platform()}, CPython {platform.python_version()}, {os.cpu_count()} cores"
    print(f"{machine}, {given.rounds} rounds, load {os.getloadavg()[0]:.1f}")
    reference = times.get("Mininet, two hosts")
    print(f"{'':28} {'first line':>18} {'whole':>18}   seconds, median (best)")
    for name, found in times.items():
        columns = [f"{statistics.median(each):.3f} ({min(each):.3f})" for each in zip(*found, strict=True)]
        ratios = ""
        if reference is not None and found is not reference:
            shares = [
                statistics.median(one) / statistics.median(other)
                for one, other in zip(zip(*found, strict=True), zip(*reference, strict=True), strict=True)
            ]
            ratios = f"   {shares[0]:.2f} and {shares[1]:.2f} of Mininet's"
        print(f"{name:28} {columns[0]:>18} {columns[1]:>18}{ratios}")
    first = min(each[0] for each in times["netkit lab shell"])
    print(f"the shell is there within {GOAL:g} s: {'yes' if first <= GOAL else 'no'} (best {first:.3f} s)")


if __name__ == "__main__":
    main()
