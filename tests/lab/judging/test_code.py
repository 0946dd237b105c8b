"""Tasks whose answer is a function: judged call by call, and nothing that it does gets out."""

from __future__ import annotations

import pytest

from netkit.cli.lab_code import isolated
from netkit.errors import AccessError
from netkit.lab.definition import load
from netkit.lab.judging.code import Call
from netkit.lab.judging.judgement import judge
from netkit.lab.variant import draw_variant
from netkit.live.namespace import available
from netkit.view import Outcome
from tests.lab.students import LIBRARY
from tests.lab.tiny import write

LAB = """format = 1
version = "1.0"
title = "Code"
summary = "code"
minutes = 1

[[tasks]]
id = "1"
title = "A sum"
check = "a_sum"
kind = "code"
function = "total"
points = 4
question = "Write total(data): the sum of the bytes."
hint = "Look."
"""
CHECK = """
from netkit.lab import Case, Question, Situation, Wrong

def situation(draw, library):
    return Situation(facts={"n": draw.number("n", 1, 10**6)})

def a_sum(now):
    counted = lambda n: [Wrong(slug="counts-bytes", value=n, why="{answer} is how many there are.", facts={})]
    return Question(right="def total(data):\\n    return sum(data)\\n", because="Each byte is a number.", cases=[
        Case(arguments=[b"\\x01\\x02"], right=3, wrong=counted(2)),
        Case(arguments=[b""], right=0, name="no bytes"),
        Case(arguments=[b"\\xff\\xff\\xff"], right=765, wrong=counted(3)),
        Case(arguments=[b"\\x05"], right=5),
    ])
"""
needs_room = pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")


@pytest.fixture
def variant(tmp_path):
    made = draw_variant(load(write(tmp_path, LAB, CHECK)), "ada", LIBRARY)
    made.run = isolated()
    return made


def judged(variant, body):
    return judge(variant.lab.tasks[0], f"def total(data):\n    {body}\n", variant)


@needs_room
def test_a_function_that_is_right(variant):
    verdict = judged(variant, "return sum(data)")
    assert (verdict.outcome, verdict.points, verdict.answer) == (Outcome.RIGHT, 4, "a file of 3 lines")


@needs_room
def test_a_misconception_is_known_by_what_it_gives(variant):
    verdict = judged(variant, "return len(data)")
    assert (verdict.outcome, verdict.points, verdict.misconception) == (Outcome.PARTIAL, 1, "counts-bytes")
    assert "1 of 4 calls right" in verdict.explanation
    assert "2 is how many there are." in verdict.explanation


@needs_room
@pytest.mark.parametrize(
    ("body", "slug", "right"),
    [
        ("while len(data) == 1: pass\n    return sum(data)", "takes-too-long", 3),
        ("import os\n    while not data: os.fork()\n    return sum(data)", "starts-programs", 3),
        ("x = bytearray(10**9 if not data else 1)\n    return sum(data)", "takes-too-much-memory", 3),
        ("open('/usr/x', 'w').write('y') if not data else 0\n    return sum(data)", "writes-files", 3),
        ("open('/etc/passwd').read() if not data else 0\n    return sum(data)", "reads-files", 3),
        ("import socket\n    socket.create_connection(('192.0.2.1', 80)) if not data else 0\n    return sum(data)", "asks-the-network", 3),
        ("import os\n    os._exit(0) if len(data) == 1 else 0\n    return sum(data)", "ended-itself", 3),
        ("return data[0] and sum(data)", "raises", 3),
        ("sum(data)", "returns-nothing", 0),
        ("return str(sum(data))", None, 0),
        ("return (", "no-python", 0),
    ],
)  # fmt: skip
def test_what_a_function_may_not_do_is_contained_and_named_and_the_rest_judged(variant, body, slug, right):
    verdict = judged(variant, body)
    assert (verdict.misconception, verdict.points) == (slug, right), verdict.explanation
    assert verdict.outcome is (Outcome.PARTIAL if right else Outcome.WRONG)


def test_where_nothing_can_be_run_the_task_says_why(variant):
    def refused(*_):
        raise AccessError("this machine gives no private network", why="it is one of many")

    variant.run = refused
    verdict = judged(variant, "return sum(data)")
    assert verdict.outcome is Outcome.SKIPPED
    assert "it is one of many. The file is kept" in verdict.explanation


def test_true_is_no_number(variant):
    variant.run = lambda *_: [Call(3), Call(False), Call(765), Call(5)]
    assert judged(variant, "return 0").points == 3
