"""course.toml: what netkit writes is read, and every mistake is told with its place."""

import os
import stat
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from netkit.errors import CourseError, UsageError
from netkit.lab.course.definition import read_course
from netkit.lab.course.durations import seconds_of, share_of, told
from netkit.lab.course.handing import CODES, enrolment_of, hand_out_codes
from netkit.lab.course.key import is_open, read_key
from netkit.lab.course.new import write_course
from netkit.lab.draw import student_key
from netkit.lab.student.enrolment import read_code
from netkit.lab.student.folder import all_labs
from tests.solutions.key import ROOT

KEY = bytes(range(32))
TOML = """format = 1
name = "net101"
title = "Networks"
timezone = "Europe/Berlin"
[late]
per_day = "10%"
[[labs]]
name = "subnets"
version = "1.0"
due = 2026-10-14
[[labs]]
name = "start-here"
version = "1.0"
opens = 2026-10-01T08:00:00
due = 2026-10-14T18:00:00-05:00
points = 7.5
attempts = 3
hint_price = 0.5
"""


def course(folder, text=TOML):
    (folder / "course.toml").write_text(text, encoding="utf-8")
    return read_course(folder)


def test_a_course_is_read_with_its_times(tmp_path):
    found = course(tmp_path)
    subnets, here = found.labs
    berlin_in_october = timezone(timedelta(hours=2))
    assert subnets.due_at(found.zone) == datetime(2026, 10, 14, 23, 59, 59, tzinfo=berlin_in_october).timestamp()
    assert subnets.opens_at(found.zone) is None
    assert here.opens_at(found.zone) == datetime(2026, 10, 1, 8, tzinfo=berlin_in_october).timestamp()
    assert here.due_at(found.zone) == datetime(2026, 10, 14, 23, tzinfo=UTC).timestamp()
    assert (here.points, here.attempts, here.hint_price, found.group) == (7.5, 3, 0.5, 1)
    assert found.lab("subnets") is subnets
    assert found.lab("nothing") is None


MISTAKES = {
    "no format": (("format = 1", ""), ["format = 1", "older netkit"]),
    "format of tomorrow": (("format = 1", "format = 2"), ["format = 1"]),
    "no TOML": (("[late]", "[late"), ["is not TOML", "line 5: [late", "a date is 2026-10-14"]),
    "no labs": (("[[labs]]", "[[labz]]"), ["[[labs]]"]),
    "unknown key": (('title = "Networks"', 'titel = "Networks"'), ["unknown key titel", "did you mean title?"]),
    "unknown key of a lab": (("attempts", "atempts"), ["lab 2 (start-here)", "did you mean attempts?"]),
    "unknown key of the rule": (("per_day", "per_dya"), ["[late]", "did you mean per_day?"]),
    "no due": (("due = 2026-10-14\n", ""), ["lab 1 (subnets) lacks due"]),
    "text for a date": (("due = 2026-10-14\n", 'due = "soon"\n'), ["due of lab 1", "a date"]),
    "number for text": (('version = "1.0"', "version = 1.0"), ["version of lab 1", "text in quotes"]),
    "text for a number": (("points = 7.5", 'points = "7"'), ["points of lab 2", "a number"]),
    "half an attempt": (("attempts = 3", "attempts = 2.5"), ["attempts of lab 2", "a whole number"]),
    "negative price": (("hint_price = 0.5", "hint_price = -1"), ["hint_price of the lab start-here", "0 or more"]),
    "points that are none": (("points = 7.5", "points = nan"), ["points of the lab start-here"]),
    "share": (('"10%"', '"10"'), ["per_day of [late]", "10%"]),
    "span": (("[late]", '[late]\ngrace = "a bit"'), ["grace of [late]", "15 min"]),
    "zone": (("Europe/Berlin", "Berlin"), ["no time zone 'Berlin'", "Europe/Berlin"]),
    "zone that is a path": (("Europe/Berlin", "../../etc/passwd"), ["no time zone"]),
    "name": (('"net101"', '"net 101"'), ["'net 101'"]),
    "twice": (('name = "start-here"', 'name = "subnets"'), ["subnets stands there twice"]),
    "due before it opens": (("2026-10-01T08", "2026-10-21T08"), ["due before it opens"]),
    "a lab's path": (('name = "subnets"', 'name = "../subnets"'), ["no lab's name"]),
    "no group": (('title = "Networks"', 'title = "N"\ngroup = 0'), ["group is 0"]),
    "language": (('title = "Networks"', 'title = "N"\nlanguages = ["English!"]'), ["'English!' is no language"]),
    "folder": (('title = "Networks"', 'title = "N"\nfolder = "x"'), ["unknown key folder"]),
    "late is text": (('[late]\nper_day = "10%"', 'late = "10%"'), ["late is no table"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place(tmp_path, mistake):
    change, parts = MISTAKES[mistake]
    assert change[0] in TOML
    changed = TOML.replace(change[0], change[1]) if mistake == "no labs" else TOML.replace(*change, 1)
    with pytest.raises(CourseError) as caught:
        course(tmp_path, changed)
    said = f"{caught.value}\n{caught.value.hint}"
    assert str(tmp_path / "course.toml") in caught.value.what
    for part in parts:
        assert part in said


def test_a_course_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CourseError, match=r"course\.toml can't be read"):
        read_course(tmp_path)


def test_a_new_course_is_whole_and_its_key_is_its_owners(tmp_path):
    labs = all_labs(ROOT / "labs")
    folder = write_course(tmp_path, "net101", 'Nets "é"', labs, key=KEY, today=date(2026, 11, 26))
    found = read_course(folder)
    assert (found.name, found.title) == ("net101", 'Nets "é"')
    assert [(lab.name, lab.version) for lab in found.labs] == [(lab.slug, lab.version) for lab in labs]
    assert found.labs[0].due == date(2026, 12, 3)
    assert read_key(found) == KEY
    if os.name == "posix":
        assert stat.S_IMODE((folder / "course.key").stat().st_mode) == 0o600
        assert not is_open(found)
        (folder / "course.key").chmod(0o644)
        assert is_open(found)
    assert "course.key" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
    with pytest.raises(UsageError, match="not empty"):
        write_course(tmp_path, "net101", "", labs, key=bytes(32), today=date(2026, 11, 26))
    assert read_key(found) == KEY


@pytest.mark.parametrize("content", ["", "00", "x" * 64, "00" * 33])
def test_what_is_no_key_is_told(tmp_path, content):
    found = course(tmp_path)
    with pytest.raises(CourseError, match="not there"):
        read_key(found)
    (tmp_path / "course.key").write_text(content, encoding="utf-8")
    with pytest.raises(CourseError, match="holds no key"):
        read_key(found)


def test_each_student_gets_their_own_code_and_nobody_the_courses_key(tmp_path):
    found = course(tmp_path)
    students = ["ada", "Åsa Öberg 学生", "a/b"]
    out = tmp_path / "handouts"
    handed = list(hand_out_codes(found, students, KEY, out))
    assert [read_code(each.code).key for each in handed] == [student_key(student, KEY) for student in students]
    texts = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert set(texts) == {*(each.file for each in handed), CODES}
    for each in handed:
        assert read_code(texts[each.file]) == enrolment_of(found, each.student, KEY)
        assert not [other for other in handed if other is not each and other.code in texts[each.file]]
        assert "2026-10-14" in texts[each.file]
    assert not [text for text in texts.values() if KEY.hex() in text]
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in out.iterdir() if os.name == "posix")
    assert not [each for each in hand_out_codes(found, students, KEY, out) if each.made]


def test_spans_and_shares():
    assert [seconds_of(text) for text in ("15 min", "1 day", "2 Weeks", "1.5h", "30s")] == [
        900,
        86400,
        1209600,
        5400,
        30,
    ]
    assert [share_of(text) for text in ("10%", "0 %", "100%", "12.5%")] == [0.1, 0, 1, 0.125]
    assert [told(seconds) for seconds in (5, 61, 7200, 90_000)] == [
        "less than a minute",
        "1 minute",
        "2 hours",
        "1 day",
    ]
