"""The lint looks at the numbers that a task is asked on after two misses, too: at two later draws of one such task for each student."""

import pytest

from netkit.lab.definition import load
from netkit.lab.lint import RULES, lint_students, merged
from tests.lab.tiny import write
from tests.solutions.key import CAPTURES

LAB = """
format = 1
version = "1.0"
title = "Parity"
summary = "odd or even"
minutes = 1

[[tasks]]
id = "1"
title = "In a file"
question = "What is the number in {file}?"
kind = "choice"
choices = ["0", "1", "2", "3"]
points = 1
check = "in_a_file"
hint = "Read it."

[[tasks]]
id = "2"
title = "In the text"
question = "What is {shown} modulo 4?"
kind = "choice"
choices = ["0", "1", "2", "3"]
points = 1
check = "in_the_text"
hint = "Divide it by 4."
"""
CHECK = """
from netkit.lab import Line, Question, Situation, Wrong

def situation(draw, library):
    held, shown = draw.number("held", 0, 3), draw.number("shown", 0, 10**9)
    return Situation(facts={"file": "held.txt", "shown": shown}, files={"held.txt": str(held).encode()})

def about(right):
    one_more = Wrong(slug="one-more", value=str((right + 1) % 4), why="{answer} is one more.", facts={})
    return Question(right=str(right), because="It is.", wrong=[one_more], working=[Line(text="what is left is", value=right)])

def in_a_file(now):
    return about(int(now.all_files["held.txt"]))

def in_the_text(now):
    return about(now.facts["shown"] % 4)
"""
SOLUTIONS = """
import re

def key(given, questions):
    held = int(given.files[re.search(r"[a-z][-\\\\w.]*\\\\.txt", questions["1"])[0]])
    shown = int(re.search(r"[0-9]+", questions["2"])[0])
    return {task: {"right": str(found), "wrong": {"one-more": [str((found + 1) % 4)]}} for task, found in (("1", held), ("2", shown % 4))}
""".replace("\\\\", "\\")


def linted(parent, *changes, students=2):
    """The problems of the lab by their rules, after some changes: in which text, what, into what."""
    texts = {"lab": LAB, "check": CHECK, "solutions": SOLUTIONS}
    for name, old, new in changes:
        assert texts[name].count(old) == 1, old
        texts[name] = texts[name].replace(old, new)
    folder = write(parent / "labs", texts["lab"], texts["check"])
    solutions = parent / "tiny.py"
    solutions.write_text(texts["solutions"], "utf-8")
    found = lint_students(folder, solutions, CAPTURES, range(students))
    return {each.rule: each for each in merged(load(folder), [found], solved=True).problems.values()}


def test_a_lab_whose_fresh_numbers_hold(tmp_path):
    assert linted(tmp_path, students=8) == {}


MISTAKES = [
    # the text sends the student to the file with the first numbers
    ("fresh.seen", "1", ("lab", "number in {file}?", "number in held.txt?"), "names held.txt"),
    # the new number stands in a file that no text names, so that nobody gets it
    ("fresh.seen", "1", ("lab", "number in {file}?", "number in your file?"), "nothing that a student reads"),
    ("answer.not-right", "1", ("solutions", '(("1", held)', '(("1", held if "-draw-" not in questions["1"] else held ^ 1)'), "draw 2"),
    ("answer.not-right", "1", ("solutions", '(("1", held)', '(("1", held if "-draw-3" not in questions["1"] else held ^ 1)'), "draw 3"),
    ("answer.not-known", "1", ("solutions", "(found + 1) % 4", '(found + 1 + ("-draw-" in questions["1"])) % 4'), "draw 2"),
    ("solution.fails", "1", ("solutions", "    shown =", '    assert "-draw-" not in questions["1"]\\n    shown ='), "draw 2"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "task", "change", "told"), MISTAKES, ids=[f"{one[0]}-{one[3]}" for one in MISTAKES])
def test_a_mistake_that_shows_on_fresh_numbers_only_is_found(tmp_path, rule, task, change, told):
    name, old, new = change
    found = linted(tmp_path, (name, old, new.replace("\\n", "\n")))
    # with a right answer that is off, the wrong ones are; and solutions that look for a file's name need one
    also = {"answer.not-right": {"answer.not-known"}, "fresh.seen": {"solution.fails"}}.get(rule, set())
    assert rule in found, found
    assert set(found) - also == {rule}, found
    assert rule in RULES
    assert found[rule].task == task
    assert told in found[rule].text
    assert found[rule].student == "lint-0"


def test_each_task_has_its_turn(tmp_path):
    """The second task is looked at for the second student."""
    change = ("solutions", '("2", shown % 4)', '("2", (shown + ("-draw-" in questions["1"])) % 4)')
    assert linted(tmp_path / "one", change, students=1) == {}
    found = linted(tmp_path / "two", change, students=2)
    assert "answer.not-right" in found
    assert {(each.task, each.student) for each in found.values()} == {("2", "lint-1")}
