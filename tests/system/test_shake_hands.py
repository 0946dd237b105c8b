"""`shake-hands` in the real lab shell: a student's own segments against a real kernel, each wrong way, and nothing at all."""

import importlib.util
import json
import os
import sys

import pytest

from tests.lab.students import LABS, variant
from tests.length import LONG
from tests.system.live_driving import driven, explained_alike
from tests.system.live_network import need_networks
from tests.system.program import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

LAB, STUDENT = "shake-hands", "ada"
POINTS = 20
PROGRAM = "tests/solutions/shake-hands/by_hand.py"
ORDER = "12345867"
"""Wrong ways of the tasks in an order in which none does what a later one is to miss: who closes wrongly has acknowledged rightly."""

FIRST = 41_001


def all_ways():
    """The ways that the program knows."""
    spec = importlib.util.spec_from_file_location("by_hand", ROOT / PROGRAM)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.WAYS)


RIGHT = [way for way in all_ways() if " " not in way]
WRONG = sorted((way for way in all_ways() if " " in way), key=lambda way: ORDER.index(way[0]))


def wrong_ways(nth):
    """One step for each wrong way, from a port of its own each; `nth` picks one of each task, None all."""
    ways = WRONG if nth is None else [[way for way in WRONG if way[0] == task][nth] for task in ORDER]
    return [
        {"do": [["python", PROGRAM, "shake_raw.py", str(FIRST + at), way]], "task": way[0], "slug": way[2:]}
        for at, way in enumerate(ways)
    ]


def solution(skeleton):
    """All tasks done one after the other, and then answered."""
    done = [{"do": [["python", PROGRAM, skeleton, "45001", *RIGHT]]}]
    return [*done, *({"task": way, "slug": None} for way in RIGHT)]


@pytest.mark.parametrize(
    ("skeleton", "who", "nth"),
    [
        ("shake_raw.py", "who runs the tests", None if LONG else 0),
        ("shake.py", "an ordinary user", None if LONG else 1),
    ],
    ids=["a raw socket", "scapy"],
)
def test_nothing_then_wrong_ways_then_the_solution(skeleton, who, nth):
    need_networks()
    plan = [{"task": "1", "wait": "0.2s"}, *wrong_ways(nth), *solution(skeleton)]
    told = driven(LAB, STUDENT, plan, as_other=who == "an ordinary user")
    assert "steps" in told, told["failed"]
    nothing, *steps = told["steps"]
    assert (nothing["code"], nothing["out"]) == (2, "")
    assert "nothing that has to do with task 1" in nothing["err"]
    for step, came in zip(plan[1:], steps, strict=True):
        assert all(said["code"] == 0 for said in came["said"]), (step, came)
        if "task" in step:
            verdict = json.loads(came["out"])["verdict"]
            assert verdict["misconception"] == step["slug"], (step, came)
            assert (verdict["outcome"] == "right") is (step["slug"] is None), (step, came)
            assert step["slug"] is None or explained_alike(LAB, STUDENT, step["task"], verdict), (step, verdict)
    check = json.loads(told["check"]["out"])
    assert (told["check"]["code"], check["score"], check["max_score"]) == (0, POINTS, POINTS)
    assert told["kept"]
    if os.geteuid() == 0:
        assert told["user"] == (65534 if who == "an ordinary user" else 0)


def test_every_wrong_way_of_the_check_is_tried():
    known = {
        f"{task.id} {wrong.slug}" for task in LABS[LAB].tasks for wrong in variant(LAB, STUDENT).question(task).wrong
    }
    assert set(WRONG) == known
    assert [task.id for task in LABS[LAB].tasks] == RIGHT
