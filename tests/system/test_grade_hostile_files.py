"""`netkit grade` on a folder with files that are none, that nobody may read, and whose names do harm: each is named, all others graded.

What comes of it is written in every form, because one text that can't be written would keep the grades of all others.
"""

import csv
import io
import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from netkit.lab.bundle.archive import LARGEST_ARCHIVE
from netkit.lab.course.key import write_key
from netkit.lab.export.table import EXPORTS
from netkit.live.namespace import available
from tests.lab.course.bundles import KEY, bundle, lab_of, log_of, parts, right, zipped
from tests.lab.grading.whole_class import A_LAB, COURSE, made
from tests.system.live_network import NOBODY, as_user, need_networks
from tests.system.program import ROOT
from tests.system.program import netkit as run

HERE = lab_of("start-here")
UNREAD = "bundle.file.unread"
NASTY = "\x1b]0;x\x07\x1b[2J\x9b31m\u202e=HYPERLINK(1)<script>&]]>"
"""What an answer may say to a terminal, a spreadsheet, a page and an XML file."""


def course_in(folder):
    course, handed_in = folder / "net101", folder / "bundles"
    handed_in.mkdir()
    course.mkdir()
    write_key(course / "course.key", KEY)
    (course / "course.toml").write_text(COURSE + A_LAB.format(slug=HERE.slug, version=HERE.version), encoding="utf-8")
    return course, handed_in


def put(folder, name, data):
    """Write a file whose name is bytes, as systems have them."""
    with open(os.fsencode(folder) + b"/" + name, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(data)


def graded(handed_in, course, *more):
    done = run("grade", handed_in, "--course", course, "--jobs", "1", "--json", *more)
    assert done.returncode == 0, done.stderr
    return {line["bundle"]: line for line in map(json.loads, done.stdout.splitlines())}


def rules_of(line):
    return [finding["rule"] for finding in line["findings"]]


def test_what_is_no_file_or_has_an_odd_name_stops_nobody(tmp_path):
    course, handed_in = course_in(tmp_path)
    outside = tmp_path / "outside.zip"
    outside.write_bytes(bundle(HERE, "outside", right("start-here", "outside")))
    names = [b"good.zip", b"new\nline.zip", b"\x1b[31mred\x07.zip", b"\xff\xfe.zip", b"=HYPERLINK(1).zip", b"-rf.ZIP"]
    for number, name in enumerate(names):
        put(handed_in, name, bundle(HERE, f"s{number}", right("start-here", f"s{number}")[:1]))
    put(handed_in, b"\xff\xfd.zip", b"no zip")
    os.mkfifo(handed_in / "pipe.zip")
    (handed_in / "link.zip").symlink_to(outside)
    (handed_in / "to nowhere.zip").symlink_to("nowhere")
    (handed_in / "round").symlink_to(".")
    (handed_in / "folder.zip").mkdir()
    (handed_in / "1/2/3/4/5/6/7").mkdir(parents=True)
    (handed_in / "1/2/3/4/5/6/7/deep.zip").write_bytes(b"deep")
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind(os.path.relpath(handed_in / "socket.zip"))
    with (handed_in / "hole.zip").open("wb") as file:
        file.truncate(1 << 40)  # nothing of it is on the disk, and to read it would take an hour
    devices = ()
    if os.geteuid() == 0:
        os.mknod(handed_in / "device.zip", stat.S_IFCHR | 0o666, os.makedev(1, 5))
        devices = ("device.zip",)
    found = graded(handed_in, course)
    told = {name: found.pop(name) for name in ("pipe.zip", "link.zip", "to nowhere.zip", "socket.zip", *devices)}
    for name, line in told.items():
        assert rules_of(line) == [UNREAD], name
        assert "nobody could look into it" in line["refused"]
    assert "a pipe" in told["pipe.zip"]["refused"]
    assert "a link" in told["link.zip"]["refused"]
    assert rules_of(found.pop("hole.zip")) == ["bundle.zip.bomb"]
    assert rules_of(found.pop(r"\xff\xfd.zip")) == ["bundle.zip.none"]
    spelled = [name.decode("utf-8", "backslashreplace") for name in names]
    points = HERE.task(right("start-here", "s0")[0][0]).points
    assert {name: line["score"] for name, line in found.items()} == dict.fromkeys(spelled, points)
    check_everything_can_be_written(tmp_path, course, handed_in)
    shown = run("grade", handed_in, "--course", course)
    assert "1 folder is too deep" in shown.stdout
    # what can't be read is looked at again, and nothing else
    (handed_in / "pipe.zip").unlink()
    (handed_in / "pipe.zip").write_bytes(outside.read_bytes())
    before = (course / "results.jsonl").read_bytes().splitlines()
    assert graded(handed_in, course)["pipe.zip"]["refused"] is None
    lines = [json.loads(line) for line in (course / "results.jsonl").read_bytes().splitlines()[len(before) :]]
    assert {line["bundle"] for line in lines} == {"pipe.zip", "link.zip", "to nowhere.zip", "socket.zip", *devices}


def test_what_a_bundle_says_stops_nobody(tmp_path):
    course, handed_in = course_in(tmp_path)
    (handed_in / "good.zip").write_bytes(bundle(HERE, "good", right("start-here", "good")))
    every = [(task.id, NASTY) for task in HERE.tasks]
    (handed_in / "answers.zip").write_bytes(bundle(HERE, "answers", every))
    halves = json.loads(parts(HERE, "halves")["manifest.json"]) | {"\ud800": "\udfff"}
    halves["artefacts"] = [{"name": "\ud800", "size": 1, "sha256": "0" * 64}]
    log = parts(HERE, "halves")["log.jsonl"]
    (handed_in / "halves.zip").write_bytes(zipped(("manifest.json", json.dumps(halves)), ("log.jsonl", log)))
    partners = bundle(HERE, "partners", manifest={"partners": ["=HYPERLINK(1)", "<script>alert(1)</script>"]})
    (handed_in / "partners.zip").write_bytes(partners)
    other = log_of(HERE, "owners") + json.dumps({"lab": NASTY, "student": NASTY}).encode() + b"\n"
    (handed_in / "owners.zip").write_bytes(bundle(HERE, "owners", log=other))
    long = [(task.id, "1" + " " * 3_000_000 + "x") for task in HERE.tasks]
    (handed_in / "long.zip").write_bytes(bundle(HERE, "long", long))
    (handed_in / "year.zip").write_bytes(bundle(HERE, "year", submitted=999_999_999_999))
    with (course / "course.toml").open("a", encoding="utf-8") as file:
        file.write("\n[late]\nper_day = '10%'\nmost = '50%'\n")
    found = graded(handed_in, course, "--seconds", "60")
    assert found["good.zip"]["score"] == HERE.points
    assert {name: rules_of(line) for name, line in found.items() if line["findings"]} == {
        "halves.zip": ["bundle.hash.differs", "bundle.manifest.unknown"],
        "partners.zip": ["group.too-many"],
        "owners.zip": ["bundle.log.other"],
    }
    assert [name for name, line in found.items() if line["refused"]] == ["owners.zip"]
    check_everything_can_be_written(tmp_path, course, handed_in)


def check_everything_can_be_written(folder, course, handed_in):
    """That every form comes out, and that none of it steers a terminal or is a formula."""
    forms = [word for form in EXPORTS for word in ("--export", form)]
    done = run("grade", handed_in, "--course", course, *forms, "--out", folder / "out")
    assert done.returncode == 0, done.stderr
    for path in (folder / "out").rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert b"\x1b" not in data, path
        text = data.decode()
        if not path.suffix.startswith(".json"):
            assert "\x9b" not in text, path
        if path.suffix == ".html":
            assert "<script>alert" not in text
        if path.suffix == ".csv":
            cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    for more in ((), ("--plain",), ("--pseudonyms",)):
        words = ("grade", handed_in, "--course", course) if more != ("--pseudonyms",) else ("course", "report", course)
        shown = run(*words, *more)
        assert shown.returncode == 0, shown.stderr
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*shown.stdout, *shown.stderr}
    page = (course / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert not {"\x1b", "\x9b"} & set(page)


@pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can make files that the grader may not read, and grade as somebody else"
)
def test_what_may_not_be_read_stops_nobody(tmp_path, tmp_path_factory):
    need_networks()
    course, handed_in = course_in(tmp_path)
    for name in ("good", "secret"):
        (handed_in / f"{name}.zip").write_bytes(bundle(HERE, name, right("start-here", name)))
    (handed_in / "secret.zip").chmod(0)
    (handed_in / "closed").mkdir(mode=0)
    for path in (course, *course.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_mode & 0o055 != 0o055 and path.is_relative_to(tmp_path_factory.getbasetemp().parents[1]):
            path.chmod(0o755)  # pytest's own folders are for root alone
    done = as_user("grade", handed_in, "--course", course, "--jobs", "1", "--json", timeout=120)
    assert done.returncode == 0, done.stderr
    found = {line["bundle"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert found["good.zip"]["score"] == HERE.points
    assert {name: rules_of(line) for name, line in found.items()} == {
        "good.zip": [],
        "secret.zip": [UNREAD],
        "closed": [UNREAD],
    }
    assert "Permission denied" in found["secret.zip"]["refused"]
    assert "this folder can't be read" in found["closed"]["refused"]
    assert Path(course / "results.jsonl").stat().st_uid == NOBODY


@pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")
def test_a_grader_without_any_streams_grades_all_the_same(tmp_path):
    course, handed_in, _ = made(tmp_path, 0)
    for path in handed_in.iterdir():
        if path.name not in ("right.zip", "network.zip"):
            path.unlink()
    words = [sys.executable, "-m", "netkit", "grade", handed_in, "--course", course, "--jobs", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    closed = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *map(str, words)]
    assert subprocess.run(closed, env=environment, cwd="/", check=False, timeout=300).returncode == 0
    found = [json.loads(line) for line in (course / "results.jsonl").read_bytes().splitlines()]
    assert {line["bundle"]: (line["score"], rules_of(line)) for line in found} == {
        "right.zip": (4, []),
        "network.zip": (0, ["code.asks-the-network"]),
    }


def test_no_more_is_read_than_a_bundle_has(tmp_path, monkeypatch):
    from netkit.cli.grade_work import Job

    (tmp_path / "hole.zip").touch()
    os.truncate(tmp_path / "hole.zip", 1 << 40)
    job = Job("hole.zip", "0" * 64, str(tmp_path / "hole.zip")).with_data()
    assert len(job.data) == LARGEST_ARCHIVE + 1
    gone = Job("gone.zip", "0" * 64, str(tmp_path / "gone.zip")).with_data()
    assert (gone.data, gone.unread) == (None, "it can't be read: No such file or directory")
