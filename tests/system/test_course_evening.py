"""An instructor's evening and a student's, through the command line: a course, handouts, a lab, a bundle, grades, a report."""

import csv
import json
import shutil
import stat
import subprocess

import pytest

from netkit.lab.student.enrolment import read_code
from tests.system.program import assert_error, netkit, report

ROSTER = (
    "Student,ID,SIS Login ID,Section\n    Points Possible,,,\nLovelace Ada,101,ada,A\nBabbage Charles,102,charles,A\n"
)


@pytest.fixture(scope="module")
def evening(tmp_path_factory):
    """A course with a class of two, and their handouts."""
    place = tmp_path_factory.mktemp("evening")
    told = report(
        "course", "new", "net101", "--lab", "start-here", "--lab", "subnets", "--title", "Networks", cwd=place
    )
    assert (told["course"], told["labs"]) == ("net101", ["start-here", "subnets"])
    (place / "class.csv").write_text(ROSTER, encoding="utf-8")
    handed = report("course", "handout", "net101", "--roster", "class.csv", "--column", "SIS Login ID", cwd=place)
    assert [each["student"] for each in handed["students"]] == ["ada", "charles"]
    return place


def solved(place, student, answers=()):
    """A student's folder of start-here, begun with the file that they got."""
    home = place / student
    home.mkdir(exist_ok=True)
    shutil.copy(place / "net101" / "handouts" / f"{student}.txt", home)
    done = netkit("lab", "start", "start-here", "--code", f"{student}.txt", cwd=home)
    assert done.returncode == 0, done.stderr
    assert f"{student} in the course net101" in done.stderr
    for task, answer in answers:
        netkit("lab", "answer", task, answer, cwd=home / "start-here")
    return home / "start-here"


def test_the_key_stays_with_the_instructor(evening):
    key = (evening / "net101" / "course.key").read_text(encoding="utf-8").strip()
    assert len(bytes.fromhex(key)) == 32
    assert stat.S_IMODE((evening / "net101" / "course.key").stat().st_mode) == 0o600
    handouts = list((evening / "net101" / "handouts").iterdir())
    assert {path.name for path in handouts} == {"ada.txt", "charles.txt", "codes.csv"}
    assert not [path for path in handouts if key in path.read_text(encoding="utf-8")]
    with (evening / "net101" / "handouts" / "codes.csv").open(encoding="utf-8") as file:
        codes = {row["student"]: read_code(row["code"]) for row in csv.DictReader(file)}
    assert (codes["ada"].course, codes["ada"].student) == ("net101", "ada")
    one = report("course", "handout", "net101", "--student", "ada", cwd=evening)
    assert read_code(one["students"][0]["code"]) == codes["ada"]
    assert_error(netkit("course", "new", "net101", cwd=evening), 2, "net101 is not empty", "new key")


def test_handouts_say_whose_column_it_is_and_where_the_list_goes(evening):
    words = ("course", "handout", "net101", "--roster", "class.csv")
    done = netkit(*words, "--column", "SIS Login ID", "--out", "again", cwd=evening)
    told = " ".join(done.stdout.split())
    assert "ids are those under SIS Login ID" in told
    assert 'Write column = "SIS Login ID" into course.toml' in told
    assert "next: cp class.csv net101/roster.csv" in told
    assert "Write column" not in netkit(*words, "--out", "others", cwd=evening).stdout


def test_from_the_first_answer_to_the_grade(evening):
    folder = solved(evening, "ada", [("2", "1"), ("3", "DNS")])
    looked = report("lab", "submit", "--look", cwd=folder)
    assert (looked["file"], [each["name"] for each in looked["artefacts"]]) == (None, ["log.jsonl"])
    assert not list(folder.glob("*.zip"))
    done = report("lab", "submit", cwd=folder)
    assert done["left_out"] == ["README.md", "hello.pcapng"]
    checked = report("lab", "check", cwd=folder)
    bundles = evening / "bundles"
    bundles.mkdir()
    shutil.copy(folder / "start-here-ada.zip", bundles)
    (bundles / "essay.txt").write_text("no bundle", encoding="utf-8")
    (bundles / "broken.zip").write_bytes(b"PK\x03\x04")
    graded = netkit("grade", bundles, "--course", "net101", "--jobs", "1", "--json", cwd=evening)
    assert graded.returncode == 0, graded.stderr
    lines = {line["bundle"]: line for line in map(json.loads, graded.stdout.splitlines())}
    assert lines["broken.zip"]["refused"]
    ada = lines["start-here-ada.zip"]
    assert (ada["student"], ada["lab"], ada["findings"]) == ("ada", "start-here", [])
    assert ada["verdicts"] == checked["verdicts"]
    results = evening / "net101" / "results.jsonl"
    before = results.read_bytes()
    again = netkit("grade", bundles, "--course", "net101", "--json", cwd=evening)
    assert (again.stdout, results.read_bytes()) == (graded.stdout, before)
    again = netkit("grade", bundles, "--course", "net101", "--jobs", "1", "--again", "--json", cwd=evening)
    assert (again.stdout, results.read_bytes()) == (graded.stdout, before + before)
    shown = netkit("grade", bundles, "--course", "net101", cwd=evening)
    assert "2 bundles: 1 graded, 1 refused" in shown.stdout
    assert "1 other file" in shown.stdout
    told = report("course", "report", "net101", cwd=evening)
    assert told["labs"][0]["students"] == 1
    page = (evening / "net101" / "report.html").read_text(encoding="utf-8")
    assert "From hex to a number" in page
    hidden = netkit("grade", bundles, "--course", "net101", "--pseudonyms", cwd=evening)
    assert "ada" not in hidden.stdout
    with (evening / "net101" / "overrides.csv").open("a", encoding="utf-8") as file:
        file.write("ada,start-here,7,oral exam\n")
    done = netkit("grade", bundles, "--course", "net101", "--json", cwd=evening)
    [by_hand] = [line for line in map(json.loads, done.stdout.splitlines()) if line["student"]]
    assert by_hand["score"] == 7
    assert by_hand["adjustments"][-1]["text"] == "Set to 7 points: oral exam"


def test_the_instructor_can_look_at_a_students_numbers_and_answers(evening, tmp_path):
    folder = solved(evening, "charles")
    words = ("capture", "make", "start-here", "--course", evening / "net101", "--student", "charles")
    assert netkit(*words, "--key", "--out", "made", cwd=tmp_path).returncode == 0
    made = tmp_path / "made"
    assert (made / "charles" / "hello.pcapng").read_bytes() == (folder / "hello.pcapng").read_bytes()
    key = json.loads((made / "keys" / "charles" / "key.json").read_text(encoding="utf-8"))
    for task in key["tasks"]:
        assert netkit("lab", "answer", task["task"], task["right"], cwd=folder).returncode == 0
    other = netkit("capture", "make", "start-here", "--student", "charles", "--out", "made", cwd=tmp_path)
    assert_error(other, 2, "was made for start-here", "net101")


def test_what_nobody_could_grade_is_not_packed(evening, tmp_path):
    netkit("lab", "start", "start-here", "--student", "ada", cwd=tmp_path)
    done = netkit("lab", "submit", cwd=tmp_path / "start-here")
    assert_error(done, 2, "practice numbers", "--code CODE")
    folder = solved(evening, "charles")
    shutil.copy(evening / "net101" / "handouts" / "ada.txt", folder / "student.key")
    assert_error(netkit("lab", "submit", cwd=folder), 2, "other numbers than those of your code")
    (folder / "student.key").unlink()
    assert_error(netkit("lab", "submit", cwd=folder), 3, "has lost your code", "--code CODE")
    assert netkit("lab", "start", "start-here", "--code", "../charles.txt", cwd=folder).returncode == 0
    assert_error(netkit("lab", "submit", "--with", "charles", cwd=folder), 2, "charles is named twice")
    (folder / "hello.pcapng").write_bytes(b"changed")
    done = netkit("lab", "submit", "--all", "--with", "ada", cwd=folder)
    assert done.returncode == 0
    assert "hello.pcapng is not as you got it" in " ".join(done.stderr.split())
    assert "student.key" not in done.stdout
    names = [each["name"] for each in report("lab", "submit", "--all", cwd=folder)["artefacts"]]
    assert names == ["log.jsonl", "files/README.md", "files/hello.pcapng"]


@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen here")
def test_a_signature_is_verified_by_the_class_list(evening, tmp_path):
    keys = {}
    for name in ("ada", "other"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name], check=True)
        keys[name] = (tmp_path / f"{name}.pub").read_text(encoding="utf-8").strip()
    course = tmp_path / "net101"
    shutil.copytree(evening / "net101", course)
    (course / "roster.csv").write_text(f"id,SSH key\nada,{keys['ada']}\n", encoding="utf-8")
    folder = solved(evening, "ada")
    bundles = tmp_path / "bundles"
    bundles.mkdir()
    for name, signing in (("signed", "ada"), ("forged", "other"), ("plain", None)):
        words = ("--sign", tmp_path / signing) if signing else ()
        assert netkit("lab", "submit", *words, "-o", bundles / f"{name}.zip", cwd=folder).returncode == 0
    done = netkit("grade", bundles, "--course", course, "--jobs", "1", "--json", cwd=tmp_path)
    found = {
        line["bundle"]: [each["rule"] for each in line["findings"]]
        for line in map(json.loads, done.stdout.splitlines())
    }
    signatures = {name: [rule for rule in rules if "signature" in rule] for name, rules in found.items()}
    assert signatures == {
        "signed.zip": [],
        "forged.zip": ["bundle.signature.bad"],
        "plain.zip": ["bundle.signature.missing"],
    }
    assert_error(netkit("lab", "submit", "--sign", tmp_path / "nothing", cwd=folder), 2, "there is no key")
    hidden = netkit("lab", "submit", "--sign", tmp_path / "ada", cwd=folder, PATH=str(tmp_path))
    assert_error(hidden, 4, "there is no ssh-keygen here")


def test_what_goes_wrong_is_told(evening, tmp_path):
    assert_error(netkit("grade", tmp_path / "none", "--course", "net101", cwd=evening), 2, "there is no folder")
    (tmp_path / "empty").mkdir()
    assert_error(netkit("grade", tmp_path / "empty", "--course", "net101", cwd=evening), 2, "there is no bundle in")
    assert_error(netkit("grade", tmp_path / "empty", "--course", tmp_path, cwd=evening), 3, "course.toml can't be read")
    assert_error(
        netkit("grade", tmp_path / "empty", "--course", "net101", "--shard", "9/8", cwd=evening), 2, "'9/8' is no share"
    )
    (tmp_path / "course.toml").write_text(
        (evening / "net101" / "course.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert_error(netkit("course", "report", tmp_path, cwd=evening), 2, "there is nothing to report on", "netkit grade")
    assert_error(netkit("course", "handout", tmp_path, "--student", "x", cwd=evening), 3, "course's key", "not there")
    assert_error(netkit("lab", "start", "subnets", "--code", "nk1-abc", cwd=tmp_path), 2, "the code has a slip in it")
    assert_error(netkit("lab", "start", "subnets", "--code", "adda.txt", cwd=tmp_path), 2, "there is no file adda.txt")
    assert_error(
        netkit("lab", "start", "subnets", "--code", "x", "--student", "y", cwd=tmp_path), 2, "both who you are"
    )
