"""A course with labs of the lecturer's own, and with older versions: what is not here is told early, and tried again when it is."""

import re

import pytest

from netkit.cli.grade_class import missing_labs
from netkit.cli.grade_work import Job, Settings, prepare
from netkit.lab.course.definition import read_course
from netkit.lab.course.key import write_key
from netkit.lab.definition import load
from netkit.lab.grading.results_file import read_line
from netkit.lab.grading.shelf import Shelf
from tests.lab.course.bundles import KEY, bundle
from tests.lab.tiny import TOML, write
from tests.system.program import assert_error, netkit

COURSE = """format = 1
name = "net101"
title = "Networks"
folders = ["labs"]
"""
LAB = """
[[labs]]
name = "{name}"
version = "{version}"
due = 2036-01-01
"""


def course_with(folder, *labs):
    (folder / "course.toml").write_text(
        COURSE + "".join(LAB.format(name=n, version=v) for n, v in labs), encoding="utf-8"
    )
    return read_course(folder)


@pytest.mark.parametrize("slug", ["tiny", "other"])
def test_a_bundle_without_its_lab_is_refused_and_graded_when_the_lab_is_put_where_it_says(tmp_path, slug):
    old = load(write(tmp_path / "elsewhere", TOML.replace('version = "1.0"', 'version = "0.9"'), slug="tiny"))
    assert old.version == "0.9"
    write(tmp_path / "labs", slug=slug)
    course = course_with(tmp_path, ("tiny", "1.0"))
    write_key(tmp_path / "course.key", KEY)
    (tmp_path / "a.zip").write_bytes(bundle(old, "ada"))
    settings = Settings(course=course, key=KEY, folders=tuple(course.path(each) for each in course.folders))
    job = Job("a.zip", "00", str(tmp_path / "a.zip"))
    line = read_line(prepare(settings)(job))
    assert line.examined.graded.refused
    assert not line.is_final(86_400)
    if slug == "tiny":
        assert "archive/0.9/tiny in a folder of labs" in line.examined.graded.refused
    place = tmp_path / "labs" / "archive" / "0.9"
    place.mkdir(parents=True)
    old.folder.rename(place / "tiny")
    line = read_line(prepare(settings)(job))
    assert (line.examined.graded.refused, line.examined.graded.version) == ("", "0.9")
    assert line.is_final(86_400)


def test_a_course_that_names_labs_which_are_not_here_is_told_of_them(tmp_path):
    write(tmp_path / "labs", slug="tiny")
    course = course_with(tmp_path, ("tiny", "1.0"), ("subnets", "1.0"), ("tinny", "1.0"), ("start-here", "7.7"))
    told = missing_labs(course, Shelf([course.path(each) for each in course.folders]))
    assert len(told) == 2
    assert told[0].startswith("course.toml names tinny 1.0: there is no lab tinny here")
    assert told[1].startswith("course.toml names start-here 7.7: version 7.7 of start-here is not here (there is ")
    write_key(tmp_path / "course.key", KEY)
    done = netkit("course", "handout", ".", "--student", "ada", cwd=tmp_path)
    assert done.returncode == 0
    assert "names tinny 1.0" in " ".join(done.stderr.split())


def test_a_new_course_takes_a_lab_once_and_says_where_ones_own_go(tmp_path):
    done = netkit("course", "new", "net101", "--lab", "subnets", "--lab", "subnets", cwd=tmp_path)
    assert done.returncode == 0
    assert [lab.name for lab in read_course(tmp_path / "net101").labs] == ["subnets"]
    own = netkit("course", "new", "other", "--lab", "./labs/tiny", cwd=tmp_path)
    assert_error(own, 2, "no name of a lab that comes with netkit", 'folders = ["labs"]')
    assert not (tmp_path / "other").exists()


def test_what_a_new_course_toml_offers_in_remarks_can_be_taken_by_deleting_the_mark(tmp_path):
    assert netkit("course", "new", "net101", "--lab", "subnets", cwd=tmp_path).returncode == 0
    file = tmp_path / "net101" / "course.toml"
    text = file.read_text(encoding="utf-8")
    offered, count = re.subn(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    assert count == 6
    file.write_text(offered, encoding="utf-8")
    course = read_course(file)
    [lab] = course.labs
    assert (course.column, course.folders) == ("Login", ("labs",))
    assert (lab.points, lab.attempts, lab.hint_price, lab.opens is not None) == (10, 5, 0.5, True)
