"""A student's process that is killed at any moment, beside another terminal: nothing is lost of which a command had come back.

The student answers, right and wrong, takes hints, checks, watches a file of answers, and misses a task with few answers again and again, so
that its numbers are drawn anew. NETKIT_LONG=1 kills a hundred times.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time

import pytest

from netkit.lab.judging.fresh import files_of
from netkit.lab.student import progress as log
from netkit.lab.student.folder import begin, find
from netkit.lab.student.results import judge_all
from tests.lab.students import LABS, LIBRARY
from tests.length import LONG
from tests.solutions.key import ROOT

KILLS = 100 if LONG else 10
WORKING = """
import contextlib, io, json, os, pathlib, sys
from netkit import content
from netkit.cli.main import run
from netkit.lab.student.folder import find
from netkit.lab.traffic import Library

def told(*words):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = run(["lab", *words, "--json"])
    assert code in (0, 1), (words, code)
    return json.loads(out.getvalue())

def promise(*what):
    print(json.dumps(what), flush=True)

def wrong(task):
    now = find(content.labs(), Library(content.captures()), pathlib.Path.cwd())
    asked = now.lab.task(task)
    right = now.asked(asked).question(asked).right
    return [choice for choice in asked.choices if choice != right]

def answers(name):
    told("answer", "6", name)
    promise("answer", "6", name)

def misses(name):
    for layer in wrong("3")[:2]:
        found = told("answer", "3", layer)
        promise("answer", "3", layer)
        if found["drawn_anew"]:
            promise("draw", "3", found["draw"] + 1)

def asks(name):
    told("hint", "1")
    promise("hint", "1")
    told("check")

def watches(name):
    pathlib.Path("answers.txt").write_text(f"6 watched-{name}\\n")
    with contextlib.redirect_stdout(io.StringIO()):
        run(["lab", "watch", "--once"])
    promise("answer", "6", f"watched-{name}")

def work(kill):
    doing = [answers, misses, asks, watches]
    for number in range(kill, sys.maxsize):
        doing[number % len(doing)](f"kill-{kill}-{number}.test")

def warm():
    told("check")
    told("show")

warm()
for line in sys.stdin:
    child = os.fork()
    if not child:
        work(int(line))
    print(json.dumps(["child", child]), flush=True)
    os.waitpid(child, 0)
    print(json.dumps(["gone"]), flush=True)
"""
"""Starts a student at work for each number that it reads, each time with something else, and prints what has come back."""


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL and fork are POSIX's")
def test_nothing_is_lost_of_which_a_command_had_come_back(tmp_path):
    work, _ = begin(LABS["start-here"], "ada", tmp_path, LIBRARY, now="1.0")
    lots = random.Random("kills")
    beside = OtherTerminal(work.folder)
    promised = []
    with subprocess.Popen(
        [sys.executable, "-c", WORKING],
        cwd=work.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            for kill in range(KILLS):
                promised += killed_at_work(process, kill, work.folder, lots)
        finally:
            beside.stop()
            process.stdin.close()
    kinds = {kind for kind, *_ in promised}
    assert {"answer", "hint", "draw"} <= kinds
    holds(find(ROOT / "labs", LIBRARY, work.folder), promised, beside.answered)


def killed_at_work(process, kill, folder, lots):
    """Let the student work for a moment, kill them, and give what had come back; the log holds all of it."""
    process.stdin.write(f"{kill}\n")
    process.stdin.flush()
    lines = iter(lambda: json.loads(whole(process.stdout.readline())), ["gone"])
    child = next(lines)[1]
    # some are killed before their first command, some within one, some between two
    some = [next(lines) for _ in range(kill % 6)]
    time.sleep(lots.uniform(0.0, 0.15))
    os.kill(child, 9)
    some += [line for line in lines if line[0] != "torn"]
    found = log.read(folder)
    kept = found.by_task()
    assert all(answer in kept[task] for kind, task, *rest in some if kind == "answer" for answer in rest)
    return some


def whole(line):
    """A line that the kill may have cut, as one that says so."""
    assert line, "the program that starts students has ended"
    if line.endswith("\n") and line.startswith("["):
        start = line.rfind("[")
        return line[start:]
    # what a child had begun to say stands before what its parent says
    return '["torn"]' if '["gone"]' not in line else '["gone"]'


class OtherTerminal:
    """A second terminal that answers all the time in a process of its own, until it is stopped."""

    def __init__(self, folder):
        code = """
import contextlib, io, sys, time
from netkit.cli.main import run
number = 0
while True:
    number += 1
    with contextlib.redirect_stdout(io.StringIO()):
        run(["lab", "answer", "4", f"10.0.{number // 200}.{number % 200}"])
    print(f"10.0.{number // 200}.{number % 200}", flush=True)
    time.sleep(0.5)  # every command judges all answers, so that a log of thousands would slow the student down
"""
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, env=env, stdout=subprocess.PIPE, text=True
        )
        self.answered = []
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self):
        for line in self.process.stdout:
            if line.endswith("\n"):
                self.answered.append(line.strip())

    def stop(self):
        self.process.kill()
        self.process.wait()
        self._listener.join()
        self.process.stdout.close()


def holds(work, promised, beside):
    """The log holds every promise, in order and once; what is drawn anew has its files as soon as the lab is taken up again."""
    found = work.progress
    answers = [(kind, task, rest[0]) for kind, task, *rest in promised if kind == "answer"]
    for task in ("3", "6"):
        kept, wanted = iter(found.answers(task)), [text for _, of, text in answers if of == task]
        assert all(text in kept for text in wanted), task  # in this order, others between them
    names = found.answers("6")
    assert len(set(names)) == len(names)  # none is saved twice
    assert len(beside) > 0
    others = found.answers("4")
    assert others[: len(beside)] == beside
    assert len(others) <= len(beside) + 1
    for kind, task, *rest in promised:
        if kind == "hint":
            assert found.hints[task] >= 1
        if kind == "draw":
            assert found.draw(task) >= rest[0]
    assert (found.lab, found.student) == ("start-here", "ada")
    # at most one torn line for each kill
    assert len(found.damaged) <= KILLS
    draws = [answer.draw for answer in found.answers("3")]
    assert draws == sorted(draws)  # nobody goes back to numbers that are gone
    again, _ = begin(LABS["start-here"], None, work.folder.parent, LIBRARY, now="2.0")
    task = again.lab.task("3")
    assert all((again.folder / name).read_bytes() == data for name, data in files_of(again.asked(task), task).items())
    judged = judge_all(again.lab, again.variant, again.progress.by_task())
    assert len(judged.verdicts) == len(again.lab.tasks)
