"""Small labs in a folder of their own, good and broken, for the tests of the engine."""

import json

TOML = """
format = 1
version = "1.0"
title = "Tiny"
summary = "a lab of three tasks that wait for each other"
minutes = 1

[[tasks]]
id = "1"
title = "First"
question = "How many packets has {file}?"
kind = "number"
points = 1
check = "count"
hint = "Count them."

[[tasks]]
id = "2"
title = "Second"
question = "Twice as many?"
kind = "number"
points = 2
check = "twice"
hint = "Double it."
needs = ["1"]

[[tasks]]
id = "3"
title = "Third"
question = "Which packet is the last?"
kind = "packets"
points = 3
check = "last"
hint = "The last."
needs = ["1", "2"]
"""

CHECK = """
from netkit.lab import Line, Question, Situation, Wrong


def situation(draw, library):
    traffic = library.traffic(draw.choice("greeting", library.names("hello-0[12].pcapng")))
    return Situation(traffic=traffic, file="tiny.pcapng", facts={"file": "tiny.pcapng"})


def count(now):
    number = len(now.traffic.packets)
    return Question(right=number, wrong=[Wrong(slug="none", value=0, why="There are some.")],
                    working=[Line(text="counted", value=number)])


def twice(now):
    return Question(right=2 * len(now.traffic.packets), working=[Line(text="doubled", value=0)])


def last(now):
    return Question(right=frozenset({len(now.traffic.packets)}), working=[Line(text="the last", value=0)])
"""


def write(parent, toml=TOML, check=CHECK, readme="# Tiny\n\nRead {file}.\n", slug="tiny"):
    """A lab's folder below `parent`; None leaves a file out, bytes are written as they are."""
    folder = parent / slug
    folder.mkdir(parents=True)
    for name, content in (("lab.toml", toml), ("check.py", check), ("README.md", readme)):
        if content is not None:
            (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def events(folder):
    """The whole lines of a log, without the chain's hashes."""
    return [said(line) for line in (folder / "progress.jsonl").read_bytes().splitlines() if line.strip()]


def said(line):
    """What one line of a log says, without the chain's hash."""
    found = json.loads(line)
    assert len(found.pop("before")) == 64
    return found
