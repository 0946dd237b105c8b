"""A lab driven through the command line as a student would: the folder that was begun, and the key of what lies in it."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from netkit.live.namespace import available
from tests.solutions.key import ROOT, TaskKey, key, with_choices
from tests.system.program import netkit, report

LABS = tuple(sorted(path.parent.name for path in (ROOT / "labs").glob("*/lab.toml")))
"""Every lab that comes with netkit."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
GUESSABLE = ("choice", "set", "order", "sequence")
"""Kinds of answers that are made of words to choose from: two misses may bring other numbers."""


@dataclass(frozen=True)
class Driven:
    """A lab's folder, just begun: `key` is made from the files in it and the tasks as they are shown, `kinds` are the tasks' own."""

    slug: str
    folder: Path
    key: dict[str, TaskKey]
    kinds: dict[str, str]
    points: int

    @property
    def standing(self):
        """What the check says of a lab in which everything is right."""
        return self.told(len(self.key), self.points)

    def told(self, right, points):
        """What the check says first: so many tasks and points, of how many."""
        return f"{self.slug} · {right} of {len(self.key)} tasks right · {points} of {self.points} points"

    def answer(self, task, text, *options, **environment):
        """`netkit lab answer`; packets are typed number by number."""
        words = text.split() if self.key[task].kind == "packets" else [self.typed(task, text)]
        return netkit("lab", "answer", task, *words, *options, cwd=self.folder, **environment)

    def typed(self, task, text):
        """An answer as one types it: of a function, a file that holds it."""
        if self.kinds[task] != "code":
            return text
        path = self.folder / "answer.py"
        path.write_text(text, encoding="utf-8")
        return path.name

    def run(self, *words):
        """Another command of `netkit lab`."""
        return netkit("lab", *words, cwd=self.folder)

    def report(self, *words):
        """What a command of `netkit lab` says as JSON."""
        return report("lab", *words, cwd=self.folder)

    def wrong(self, task, number=0):
        """One of the ways in which a task goes wrong, and what is answered then."""
        ways = [(slug, texts[0]) for slug, texts in self.key[task].wrong.items() if texts]
        return ways[number % len(ways)]


def begun(slug, parent, student="ada"):
    """A lab that was begun in `parent`, by the command that a student types."""
    done = netkit("lab", "start", slug, "--student", student, cwd=parent)
    assert (done.returncode, done.stderr) == (0, ""), done
    folder = parent / slug
    tasks = report("lab", "show", cwd=folder)["tasks"]
    questions = {each["task"]: with_choices(each["question"], each["choices"]) for each in tasks}
    files = {
        path.name: path.read_bytes()
        for path in folder.iterdir()
        if path.suffix not in (".md", ".jsonl", ".lock") and not path.name.startswith(".")
    }
    # of the recorded attempts the first and the last are named
    assert all(name in done.stdout for name in files if not name.startswith("attempt-"))
    written = tomllib.loads((ROOT / "labs" / slug / "lab.toml").read_text(encoding="utf-8"))["tasks"]
    assert [each["task"] for each in tasks] == [each["id"] for each in written]
    kinds = {each["id"]: each["kind"] for each in written}
    if "code" in kinds.values() and available() is not None:
        pytest.skip(f"functions can't be called here: {available()}")
    return Driven(slug, folder, key(slug, files, questions), kinds, sum(each["points"] for each in written))


def near_miss(one):
    """An answer that is nearly right."""
    if one.kind in ("set", "packets", "order", "sequence"):
        return one.right.replace(",", " ").rpartition(" ")[0].strip() or "none"
    if one.kind == "milliseconds":
        return f"{float(one.right) * 1.2:.3f} ms"
    digit = re.search(r"[0-9](?=[^0-9]*$)", one.right)
    if digit is None:
        return f"x{one.right}"
    return f"{one.right[: digit.start()]}{'2' if digit[0] == '1' else '1'}{one.right[digit.end() :]}"
