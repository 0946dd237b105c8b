"""A class as it comes: many good bundles of several labs, and among them everything that a grader fears."""

from netkit.lab.course.key import write_key
from netkit.lab.definition import load
from tests.lab.course.bundles import KEY, bundle, lab_of, log_of, parts, right, zipped
from tests.lab.judging.test_code import LAB as CODE_LAB
from tests.lab.tiny import write

COURSE = """format = 1
name = "net101"
title = "Networks"
folders = ["labs"]
"""
A_LAB = """
[[labs]]
name = "{slug}"
version = "{version}"
due = 2036-01-01
"""
TRAP = """format = 1
version = "1.0"
title = "Trap"
summary = "its check crashes and hangs"
minutes = 1

[[tasks]]
id = "1"
title = "A number"
check = "a_number"
kind = "number"
points = 2
question = "Which?"
hint = "Look."
"""
TRAP_CHECK = """
import os
import time
from netkit.lab import Line, Question, Situation


def situation(draw, library):
    return Situation(facts={"n": draw.number("n", 1000, 10**6)})


def accepts(value):
    if value == 666:
        os._exit(3)
    if value == 777:
        time.sleep(100_000)
    return value == 5


def a_number(now):
    return Question(right=5, accepts=accepts, working=[Line(text="so", value=5)])
"""
CODE_CHECK = """
from netkit.lab import Case, Question, Situation


def situation(draw, library):
    return Situation(facts={"n": draw.number("n", 1, 10**6)})


def a_sum(now):
    return Question(right="def total(data): return sum(data)", cases=[Case(arguments=[b"\\x01\\x02"], right=3)])
"""
OLD = CODE_LAB.replace('"1.0"', '"0.9"')

LOOP = "while True: pass"
FORKS = "import os\n    while True: os.fork()"
NETWORK = "import socket\n    return socket.create_connection(('192.0.2.1', 80), 1)"
LEAVES = "import os\n    os._exit(71)"
HALF = "raise ValueError('\\ud800\\x1b[2J')"
SUM = "return sum(data)"


def made(folder, good, labs=("start-here",)):
    """Write the course and the class into a folder; of each bundle by its name: the score, or None, and rules of findings."""
    course, handed_in = folder / "net101", folder / "bundles"
    handed_in.mkdir(parents=True)
    write(course / "labs", TRAP, TRAP_CHECK, slug="trap")
    write(course / "labs", CODE_LAB, CODE_CHECK, slug="code")
    write(course / "labs" / "archive" / "0.9", OLD, CODE_CHECK, slug="code")
    write_key(course / "course.key", KEY)
    found = [lab_of(slug) for slug in {"subnets": 0, **dict.fromkeys(labs)}] + [
        load(course / "labs" / name) for name in ("trap", "code")
    ]
    text = COURSE + "".join(A_LAB.format(slug=lab.slug, version=lab.version) for lab in found)
    (course / "course.toml").write_text(text, encoding="utf-8")
    expected = {}
    for name, (data, score, *rules) in {**_good(good, labs), **_feared(course)}.items():
        (handed_in / name).parent.mkdir(exist_ok=True)
        (handed_in / name).write_bytes(data)
        expected[name] = (score, set(rules))
    return course, handed_in, expected


def _good(count, labs):
    """Students who solved the first few tasks of a lab."""
    found = {}
    for number in range(count):
        slug, student = labs[number % len(labs)], f"s{number:03}"
        lab = lab_of(slug)
        solved = number % (len(lab.tasks) + 1)
        answers = right(slug, student)[:solved]
        points = sum(lab.task(task).points for task, _ in answers)
        found[f"{student}/{slug}.zip"] = (bundle(lab, student, answers), points)
    return found


def _feared(course):
    here, subnets = lab_of("start-here"), lab_of("subnets")
    trap, code, old = (load(course / "labs" / name) for name in ("trap", "code", "archive/0.9/code"))
    full = right("start-here", "chain")
    log = log_of(here, "chain", full).splitlines(keepends=True)
    copied = right("subnets", "mate")
    own = dict(right("subnets", "copier"))
    same = [task for task, answer in copied if own[task] == answer]
    needs_none = {task.id for task in subnets.tasks if not task.needs}
    return {
        "damaged.zip": (bundle(here, "damaged", full)[:-40], None, "bundle.zip.damaged"),
        "bomb.zip": (zipped(*parts(here, "b").items(), ("files/zeros", bytes((64 << 20) + 1))), None, "bundle.zip.bomb"),
        "escape.zip": (zipped(*parts(here, "e").items(), ("../../escaped", b"x")), None, "bundle.zip.path"),
        "claims.zip": (bundle(here, "claims", manifest={"score": 8}), 0, "bundle.manifest.unknown"),
        "chain.zip": (bundle(here, "chain", log=b"".join(log[:1] + log[2:])), 7, "bundle.chain.broken"),
        "old.zip": (bundle(old, "old", [("1", f"def total(data):\n    {SUM}\n")]), 4, "bundle.version.other"),
        "right.zip": (bundle(code, "coder", [("1", f"def total(data):\n    {SUM}\n")]), 4),
        "loop.zip": (bundle(code, "loop", [("1", f"def total(data):\n    {LOOP}\n")]), 0),
        "forks.zip": (bundle(code, "forks", [("1", f"def total(data):\n    {FORKS}\n")]), 0, "code.starts-programs"),
        "network.zip": (bundle(code, "net", [("1", f"def total(data):\n    {NETWORK}\n")]), 0, "code.asks-the-network"),
        "leaves.zip": (bundle(code, "leaves", [("1", f"def total(data):\n    {LEAVES}\n")]), 0),
        "half.zip": (bundle(code, "half", [("1", f"def total(data):\n    {HALF}\n")]), 0),
        "crash.zip": (bundle(trap, "crash", [("1", "666")]), None, "grading.crash"),
        "hang.zip": (bundle(trap, "hang", [("1", "777")]), None, "grading.timeout"),
        "trap.zip": (bundle(trap, "trap", [("1", "5")]), 2),
        "mate.zip": (bundle(subnets, "mate", copied), subnets.points),
        "copier.zip": (
            bundle(subnets, "copier", [each for each in copied if each[0] in needs_none]),
            sum(subnets.task(task).points for task in same if task in needs_none),
            "copied.fits-classmate",
        ),
    }  # fmt: skip
