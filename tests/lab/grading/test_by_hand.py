"""Points that an instructor sets where nothing could be graded: for what was refused, for who handed in nothing, for one of a pair."""

from hashlib import sha256

import pytest

from netkit.cli.grade_class import class_facing
from netkit.lab.course.definition import read_course
from netkit.lab.course.roster import Roster
from netkit.lab.grading.grade import examine
from netkit.lab.grading.overrides import read_overrides
from netkit.lab.grading.results_file import Line
from netkit.lab.grading.shelf import Shelf
from netkit.lab.grading.view import Row, graded_class
from netkit.lab.grading.whole_class import Facing, of_class, pseudonym
from netkit.lab.report.report import Report
from netkit.lab.report.view import report_blocks
from netkit.view import Bars
from tests.lab.course.bundles import KEY, bundle, lab_of, right
from tests.lab.students import LIBRARY

HERE = lab_of("start-here")
SHELF = Shelf((), LIBRARY)
STUDENTS = frozenset({"ada", "bob", "cleo", "dan"})


def line(name, data):
    return Line(
        sha256(name.encode()).hexdigest(), "c", examine(data, key=KEY, name=name, shelf=SHELF, rules=None, run=None)
    )


def graded_with(table, *lines, **more):
    overrides = read_overrides(f"student,lab,points,reason\n{table}".encode(), "o.csv")
    names = {each.digest: [each.examined.graded.bundle] for each in lines}
    facing = Facing(students=STUDENTS, group=2, overrides=overrides, **more)
    return [graded for _, graded in of_class(lambda: iter(lines), names, facing)], overrides


def worth(lab):
    return ("Start here", 8.0) if lab == "start-here" else None


def test_the_last_word_holds_for_what_was_refused_for_nothing_and_for_one_of_a_pair():
    pair = line("pair.zip", bundle(HERE, "ada", right("start-here", "ada"), manifest={"partners": ["bob"]}))
    other = line("other.zip", bundle(HERE, "cleo", course_key=bytes(32)))
    table = "bob,start-here,5,came late\ncleo,start-here,6,her numbers were another course's\ndan,start-here,7.5,oral\n"
    found, overrides = graded_with(f"{table}eve,start-here,1,x\ndan,subnets,1,x\n", pair, other, worth=worth)
    by_hand = [each for each in found if not each.bundle]
    assert [(each.student, each.score, each.max_score, each.title) for each in by_hand] == [
        ("bob", 5, 8, "Start here"), ("cleo", 6, 8, "Start here"), ("dan", 7.5, 8, "Start here"),
    ]  # fmt: skip
    assert by_hand[1].adjustments[0].text == "Set to 6 points: her numbers were another course's"
    assert found[:2] == graded_with("", pair, other)[0]  # what there was stays as it was
    assert found[1].refused
    # strangers to the class, and labs that the course has not, are left over
    assert overrides.unused == ["line 5 of o.csv: eve, start-here", "line 6 of o.csv: dan, subnets"]
    rows = [Row.of(each) for each in found]
    shown = graded_class("Net", rows, results="r", notes=[], course="c")
    assert shown.blocks[0].text == "Net · 2 bundles: 1 graded, 1 refused, and 3 set by hand"
    assert [row[-1] for row in shown.blocks[1].rows] == ["", "refused", "set by hand", "set by hand", "set by hand"]
    nameless = Row.of(examine(b"no zip", key=KEY, name="x.zip", shelf=SHELF, rules=None, run=None).graded)
    assert (nameless.student, nameless.lab) == ("(x.zip)", "–")
    report = Report()
    for each in found:
        report.add(each, {})
    assert (report.bundles, report.labs["start-here"].students) == (2, {"ada", "bob", "cleo", "dan"})
    assert pseudonym(by_hand[0], "", KEY).bundle == ""
    alone = Report()
    alone.add(by_hand[0], {})
    captions = [block.caption for block in report_blocks("Net", alone, {}, when="now") if isinstance(block, Bars)]
    assert captions == []
    captions = [block.caption for block in report_blocks("Net", report, {}, when="now") if isinstance(block, Bars)]
    assert captions == ["Right at the first try"]


@pytest.mark.parametrize("more", [{}, {"worth": lambda _: None}])
def test_a_share_of_the_bundles_makes_no_grades_by_hand(more):
    found, overrides = graded_with("dan,start-here,7.5,oral\n", line("a.zip", bundle(HERE, "ada")), **more)
    assert [each.bundle for each in found] == ["a.zip"]
    assert overrides.unused == ["line 2 of o.csv: dan, start-here"]


def test_a_lab_is_worth_what_the_course_says_or_else_itself(tmp_path):
    text = 'format = 1\nname = "n"\ntitle = "N"\n'
    for name, version, points in (
        ("start-here", "1.0", ""),
        ("subnets", "1.0", "points = 10\n"),
        ("dns-walk", "0.0", ""),
    ):
        text += f'[[labs]]\nname = "{name}"\nversion = "{version}"\ndue = 2036-01-01\n{points}'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    course = read_course(tmp_path)
    found = class_facing(course, Roster(("ada",)), SHELF).worth
    assert found("start-here") == ("Start here", HERE.points)
    assert found("subnets") == ("Subnets", 10)
    assert found("dns-walk") is found("tcp-handshake") is None
    assert class_facing(course, None, None).worth is None
