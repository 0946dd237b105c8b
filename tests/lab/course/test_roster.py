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
