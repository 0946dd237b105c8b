"""What stands beside a question, and predictions: saved, looked at, and said why."""

from __future__ import annotations

import json

import pytest

from netkit.errors import LabError
from netkit.lab.definition import load
from netkit.lab.judging.help import support
from netkit.lab.variant import draw_variant
from tests.lab.students import LABS, LIBRARY, variant
from tests.lab.tiny import TOML, events, write
from tests.system.program import netkit as run

PREDICTED = "5"


def test_a_worked_example_is_on_other_numbers_and_a_half_one_leaves_the_last_line_open():
    mine = variant("first-packets", "ada")
    worked, half = (support(LABS["first-packets"].task(task), mine) for task in "14")
    right = mine.question(LABS["first-packets"].task("1")).right
    assert worked.working[-1].startswith("so the answer there is ")
    assert right not in "\n".join(worked.working)
    assert "?" in half.working[-1]
    assert support(LABS["first-packets"].task("6"), mine) is None


def test_an_unknown_support_is_told_to_the_author(tmp_path):
    with pytest.raises(LabError, match="support"):
        load(write(tmp_path, TOML.replace('check = "count"', 'check = "count"\nsupport = "much"')))


def test_where_every_variant_has_the_same_answer_an_example_does_not_tell_it(tmp_path):
    check = """
from netkit.lab import Line, Question, Situation

def situation(draw, library):
    return Situation(facts={"file": "none", "n": draw.number("n", 1, 1000)})

def count(now):
    return Question(right=7, working=[Line(text="it is", value=7)])

twice = last = count
"""
    lab = load(write(tmp_path, TOML.replace('check = "count"', 'check = "count"\nsupport = "worked"'), check))
    mine = draw_variant(lab, "ada", LIBRARY)
    assert support(lab.tasks[0], mine).working == ["it is ?"]


def test_a_prediction_is_saved_looked_at_and_reasoned_about(tmp_path):
    run("lab", "start", "first-packets", "--student", "ada", cwd=tmp_path)
    folder = tmp_path / "first-packets"
    early = run("lab", "why", PREDICTED, "because", cwd=folder)
    assert early.returncode == 2
    assert "no answer yet" in early.stderr
    answered = run("lab", "answer", PREDICTED, "255", cwd=folder)
    assert answered.returncode == 1
    assert "netkit packet explain page-load.pcapng:" in answered.stdout
    assert "netkit lab why 5" in answered.stdout
    right = variant("first-packets", "ada").question(LABS["first-packets"].task(PREDICTED)).right
    assert run("lab", "answer", PREDICTED, str(right), cwd=folder).returncode == 0
    said = run("lab", "why", PREDICTED, "each", "router", "\x1b[31mtakes one", "--json", cwd=folder)
    assert said.returncode == 0
    assert "each router took 1 away" in json.loads(said.stdout)["because"]
    assert [event["event"] for event in events(folder)][-3:] == ["answered", "answered", "reasoned"]
