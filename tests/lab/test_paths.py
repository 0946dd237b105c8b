"""Paths through the labs: the shipped ones hold, a circle and an unknown lab are found, and what comes next is what it should be."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import LabError
from netkit.lab.definition import Lab, Task
from netkit.lab.paths import LabPath, check_prerequisites, next_lab, open_prerequisites, read_paths
from netkit.lab.student.folder import all_labs
from tests.solutions.key import ROOT


def lab(slug, *prerequisites):
    task = Task(id="1", title="One", question="?", kind="number", points=2, check="one", hint="Look.")
    return Lab(
        slug=slug,
        folder=Path(slug),
        version="1",
        title=slug,
        summary="",
        minutes=1,
        tasks=(task,),
        prerequisites=prerequisites,
    )


def test_the_shipped_paths_hold_every_lab_in_an_order_that_can_be_taken():
    labs = all_labs(ROOT / "labs")
    check_prerequisites(labs)
    paths = read_paths(ROOT / "labs", labs)
    assert [path.id for path in paths] == ["top-down", "bottom-up"]
    for path in paths:
        assert set(path.labs) == {each.slug for each in labs}


def test_no_file_of_paths_is_no_paths(tmp_path):
    assert read_paths(tmp_path, []) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("format = 2", "does not say format = 1"),
        ("format = true", "does not say format = 1"),
        ("format = ", "is not TOML"),
        ("format = 1", r"has no \[\[paths\]\]"),
        ("format = 1\npaths = 3", r"has no \[\[paths\]\]"),
        ('format = 1\n[[paths]]\nid = "a"\ntitle = "b"\nlabs = []', "not of the form"),
        ('format = 1\n[[paths]]\nid = 1\ntitle = "b"\nlabs = ["a"]', "not of the form"),
        ('format = 1\n[[paths]]\nid = "a"\ntitle = "b"\nlabs = ["on", "two"]', "'on', which is not there"),
        ('format = 1\n[[paths]]\nid = "a"\ntitle = "b"\nlabs = ["one", "one"]', "has one twice"),
        ('format = 1\n[[paths]]\nid = "a"\ntitle = "b"\nlabs = ["two", "one"]', "has two before one"),
    ],
)
def test_what_is_wrong_in_a_file_of_paths_is_told(tmp_path, text, told):
    (tmp_path / "paths.toml").write_text(text, "utf-8")
    with pytest.raises(LabError, match=told):
        read_paths(tmp_path, [lab("one"), lab("two", "one")])


def test_a_circle_and_an_unknown_lab_are_found():
    check_prerequisites([lab("a"), lab("b", "a"), lab("c", "a", "b")])
    with pytest.raises(LabError, match="'aa'") as caught:
        check_prerequisites([lab("a"), lab("b", "aa")])
    assert caught.value.hint == "did you mean a?"
    with pytest.raises(LabError, match="circle") as caught:
        check_prerequisites([lab("a", "c"), lab("b", "a"), lab("c", "b")])
    assert caught.value.where == "a, which builds on c, which builds on b, which builds on a"
    with pytest.raises(LabError, match="circle"):
        check_prerequisites([lab("a", "a")])


@given(st.dictionaries(st.integers(0, 7), st.sets(st.integers(0, 7), max_size=3), max_size=8))
def test_labs_are_in_a_circle_exactly_if_they_can_t_be_ordered(needs):
    needs = {number: {need for need in found if need in needs} for number, found in needs.items()}
    labs = [lab(f"l{number}", *(f"l{need}" for need in sorted(found))) for number, found in needs.items()]
    left = dict(needs)
    while ready := [number for number, found in left.items() if not found & left.keys()]:
        left = {number: found for number, found in left.items() if number not in ready}
    if left:
        with pytest.raises(LabError, match="circle"):
            check_prerequisites(labs)
    else:
        check_prerequisites(labs)


def test_what_comes_next():
    labs = [lab("a"), lab("b", "a"), lab("c"), lab("d", "b", "c")]
    up = LabPath(id="up", title="", labs=("c", "a", "b", "d"))
    assert next_lab(labs, [up], {}).slug == "c"
    assert next_lab(labs, [], {}).slug == "a"
    assert next_lab(labs, [up], {"a": 1}).slug == "a"  # begun and not done
    assert next_lab(labs, [up], {"a": 2}).slug == "c"
    assert next_lab(labs, [up], {"a": 2, "c": 2}).slug == "b"
    assert next_lab(labs, [up], dict.fromkeys("abcd", 2)) is None
    assert next_lab([], [], {}) is None
    assert open_prerequisites(labs[3], labs, {"b": 2, "c": 1}) == ["c"]
    assert open_prerequisites(labs[3], labs, {"b": 2, "c": 2}) == []
