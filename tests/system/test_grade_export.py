"""An instructor's evening, as far as the school's own system: a course, two students, their grades exported, and Gradescope's zip."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

import netkit.capture
from tests.lab.export import importers
from tests.system.program import assert_error
from tests.system.program import netkit as run

ROSTER = """Student,ID,SIS User ID,SIS Login ID,Section
"Lovelace, Ada",17,ada,ada@x.org,A
"Babbage, Charles",18,charles,cb@x.org,A
"Hopper, Grace",19,grace,gh@x.org,B
"""


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """A folder with the course `net101` and a bundle each of ada (the first task right) and charles (nothing right)."""
    place = tmp_path_factory.mktemp("evening")
    assert run("course", "new", "net101", cwd=place).returncode == 0
    (place / "net101" / "roster.csv").write_text(ROSTER)
    assert run("course", "handout", "net101", cwd=place).returncode == 0
    (place / "bundles").mkdir()
    for student in ("ada", "charles"):
        home = place / student
        home.mkdir()
        shutil.copy(place / "net101" / "handouts" / f"{student}.txt", home)
        assert run("lab", "start", "start-here", "--code", f"{student}.txt", cwd=home).returncode == 0
        byte = asked_byte(home / "start-here")
        answered = run(
            "lab", "answer", "1", byte if student == "ada" else f"{int(byte, 16) ^ 1:02x}", cwd=home / "start-here"
        )
        assert answered.returncode == (0 if student == "ada" else 1)
        assert run("lab", "submit", cwd=home / "start-here").returncode == 0
        (bundle,) = (home / "start-here").glob("*.zip")
        shutil.copy(bundle, place / "bundles")
    return place


def asked_byte(folder):
    """The byte that the first task of start-here asks for, in hex."""
    question = run("lab", "show", "1", cwd=folder).stdout
    byte, number = map(int, re.search(r"byte\s+(\d+)\s+of\s+packet\s+(\d+)", question).groups())
    with netkit.capture.open(folder / "hello.pcapng") as records:
        return next(f"{record.data[byte]:02x}" for record in records if record.number == number)


def test_one_file_is_printed_and_several_go_into_a_folder(evening):
    printed = run("grade", "bundles", "--course", "net101", "--export", "canvas", cwd=evening)
    assert printed.returncode == 0
    grades = importers.canvas(printed.stdout.encode())
    assert grades["Start here"] == {"17": 1, "18": 0, "19": None}
    several = run(
        "grade", "bundles", "--course", "net101", "--export", "moodle", "--export", "html", "--out", "out", cwd=evening
    )
    assert several.returncode == 0
    assert "ada" in several.stdout
    assert importers.moodle((evening / "out" / "moodle" / "moodle.csv").read_bytes(), by="ID number") == {
        "Start here": {"ada": 1, "charles": 0, "grace": None}
    }
    pages = sorted((evening / "out" / "html").iterdir())
    assert len(pages) == 2
    assert "Lovelace" not in pages[0].read_text()


def test_a_form_that_there_is_not(evening):
    done = run("grade", "bundles", "--course", "net101", "--export", "cnvas", cwd=evening)
    assert_error(done, 2, "there is no form 'cnvas'", "did you mean canvas?")


def test_pseudonyms_are_in_exports_too(evening):
    done = run("grade", "bundles", "--course", "net101", "--pseudonyms", "--export", "csv", cwd=evening)
    assert done.returncode == 0
    assert "ada" not in done.stdout
    assert "charles" not in done.stdout


def test_gradescopes_zip_grades_without_a_network(evening, tmp_path):
    done = run("course", "autograder", "net101", "-o", tmp_path / "grader.zip", cwd=evening)
    assert done.returncode == 0
    source = tmp_path / "source"
    data = (tmp_path / "grader.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(source)
        assert all(archive.getinfo(name).external_attr >> 16 == 0o100755 for name in ("setup.sh", "run_autograder"))
    assert {path.name for path in source.iterdir()} == {
        "netkit",
        "course",
        "setup.sh",
        "run_autograder",
        "requirements.txt",
    }
    assert "numpy>=" in (source / "requirements.txt").read_text()
    # what setup.sh would install is here: the Python of these tests, without the netkit that it knows
    python = tmp_path / "python" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)

    def graded():
        alone = ["unshare", "-rn"] if shutil.which("unshare") else []
        environment = {**os.environ, "AUTOGRADER": str(tmp_path)}
        subprocess.run(
            [*alone, "bash", "source/run_autograder"],
            cwd=tmp_path,
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
        return (tmp_path / "results" / "results.json").read_bytes()

    (tmp_path / "submission").mkdir()
    nothing = graded()
    assert importers.gradescope(nothing) == 0
    assert "There is no bundle" in json.loads(nothing)["output"]
    (ada,) = (evening / "bundles").glob("*ada*")
    shutil.copy(ada, tmp_path / "submission")
    found = graded()
    assert importers.gradescope(found) == 1
    assert json.loads(found)["tests"][0]["status"] == "passed"
    (tmp_path / "submission" / ada.name).write_bytes(ada.read_bytes()[:-40])
    assert importers.gradescope(graded()) == 0


def test_a_file_outside_of_the_course_does_not_go_into_the_zip(tmp_path):
    assert run("course", "new", "net101", cwd=tmp_path).returncode == 0
    form = tmp_path / "net101" / "course.toml"
    shutil.move(tmp_path / "net101" / "course.key", tmp_path / "course.key")
    form.write_text(form.read_text().replace("\nname", '\nkey_file = "../course.key"\nname', 1))
    done = run("course", "autograder", "net101", cwd=tmp_path)
    assert_error(done, 2, "../course.key lies outside the course", "copy it into the course's folder")
    assert not list(tmp_path.glob("*.zip"))
