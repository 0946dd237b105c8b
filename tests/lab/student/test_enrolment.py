"""A student's code in a course: it says who, keeps the key, and a slip in it is noticed."""

import hmac
import os
import stat
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import ProgressError, UsageError
from netkit.lab.draw import student_key
from netkit.lab.student.enrolment import FILE, Enrolment, keep, kept, read_code
from netkit.lab.student.folder import begin, find
from tests.lab.students import LABS, LIBRARY
from tests.solutions.key import ROOT

COURSE_KEY = bytes(range(32))
ADA = Enrolment("net101", "ada", student_key("ada", COURSE_KEY))
BOB = Enrolment("net101", "bob", student_key("bob", COURSE_KEY))
words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40)


@given(words, words, st.binary(min_size=32, max_size=32))
def test_a_code_says_what_it_was_made_of_however_it_was_copied(course, student, key):
    made = Enrolment(course, student, key)
    assert read_code(made.code) == made
    assert read_code(f"Hello,\nyour code: {made.code}\n\nRegards") == made
    half = len(made.code) // 2
    assert read_code(f"{made.code[:half]}\n  {made.code[half:]}") == made


@given(st.data())
def test_one_other_character_or_one_less_is_noticed(data):
    at = data.draw(st.integers(4, len(ADA.code) - 2))
    other = data.draw(st.sampled_from([letter for letter in "Ab9-_" if letter != ADA.code[at]]))
    for text in (ADA.code[:at] + other + ADA.code[at + 1 :], ADA.code[:at] + ADA.code[at + 1 :]):
        with pytest.raises(UsageError, match="slip"):
            read_code(text)


@pytest.mark.parametrize("text", ["", "ada", "nk1-", "nk1-" + "A" * 60, f"{ADA.code} {BOB.code}", "\x00" * 100])
def test_what_is_no_code_is_told(text):
    with pytest.raises(UsageError):
        read_code(text)


def test_the_key_is_the_students_own_and_the_fingerprint_does_not_hold_it():
    assert ADA.key == hmac.new(COURSE_KEY, b"ada", sha256).digest()
    assert ADA.fingerprint != BOB.fingerprint
    assert ADA.fingerprint not in ADA.key.hex()


def test_a_folder_keeps_the_code_for_its_owner_alone(tmp_path):
    assert kept(tmp_path) is None
    keep(tmp_path, ADA)
    assert kept(tmp_path) == ADA
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    (tmp_path / FILE).write_text("something else", encoding="utf-8")
    with pytest.raises(ProgressError, match=FILE):
        kept(tmp_path)


def start(parent, slug="subnets", **given):
    return begin(LABS[slug], given.pop("student", None), parent, LIBRARY, now="1.0", **given)[0]


def test_a_lab_of_a_course_has_the_courses_numbers_now_and_later(tmp_path):
    work = start(tmp_path, enrolment=ADA)
    practice = start(tmp_path / "practice", student="ada")
    assert work.variant.situation.all_files != practice.variant.situation.all_files
    found = find(ROOT / "labs", LIBRARY, work.folder)
    assert found.enrolment == ADA
    assert found.variant.situation.all_files == work.variant.situation.all_files
    log = (work.folder / "progress.jsonl").read_text(encoding="utf-8")
    assert ADA.fingerprint in log
    assert ADA.key.hex() not in log
    assert ADA.code not in log


def test_a_lab_begun_beside_takes_the_code_unless_another_student_is_named(tmp_path):
    start(tmp_path, enrolment=ADA)
    assert start(tmp_path, "start-here").enrolment == ADA
    assert start(tmp_path, "first-packets", student="guest").enrolment is None


def test_a_folder_that_is_somebody_elses_is_left_as_it_is(tmp_path):
    start(tmp_path, enrolment=ADA)
    with pytest.raises(UsageError, match="begun by ada in the course net101"):
        start(tmp_path, enrolment=BOB)
    start(tmp_path / "practice", student="ada")
    with pytest.raises(UsageError, match="without a course"):
        start(tmp_path / "practice", enrolment=ADA)
    start(tmp_path, "start-here", enrolment=BOB)
    with pytest.raises(UsageError, match="several codes"):
        start(tmp_path, "first-packets")


def test_a_lost_code_is_told_and_put_back(tmp_path):
    work = start(tmp_path, enrolment=ADA)
    (work.folder / FILE).unlink()
    with pytest.raises(ProgressError, match="lost your code"):
        find(ROOT / "labs", LIBRARY, work.folder)
    with pytest.raises(ProgressError, match="lost your code"):
        start(tmp_path)
    assert start(tmp_path, enrolment=ADA).enrolment == find(ROOT / "labs", LIBRARY, work.folder).enrolment == ADA
