"""Class lists as schools export them, and what is said of those that are none."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import UsageError
from netkit.lab.course.handout import folders_of
from netkit.lab.course.roster import read_roster


def students(text, column=""):
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_roster(data, "class.csv", column=column).students)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("ada\nbob\n\n# a remark\ncleo\n", ["ada", "bob", "cleo"]),
        ("Email\na@x.org\nb@x.org\n", ["a@x.org", "b@x.org"]),
        # Canvas: its second row belongs to nobody
        (
            'Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"L, Ada",7,s1,ada,1\n"K, Bob",8,s2,bob,1\n',
            ["s1", "s2"],
        ),
        # Moodle, with a semicolon and a mark at the beginning, as spreadsheets write it
        (b"\xef\xbb\xbfVorname;Nachname;ID number;Email address\r\nAda;L;4711;a@x.org\r\n", ["4711"]),
        ("Name\tUsername\nAda L\tada\n", ["ada"]),
        ("First Name,Last Name,SID,Email\nAda,L,9,a@x.org\n", ["9"]),
        ("name,email\n\"Ada\nL\",a@x.org\n", ["a@x.org"]),
        ("id\n\u5b66\u751f\n".encode("utf-16"), ["\u5b66\u751f"]),
    ],
)  # fmt: skip
def test_tables_and_lists(text, ids):
    assert students(text) == ids


def test_a_column_by_its_name_or_its_number():
    table = "id,login\n1,ada\n2,bob\n"
    assert students(table, "Login") == students(table, "2") == ["ada", "bob"]
    assert students("1,ada\n2,bob\n", "2") == ["ada", "bob"]
    assert read_roster(table.encode(), "class.csv").column == "id"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lists nobody"),
        ("id\n", "lists nobody"),
        ("id,x\n1,2\n,3\n", "line 3 of class.csv has no id"),
        ("id\nada\nbob\nada\n", "in line 2 and in line 4"),
        ("first,last\nAda,L\n", "no column of class.csv is known to hold ids"),
        ("id\na\x1b[31m\n", "the id in line 2 of class.csv is none"),
        (f"id\n{'a' * 201}\n", "the id in line 2 of class.csv is none"),
        (b"id\nada\n\xe5sa\n", "line 3 of class.csv is not UTF-8"),
        (b"id\nada\nb\0b\n", "line 3 of class.csv is no text"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, said):
    with pytest.raises(UsageError) as caught:
        students(text)
    assert said in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_column_that_is_not_there():
    for column in ("phone", "3", "0"):
        with pytest.raises(UsageError, match="has no column"):
            students("id,login\n1,ada\n", column)


@given(st.binary(max_size=200))
def test_any_file_gives_students_or_a_reason(data):
    with contextlib.suppress(UsageError):
        assert read_roster(data, "any").students


@given(st.sets(st.text(min_size=1, max_size=30), max_size=20))
def test_every_student_has_a_folder_of_their_own_on_every_file_system(ids):
    found = folders_of(sorted(ids))
    assert len({name.casefold() for name in found.values()}) == len(ids)
    assert all(name.isascii() and "/" not in name and name[0].isalnum() and len(name) <= 80 for name in found.values())


def test_ids_that_can_be_folders_are():
    assert folders_of(["s1", "a.b@x.org"]) == {"s1": "s1", "a.b@x.org": "a.b@x.org"}
    assert all(name not in ("Ada", "ada", "keys") for name in folders_of(["Ada", "ada", "keys"]).values())


# what a school's system has in its lists that is no student, or has no id


def test_what_schools_call_their_columns_in_german_is_known_too():
    moodle = "Vorname,Nachname,ID-Nummer,E-Mail-Adresse,Gruppen\nJörg,Öz,4711,j@x.org,A\n"
    assert students(moodle) == ["4711"]
    assert students("Name;Matrikel-Nr.;E-Mail\nÖz, Jörg;12;j@x.org\n") == ["12"]
    assert students("Vorname;Benutzername\nJörg;joez\n") == ["joez"]


CANVAS = "Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"


def test_canvas_s_own_student_is_left_out_and_a_column_without_anything_is_no_column():
    found = read_roster(f'{CANVAS}"L, Ada",7,s1,ada,1\n"Student, Test",9,,{"0f" * 20},1\n'.encode(), "class.csv")
    assert found.students == ("s1",)
    assert found.left_out == ("Line 4 is nobody's: it is Canvas's Student, Test.",)
    # a school without a register: the column is there, and empty, so Canvas's own number is the next best
    found = read_roster(f'{CANVAS}"L, Ada",7,,ada,1\n"Student, Test",9,,{"0f" * 20},1\n'.encode(), "class.csv")
    assert (found.students, found.column) == (("7",), "ID")
    # who is called so and stands in the register is somebody, and so is whoever is in another list
    assert students(f'{CANVAS}"Student, Test",9,s9,tess,1\n') == ["s9"]
    assert students('Name,Login\n"Student, Test",tess\n') == ["tess"]


def test_the_same_line_twice_is_one_student_and_two_lines_of_one_id_are_not():
    found = read_roster(b"Name;Login\nAda;ada\n\nBob;bob\nAda;ada\n", "class.csv")
    assert (found.students, len(found.rows)) == (("ada", "bob"), 2)
    assert found.left_out == ("Line 5 is line 2 once more.",)
    with pytest.raises(UsageError, match=r"ada stands in class\.csv twice") as caught:
        students("Name;Login\nAda;ada\nAdam;ada\n")
    assert "in line 2 and in line 3, which are not the same" in str(caught.value)


def test_a_workbook_is_told_from_text_and_a_column_that_may_hold_ids_is_proposed():
    for begins in (b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        with pytest.raises(UsageError, match=r"class\.xlsx is a workbook") as caught:
            read_roster(begins + bytes(400), "class.xlsx")
        assert "CSV UTF-8" in caught.value.hint
    with pytest.raises(UsageError, match="no column") as caught:
        students("Vor Name;Gruppe;Kürzel X\nAda L;A;ada\nBob K;A;bob\n")
    assert caught.value.hint.startswith("--column 'Kürzel X', if that is it")
    with pytest.raises(UsageError, match="no column") as caught:
        students("Gruppe;Raum\nA;1\nA;1\n")
    assert "--column 2" in caught.value.hint
