"""Courses, results and lists at their limits: refused in words, never cut or passed over."""

import csv
import io
from dataclasses import replace

import pytest

from netkit.errors import AccessError, CourseError
from netkit.lab.course.definition import LARGEST, read_course
from netkit.lab.course.handing import CODES, hand_out_codes
from netkit.lab.course.roster import read_roster
from netkit.lab.export.files import one_each
from netkit.lab.grading import results_file
from netkit.lab.grading.grade import Examined
from netkit.lab.grading.graded import Graded
from netkit.live.dask_scheduler import _result
from tests.lab.export.books import ADA, CLASS

COURSE = """
format = 1
name = "net101"
title = "Networks"
[[labs]]
name = "start-here"
version = "1.0"
due = 2026-12-01
"""


def test_a_course_that_is_too_large_is_refused_and_not_cut(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE + "#" * LARGEST)
    with pytest.raises(CourseError, match="too large"):
        read_course(tmp_path)
    (tmp_path / "course.toml").write_text(COURSE)
    assert read_course(tmp_path).name == "net101"


def test_the_codes_of_a_class_are_text_for_a_spreadsheet(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE)
    list(hand_out_codes(read_course(tmp_path), ["=cmd()", "ada"], bytes(32), tmp_path / "out"))
    rows = list(csv.reader(io.StringIO((tmp_path / "out" / CODES).read_text(), newline="")))
    assert [row[0] for row in rows] == ["student", "'=cmd()", "ada"]
    assert all(row[1].startswith("nk1-") for row in rows[1:])


def test_the_codes_have_what_a_mail_merge_needs_where_the_list_has_it(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE)
    course = read_course(tmp_path)
    listed = read_roster("Nachname;Vorname;Kennung;E-Mail\nÖz;Jörg;joez;j@x.org\nK;Bob;bob;\n".encode(), "class.csv")
    list(hand_out_codes(course, listed.students, bytes(32), tmp_path / "out", listed))
    with (tmp_path / "out" / CODES).open(encoding="utf-8", newline="") as file:
        joerg, bob = csv.DictReader(file)
    assert [*joerg] == ["student", "code", "file", "first name", "last name", "email"]
    assert (joerg["student"], joerg["first name"], joerg["last name"], joerg["email"]) == (
        "joez",
        "Jörg",
        "Öz",
        "j@x.org",
    )
    assert bob["email"] == ""
    assert joerg["code"] in (tmp_path / "out" / joerg["file"]).read_text(encoding="utf-8")


def test_a_result_that_is_too_long_to_keep_is_a_refusal_and_is_read_again(monkeypatch):
    monkeypatch.setattr(results_file, "LONGEST", 2000)
    long = Graded(
        bundle="a.zip", student="ada", lab="subnets", title="Subnets", version="1.0", score=1, max_score=2,
        verdicts=[replace(ADA.verdicts[1], explanation="x" * 5000)],
    )  # fmt: skip
    line = results_file.read_line(results_file.line_of("00", "course", Examined(long)))
    assert line is not None
    found = line.examined.graded
    assert (found.student, found.lab, found.score) == ("ada", "subnets", 0)
    assert "too long to keep" in found.refused


@pytest.mark.parametrize("name", ["漢" * 300 + ".zip", "é" * 200, "a" * 500])
def test_a_files_name_fits_any_system(name):
    book = replace(CLASS, graded=[replace(ADA, bundle=name)] * 2)
    names = list(one_each(book, ".json", lambda _: b""))
    assert len(names) == 2
    assert all(len(each.encode()) < 200 for each in names)


def test_without_ssh_keygen_nobody_loses_a_grade(monkeypatch):
    from netkit.cli import grade_work
    from netkit.live import ssh_signature

    class Bundle:
        signature, manifest_data = b"signed", b"manifest"

    def nobody(*_):
        raise AccessError("there is no ssh-keygen here to verify a signature", hint="apt install openssh-client")

    monkeypatch.setattr(grade_work, "read_bundle", lambda *_: Bundle)
    monkeypatch.setattr(ssh_signature, "is_signed_by", nobody)

    class Settings:
        signers = {ADA.student: "ssh-ed25519 AAAA"}  # noqa: RUF012  a stand-in

    found = grade_work._with_signature(Examined(ADA), b"", Settings).graded
    assert (found.score, found.refused) == (ADA.score, "")
    assert found.findings[-1].rule == "grading.signature.unchecked"
    assert found.findings[-1].text.endswith("apt install openssh-client, then grade again.")


def test_where_nothing_is_heard_of_a_scheduler_the_bundle_did_not_hang():
    class Future:
        def done(self):
            return False

        def cancel(self):
            pass

    assert _result(Future(), 5.0).why == "unheard"
