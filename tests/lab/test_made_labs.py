"""Labs without a recording: what a task gives line for line, files made when they are wanted, and functions in more than one file."""

from __future__ import annotations

import pytest

from netkit.errors import AnswerError, LabError
from netkit.lab.answer import parse_answer
from netkit.lab.definition import load
from netkit.lab.variant import draw_variant
from tests.lab.students import LIBRARY
from tests.lab.tiny import write

LAB = """format = 1
version = "1.0"
title = "Made"
summary = "made"
minutes = 1

[[tasks]]
id = "1"
title = "A number"
check = "a_number"
kind = "number"
points = 1
question = \"\"\"
How much
is it?
\"\"\"
given = \"\"\"
  first   {n}
  second  {n}
\"\"\"
hint = "Look."
"""
CHECK = """
from netkit.lab import Question
from netkit.lab.told import known, seen, step


def a_number(now):
    return Question(
        right=now.facts["n"],
        wrong=[known("negated", -now.facts["n"], "{answer} is not {n}, by {far}.", far=2 * now.facts["n"])],
        working=[step("it is", now.facts["n"])],
    )
"""
SITUATION = """
from netkit.lab import Situation


def situation(draw, library):
    made = []
    n = draw.number("n", 1000, 10**9)
    return Situation(facts={"n": n}, files={"made.txt": lambda: made.append(1) or str(n * len(made)).encode()})
"""


@pytest.fixture
def folder(tmp_path):
    found = write(tmp_path, LAB, CHECK)
    (found / "situation.py").write_text(SITUATION)
    return found


def test_what_a_task_gives_stands_as_it_is_written(folder):
    variant = draw_variant(load(folder), "ada", LIBRARY)
    number = variant.situation.facts["n"]
    assert variant.asked(variant.lab.tasks[0]) == f"How much is it?\n  first   {number}\n  second  {number}"


def test_a_file_is_made_when_it_is_wanted(folder):
    variant = draw_variant(load(folder), "ada", LIBRARY)
    number = variant.situation.facts["n"]
    assert variant.situation.all_files == {"made.txt": str(number).encode()}
    assert variant.identity == draw_variant(load(folder), "ada", LIBRARY).identity
    assert variant.other_than(variant.lab.tasks[0]).identity != variant.identity


def test_a_fault_is_told_with_the_file_that_it_is_in(folder):
    (folder / "situation.py").write_text("nonsense(")
    with pytest.raises(LabError, match=r"situation\.py does not run"):
        draw_variant(load(folder), "ada", LIBRARY)


@pytest.mark.parametrize("text", ["2001:db8::1 ::", "2001:DB8:0::1, 0:0:0:0:0:0:0:0", ":: and 2001:0db8::0001"])
def test_an_address_of_a_set_counts_in_any_form(text):
    choices = ("2001:db8::1", "::", "::1", "192.0.2.1")
    assert parse_answer("set", text, choices, task="1") == frozenset({"2001:db8::1", "::"})


@pytest.mark.parametrize("text", ["8::8", "2001:db8::2", "192.0.2.77", "::2"])
def test_another_address_is_none_of_a_set(text):
    with pytest.raises(AnswerError):
        parse_answer("set", text, ("2001:db8::1", "::", "::1", "192.0.2.7"), task="1")
