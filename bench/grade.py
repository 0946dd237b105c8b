"""Bundles a second a core: whole classes handed in, graded by `netkit grade` in one process.

    python bench/grade.py [--bundles N] [--rounds N] [--lab NAME]... [--packets N]

A class of N students hands in each lab solved, and two of its own (bench/classes.py), without code in any task: `large` asks about a
capture of --packets packets, and is answered with numbers that are wrong for most; `handed-in` is answered with a capture of so many
packets, each student's own. Each class is graded by one process; what counts is the processor's time of that process for the
bundles, without its start, and the wall clock beside it. `linear` is the time of a bundle among all over that of one among a fifth: 1 is a
line. `memory` is the largest of the process after a fifth and after all. With --code, code tasks print their own figure: what counts
there is the clock, since their isolated room is another process.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[0] = str(ROOT)  # in place of this folder, whose dns.py is not dnspython

from bench.classes import made_class  # noqa: E402

GOAL = 100
"""Bundles a second a core, of captures of 1,000 packets."""


def graded(handed_in: list[Path], course: Path) -> tuple[float, float, float]:
    """Grade some bundles in a process of their own: seconds of the processor, of the clock, and MiB at the end."""
    program = (
        "import sys, time, resource; from pathlib import Path; from hashlib import sha256\n"
        "from netkit.cli.grade_work import Job, Settings, prepare\n"
        "from netkit.lab.course.definition import read_course; from netkit.lab.course.key import read_key\n"
        "course = read_course(sys.argv[1])\n"
        "folders = tuple(course.path(each) for each in course.folders)\n"
        "do = prepare(Settings(course=course, key=read_key(course), folders=folders))\n"
        "paths = sys.stdin.read().split()\n"
        "do(Job(paths[0], '', paths[0]))\n"
        "cpu, wall = time.process_time(), time.perf_counter()\n"
        "for path in paths:\n"
        "    line = do(Job(path, '', path)); assert b'\"refused\": null' in line, line\n"
        "print(time.process_time() - cpu, time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(course)], input="\n".join(map(str, handed_in)), capture_output=True, text=True,
        check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    cpu, wall, memory = map(float, done.stdout.split())
    return cpu, wall, memory


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundles", type=int, default=200, help="students, each with a bundle of each lab")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--lab", action="append", default=[], help="labs that come with netkit; else start-here and subnets"
    )
    parser.add_argument("--packets", type=int, default=1000)
    parser.add_argument("--code", action="store_true", help="code tasks too")
    asked = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    print(f"{machine}; {asked.bundles} bundles a lab; best of {asked.rounds}")
    with tempfile.TemporaryDirectory() as place:
        course, found = made_class(
            Path(place), asked.lab or ["start-here", "subnets"], asked.bundles, asked.packets, code=asked.code
        )
        print(f"{'lab':18} {'a second a core':>16} {'by the clock':>13} {'linear':>7} {'memory, MiB':>14}")
        for slug, paths in found.items():
            few = paths[: max(1, len(paths) // 5)]
            part = min(graded(few, course) for _ in range(asked.rounds))
            whole = min(graded(paths, course) for _ in range(asked.rounds))
            linear = (whole[0] / len(paths)) / (part[0] / len(few))
            print(
                f"{slug:18} {len(paths) / whole[0]:16.0f} {len(paths) / whole[1]:13.0f} {linear:7.2f} "
                f"{part[2]:6.0f} → {whole[2]:4.0f}"
                f"{'' if slug not in ('large', 'handed-in') or len(paths) / whole[0] >= GOAL else f'   (asked are {GOAL})'}"
            )


if __name__ == "__main__":
    main()
