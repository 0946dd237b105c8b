"""Bundles a second a core: whole classes handed in, graded by `netkit grade` in one process.

    python bench/grade.py [--bundles N] [--rounds N] [--lab NAME]... [--packets N]

A class of N students hands in each lab solved, and a lab of its own about a capture of --packets packets, answered with numbers that are
wrong for most (no code in any task). Each class is graded by one process; what counts is the processor's time of that process for the
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
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.lab.course.bundles import KEY, bundle, lab_of, right  # noqa: E402
from tests.lab.grading.whole_class import A_LAB, CODE_CHECK, COURSE  # noqa: E402
from tests.lab.judging.test_code import LAB as CODE_LAB  # noqa: E402
from tests.lab.tiny import write  # noqa: E402

GOAL = 100
"""Bundles a second a core, of captures of 1,000 packets."""

LARGE = """format = 1
version = "1.0"
title = "Large"
summary = "a capture of many packets"
minutes = 1

[[tasks]]
id = "1"
title = "Which packet?"
check = "which"
kind = "number"
points = 2
question = "Which packet of large.pcapng has the identification {identity}?"
hint = "Look."

[[tasks]]
id = "2"
title = "How long?"
check = "how_long"
kind = "number"
points = 2
question = "How many bytes has packet {number}?"
hint = "Look."
"""
LARGE_CHECK = """
from netkit.lab import Line, Question, Situation, Traffic, Wrong
from netkit.lab.made.generated import packets

COUNT = 1000


def made():
    line = "ethernet / ip src=192.0.2.1 dst=192.0.2.2 id={} / udp sport=4000 dport=53 / data '{}'"
    return packets((at / 1000, line.format(1000 + at, "x" * (1 + at % 40))) for at in range(COUNT))


def situation(draw, library):
    number = draw.number("number", 1, COUNT)
    packet = LARGE.packet(number)
    return Situation(traffic=LARGE, file="large.pcapng", packets={"asked": packet},
                     facts={"number": number, "identity": packet.value("ip.id")})


def which(now):
    number = now.facts["number"]
    return Question(right=number, wrong=[Wrong(slug="from-zero", value=number - 1, why="Packets count from 1.")],
                    working=[Line(text="counted", value=number)])


def how_long(now):
    return Question(right=len(now.packets["asked"].dissection.data), working=[Line(text="counted", value=0)])


LARGE = Traffic("large", made())
"""


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


def made_class(
    folder: Path, slugs: list[str], count: int, packets: int, *, code: bool
) -> tuple[Path, dict[str, list[Path]]]:
    """A course, and its bundles by lab."""
    course, handed_in = folder / "course", folder / "bundles"
    handed_in.mkdir()
    write(course / "labs", LARGE, LARGE_CHECK.replace("COUNT = 1000", f"COUNT = {packets}"), slug="large")
    write(course / "labs", CODE_LAB, CODE_CHECK, slug="code")
    (course / "course.key").write_text(KEY.hex())
    from netkit.lab.definition import load

    large, coded = load(course / "labs" / "large"), load(course / "labs" / "code")
    labs = {slug: lab_of(slug) for slug in slugs} | {"large": large} | ({"code": coded} if code else {})
    text = COURSE + "".join(A_LAB.format(slug=lab.slug, version=lab.version) for lab in labs.values())
    (course / "course.toml").write_text(text)
    found: dict[str, list[Path]] = {}
    for slug, lab in labs.items():
        for number in range(count):
            student = f"student-{number}"
            if slug == "large":
                answers = [("1", "7"), ("2", "46")]
            elif slug == "code":
                answers = [("1", "def total(data):\n    return sum(data)\n")]
            else:
                answers = right(slug, student)
            data = bundle(lab, student, answers)
            path = handed_in / f"{slug}-{sha256(data).hexdigest()[:16]}.zip"
            path.write_bytes(data)
            found.setdefault(slug, []).append(path)
    return course, found


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
                f"{'' if slug != 'large' or len(paths) / whole[0] >= GOAL else f'   (asked are {GOAL})'}"
            )


if __name__ == "__main__":
    main()
