"""The lint of tasks whose answer is a function: what it holds for other answers, it holds for what functions give."""

import pytest

from netkit.cli.lab_code import isolated
from netkit.errors import AccessError
from netkit.lab.authoring.preview import preview
from netkit.lab.definition import load
from netkit.lab.lint import RULES, lint_lab, lint_students, merged
from netkit.lab.lint.problem import Severity
from netkit.lab.variant import draw_variant
from netkit.live.namespace import available
from tests.lab.judging.test_code import LAB
from tests.lab.students import LIBRARY
from tests.lab.tiny import write
from tests.solutions.key import CAPTURES

needs_room = pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")

CHECK = """
from netkit.lab import Case, Line, Question, Situation, Wrong

def situation(draw, library):
    return Situation(facts={"n": draw.number("n", 0, 10**6), "last": draw.number("last", 4, 255)})

def a_sum(now):
    cases = [b"\\x01\\x02", b"\\xff\\xff\\xff", bytes([7, 1, int(now.facts["last"])])]
    return Question(right="def total(data):\\n    return sum(data)\\n", because="Each byte is a number.", cases=[
        Case(arguments=[data], right=sum(data), wrong=[
            Wrong(slug="counts-bytes", value=len(data), why="{answer} is how many bytes there are.", facts={}),
            Wrong(slug="last-forgotten", value=sum(data[:-1]), why="In {answer} the last byte is missing.", facts={}),
        ]) for data in cases
    ], working=[Line(text="a byte of 0x03 is the number", value=3)])
"""
SOLUTIONS = """
def key(given, questions):
    assert "total(data)" in questions["1"]
    return {"1": {
        "right": "def total(data):\\n    found = 0\\n    for each in data:\\n        found += each\\n    return found\\n",
        "forms": ["def total(data): return sum(data)"],
        "wrong": {
            "counts-bytes": ["def total(data): return len(data)"],
            "last-forgotten": ["def total(data): return sum(data[:-1])"],
        },
    }}
"""


def linted(parent, *changes, students=2, run=None):
    """The problems of the lab by their rules, after some changes: in which text, what, into what."""
    texts = {"lab": LAB, "check": CHECK, "solutions": SOLUTIONS}
    for name, old, new in changes:
        assert texts[name].count(old) == 1, old
        texts[name] = texts[name].replace(old, new)
    folder = write(parent / "labs", texts["lab"], texts["check"], "# Tiny\n\nRead.\n")
    solutions = parent / "tiny.py"
    solutions.write_text(texts["solutions"], "utf-8")
    lab, problems = lint_lab(folder, [], LIBRARY, solutions=solutions)
    assert problems == []
    found = lint_students(folder, solutions, CAPTURES, range(students), run=run or isolated())
    return {problem.rule: problem for problem in merged(lab, [found], solved=True).problems.values()}


@needs_room
def test_a_lab_with_a_function_holds(tmp_path):
    assert linted(tmp_path) == {}


MISTAKES = [
    ("answer.not-right", [("solutions", "found += each", "found = each")], ""),
    ("answer.not-right", [("solutions", "return sum(data)", "return 3")], ""),
    ("answer.not-known", [("solutions", "return len(data)", "return len(data) + 1")], "counts-bytes"),
    ("answer.not-known", [("solutions", "return len(data)", "return sum(data) + 0")], "counts-bytes"),
    ("answer.same-value", [("solutions", "return sum(data[:-1])", "return len(data) + 0")], "last-forgotten"),
    ("answer.alike", [("check", "{answer} is how many bytes there are.", "{answer} is not the sum."),
                      ("check", "In {answer} the last byte is missing.", "{answer} is not the sum.")], "last-forgotten"),
    ("answer.unexplained", [("check", "Each byte is a number.", "")], ""),
    ("answer.nothing", [("check", "right=sum(data),", "right=sum(data), accepts=lambda got, data=data: got in (None, sum(data)),")], ""),
    ("answer.refused", [("solutions", "def total(data): return len(data)", "nothing of the kind")], "counts-bytes"),
    ("solution.untested", [("solutions", '"counts-bytes": ["def total(data): return len(data)"],', "")], "counts-bytes"),
    ("text.fact", [("check", "{answer} is how many bytes there are.", "{nobody} bytes.")], "counts-bytes"),
    ("variant.none", [("check", "value=len(data)", "value=sum(data)")], "counts-bytes"),
    ("variant.none", [("check", "value=len(data)", "value=sum(data[:-1])")], "last-forgotten"),
    ("check.fails", [("check", "for data in cases\n", "for data in cases[:0]\n")], ""),
    ("help.missing", [("lab", "Look.", "")], ""),
]  # fmt: skip


@needs_room
@pytest.mark.parametrize(
    ("rule", "changes", "slug"), MISTAKES, ids=lambda found: found if isinstance(found, str) else ""
)
def test_a_mistake_is_found(tmp_path, rule, changes, slug):
    found = linted(tmp_path, *changes)
    assert rule in found, found
    assert rule in RULES
    assert (found[rule].task, found[rule].misconception) == ("1", slug)
    if slug and found[rule].line:
        check = (tmp_path / "labs" / "tiny" / "check.py").read_text("utf-8")
        assert slug in check.splitlines()[found[rule].line - 1]


def test_where_no_function_can_be_called_the_lint_says_so_and_judges_nothing(tmp_path):
    def refused(*_):
        raise AccessError("this machine gives no private network", why="it is one of many")

    found = linted(tmp_path, run=refused)
    assert list(found) == ["answer.not-run"]
    assert found["answer.not-run"].severity is Severity.WARNING
    assert "it is one of many" in found["answer.not-run"].text


@needs_room
def test_a_variant_in_which_two_results_are_the_same_is_drawn_again(tmp_path):
    """A last byte that is as long as the data is drawn for every second student: none of these is kept."""
    clash = [
        ("check", "sum(data[:-1])", "data[-1]"),
        ("check", '"last", 4, 255', '"last", 3, 4'),
        ("check", "\\x02", "\\x05"),
    ]
    assert linted(tmp_path, *clash, ("solutions", "sum(data[:-1])", "data[-1]"), students=12) == {}


def test_a_preview_has_what_each_call_gives_and_what_is_told_of_it(tmp_path):
    variant = draw_variant(load(write(tmp_path, LAB, CHECK, "# Tiny\n\nRead.\n")), "ada", LIBRARY)
    answers = preview(variant, "ada", named="./tiny").data["tasks"][0]["answers"]
    first = [
        (row["part"], row["answer"], row["misconception"]) for row in answers if "bytes 01 02" in (row["part"] or "")
    ]
    call = "The call with bytes 01 02:"
    assert first == [(call, "3", None), (call, "2", "counts-bytes"), (call, "1", "last-forgotten")]
    assert "2 is how many bytes there are." in [row["explanation"] for row in answers]
