"""What the calls of functions gave is kept: the same function is called once, unless somebody answers with it again."""

import json

import pytest

from netkit.lab.bundle.making import pack
from netkit.lab.draw import student_key
from netkit.lab.judging.code import Call
from netkit.lab.student.enrolment import Enrolment
from netkit.lab.student.folder import begin
from netkit.lab.student.kept_calls import FILE, forget_calls, keeping_calls
from tests.lab.course.bundles import KEY
from tests.lab.students import LABS, LIBRARY

CALLS = [[b"\x01"], [3, "x"]]


@pytest.fixture
def counted(tmp_path):
    """A way to call functions from a folder, as each command makes it anew, and what was really called."""
    called = []

    def run(source, function, calls):
        called.append((source, function))
        return [Call({"bytes": "00ff"}), Call(wrong="raises", told="it raised ValueError", line=2)][: len(calls)]

    def call(*given):
        return keeping_calls(tmp_path, run)(*given)

    return call, called


def test_a_function_is_called_once(counted):
    call, called = counted
    first = call("def f(x): ...", "f", CALLS)
    assert (
        call("def f(x): ...", "f", CALLS)
        == first
        == [Call({"bytes": "00ff"}), Call(None, "raises", "it raised ValueError", 2)]
    )
    assert len(called) == 1
    call("def f(x): pass", "f", CALLS)
    call("def f(x): ...", "g", CALLS)
    call("def f(x): ...", "f", CALLS[:1])
    call("def f(x): ...", "f", [[1], [3, "x"]])
    assert len(called) == 5
    for source, function, calls in (
        ("def f(x): pass", "f", CALLS),
        ("def f(x): ...", "g", CALLS),
        ("def f(x): ...", "f", CALLS[:1]),
    ):
        call(source, function, calls)
    assert len(called) == 5


def test_who_answers_with_it_again_has_it_called_again(counted, tmp_path):
    call, called = counted
    call("one", "f", CALLS)
    call("other", "f", CALLS)
    forget_calls(tmp_path, "one")
    call("one", "f", CALLS)
    call("other", "f", CALLS)
    assert [source for source, _ in called] == ["one", "other", "one"]


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda _: b"",
        lambda _: b"[" * 100_000,
        lambda _: b"\xff\xfe",
        lambda _: b"x" * (2 << 20),
        lambda table: json.dumps(table | {"netkit": "another"}).encode(),
        lambda table: json.dumps(table | {"calls": [1]}).encode(),
        lambda table: json.dumps(table | {"calls": dict.fromkeys(table["calls"], 7)}).encode(),
        lambda table: json.dumps(table).replace('"raises"', "7").encode(),
        lambda table: json.dumps(table).replace(', ["', ', [], ["').replace(", [null", ", [], [null").encode(),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_nothing(counted, tmp_path, spoiled):
    call, called = counted
    first = call("one", "f", CALLS)
    path = tmp_path / FILE
    path.write_bytes(spoiled(json.loads(path.read_text("utf-8"))))
    assert call("one", "f", CALLS) == first
    assert len(called) == 2


def test_what_is_kept_is_bounded(counted, tmp_path):
    call, called = counted
    for number in range(250):
        call(f"text {number}", "f", CALLS)
    assert len(json.loads((tmp_path / FILE).read_text("utf-8"))["calls"]) == 200
    call("text 249", "f", CALLS)
    assert len(called) == 250


def test_a_folder_that_can_not_be_written_costs_nothing_but_the_calls(tmp_path):
    run = keeping_calls(tmp_path / "nowhere", lambda *_: [Call(1)])
    assert run("one", "f", [[1]]) == [Call(1)]


def test_it_is_not_handed_in(tmp_path):
    enrolment = Enrolment("net101", "ada", student_key("ada", KEY))
    work, _ = begin(LABS["start-here"], None, tmp_path, LIBRARY, now="1.0", enrolment=enrolment)
    keeping_calls(work.folder, lambda *_: [Call(1)])("one", "f", [[1]])
    (work.folder / "notes.txt").write_text("mine")
    packed = pack(work, now="2.0", everything=True)
    assert (work.folder / FILE).is_file()
    assert [name for name in packed.files if "notes" in name]
    assert not [name for name in packed.files if "calls" in name]
