"""A watch's first verdict beside the time that Python takes to load what every such program loads.

    python bench/lab_watch.py [--rounds N] [--lab NAME]

In a lab's folder an answer lies in answers.txt; `netkit lab watch` is started, and the clock stops at the first line of its verdict. The
same is done with a watch that runs already: from the save to the verdict. `python -c 'import click, numpy'` is what the first is held
against: it should take no more than four times as long. Rounds alternate, and the best of each counts, so that a noisy machine disturbs
all alike. Numbers are ratios within this run; they mean nothing across machines. Both are compiled before.
"""

from __future__ import annotations

import argparse
import compileall
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
ASKED = 4
BASE = (sys.executable, "-c", "import click, numpy")
NETKIT = (sys.executable, "-m", "netkit", "lab")


def environment() -> dict[str, str]:
    """The machine's own, with this tree first, and compiled files kept."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def base() -> float:
    """Seconds of the process that nothing can be quicker than."""
    start = time.perf_counter()
    subprocess.run(BASE, check=True, env=environment())
    return time.perf_counter() - start


def first_verdict(folder: Path, number: int) -> tuple[float, float]:
    """Seconds from the start of a watch to its first verdict, and from the next save to the next verdict."""
    answers = folder / "answers.txt"
    answers.write_text(f"2 {300 + number}\n", "utf-8")
    old = time.time() - 10
    os.utime(answers, (old, old))
    start = time.perf_counter()
    with subprocess.Popen(
        (*NETKIT, "watch", "--json"), cwd=folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        process.stdout.readline()
        begun = time.perf_counter() - start
        start = time.perf_counter()
        answers.write_text(f"2 {3000 + number}\n", "utf-8")
        process.stdout.readline()
        saved = time.perf_counter() - start
        process.send_signal(signal.SIGINT)
    return begun, saved


def main() -> None:
    """Measure, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--lab", default="start-here")
    asked = parser.parse_args()
    compileall.compile_dir(ROOT / "netkit", quiet=2)
    with tempfile.TemporaryDirectory() as place:
        subprocess.run(
            (*NETKIT, "start", asked.lab, "--folder", place), check=True, env=environment(), stdout=subprocess.DEVNULL
        )
        folder = Path(place) / asked.lab
        bases, firsts, saves = [], [], []
        for number in range(asked.rounds):
            bases.append(base())
            begun, saved = first_verdict(folder, number)
            firsts.append(begun)
            saves.append(saved)
    ratio = min(firsts) / min(bases)
    print(f"{platform.machine()}, CPython {platform.python_version()}, {asked.rounds} rounds, lab {asked.lab}")
    print(f"import click, numpy             {min(bases) * 1000:6.0f} ms")
    print(f"watch, start to first verdict   {min(firsts) * 1000:6.0f} ms   {ratio:.2f} times as long (at most {ASKED})")
    print(f"save to verdict                 {min(saves) * 1000:6.0f} ms")
    sys.exit(ratio > ASKED)


if __name__ == "__main__":
    main()
