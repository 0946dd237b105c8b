"""What goes wrong around a lab: each time the exit code, what, where, why and what next, no traceback, and nothing lost."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.system.program import ROOT, assert_error, netkit, report

STARTED = '{"event":"started","time":"1.0","lab":"%s","version":"1.0","student":"ada"}\n'


@pytest.fixture
def lab(tmp_path):
    """A folder in which start-here was begun by Ada, with one answer."""
    assert netkit("lab", "start", "start-here", "--student", "ada", cwd=tmp_path).returncode == 0
    folder = tmp_path / "start-here"
    assert netkit("lab", "answer", "6", "wrong.test", cwd=folder).returncode == 1
    return folder


def log_of(folder):
    return (folder / "progress.jsonl").read_bytes()


def test_a_lab_that_does_not_exist(tmp_path):
    done = netkit("lab", "start", "first-packet", cwd=tmp_path)
    assert_error(done, 2, "there is no lab 'first-packet'", "did you mean first-packets?", "netkit lab list")
    assert list(tmp_path.iterdir()) == []
    assert_error(netkit("lab", "start", "../start-here", cwd=tmp_path), 2, "there is no lab")


def test_a_task_that_does_not_exist(lab):
    for verb in (["show", "9"], ["answer", "9", "1"], ["check", "9"], ["hint", "9"]):
        done = netkit("lab", *verb, cwd=lab)
        assert_error(done, 2, "start-here has no task '9'", "1, 2, 3, 4, 5, 6", "netkit lab show")


def test_an_answer_of_the_wrong_kind_is_kept_and_not_counted(lab):
    done = netkit("lab", "answer", "2", "1.2.3.4", cwd=lab)
    assert_error(done, 2, "'1.2.3.4'", "task 2", "IPv4 address", "whole number", "netkit lab show 2", "hint:")
    assert b'"refused"' in log_of(lab)
    tasks = {task["task"]: task for task in report("lab", "status", cwd=lab)["tasks"]}
    assert (tasks["2"]["answers"], tasks["2"]["outcome"]) == (0, "unanswered")


@pytest.mark.parametrize(
    "verb", [["show"], ["answer", "1", "00"], ["check"], ["hint", "1"], ["status"], ["reset", "--yes"]]
)
def test_no_lab_here(tmp_path, verb):
    done = netkit("lab", *verb, cwd=tmp_path)
    assert_error(done, 3, "no lab was started here", str(tmp_path.name), "hint:", "netkit lab start", "netkit lab list")
    assert list(tmp_path.iterdir()) == []


def test_a_progress_file_that_is_missing(lab):
    data = log_of(lab)
    (lab / "progress.jsonl").unlink()
    done = netkit("lab", "check", cwd=lab)
    assert_error(done, 3, "no lab was started here", "hint:", "netkit lab start")
    assert (lab / "hello.pcapng").is_file()
    (lab / "progress.jsonl").write_bytes(data)
    assert netkit("lab", "check", cwd=lab).returncode == 1


def test_a_progress_file_with_damaged_lines_counts_the_others(lab):
    first, _, rest = log_of(lab).partition(b"\n")
    damaged = first + b"\n\x00\x00garbage\xff\n" + rest + b'{"event":"answ'
    (lab / "progress.jsonl").write_bytes(damaged)
    done = netkit("lab", "status", cwd=lab)
    assert done.returncode == 0
    assert "line 2, 4 of start-here/progress.jsonl can't be read" in " ".join(done.stderr.split())
    assert "1 answer" in done.stdout
    assert netkit("lab", "answer", "6", "again.test", cwd=lab).returncode == 1
    assert log_of(lab).startswith(damaged)
    assert "2 answers" in netkit("lab", "status", cwd=lab).stdout


def test_a_log_whose_first_line_is_damaged_still_knows_whose_it_is(lab):
    before = report("lab", "show", cwd=lab)
    answers = log_of(lab).partition(b"\n")[2]
    (lab / "progress.jsonl").write_bytes(b"broken\n" + answers)
    assert report("lab", "show", cwd=lab) == before
    done = netkit("lab", "start", "start-here", cwd=lab.parent)
    assert done.returncode == 0
    assert report("lab", "show", cwd=lab) == before
    assert log_of(lab).startswith(b"broken\n" + answers)


def test_a_progress_file_that_names_no_lab(lab):
    answers = b'{"event":"answered","time":"2.0","task":"6","answer":"x.test"}\n'
    (lab / "progress.jsonl").write_bytes(b"broken\n" + answers)
    for verb in (["status"], ["answer", "6", "x.test"]):
        assert_error(netkit("lab", *verb, cwd=lab), 3, "does not say which lab", "hint:", "netkit lab start")
    assert log_of(lab) == b"broken\n" + answers
    assert netkit("lab", "list", cwd=lab.parent).returncode == 0
    done = netkit("lab", "start", "start-here", "--student", "ada", cwd=lab.parent)
    assert done.returncode == 0
    assert log_of(lab).startswith(b"broken\n" + answers)
    assert "1 answer" in netkit("lab", "status", cwd=lab).stdout


@pytest.mark.parametrize("other", ["first-packets", "nowhere"])
def test_a_progress_file_of_another_lab(lab, other):
    data = (STARTED % other).encode()
    (lab / "progress.jsonl").write_bytes(data)
    done = netkit("lab", "start", "start-here", cwd=lab.parent)
    assert_error(done, 2, f"another lab, {other}")
    assert log_of(lab) == data
    listed = netkit("lab", "list", cwd=lab.parent)  # one odd folder does not hide all labs
    assert listed.returncode == 0
    assert "first-packets" in listed.stdout


def test_a_progress_file_that_is_a_folder(lab):
    (lab / "progress.jsonl").unlink()
    (lab / "progress.jsonl").mkdir()
    for verb in (["status"], ["answer", "6", "x.test"]):
        done = netkit("lab", *verb, cwd=lab)
        assert_error(done, done.returncode, "hint:")
        assert done.returncode in (3, 4)
    done = netkit("lab", "start", "start-here", cwd=lab.parent)
    assert_error(done, done.returncode, "progress.jsonl", "hint:")
    assert done.returncode in (3, 4)


def test_the_labs_folder_is_a_file(tmp_path):
    (tmp_path / "start-here").write_text("mine", encoding="utf-8")
    done = netkit("lab", "start", "start-here", cwd=tmp_path)
    assert_error(done, done.returncode, "start-here", "--folder", "hint:")
    assert done.returncode in (2, 3, 4)
    assert (tmp_path / "start-here").read_text(encoding="utf-8") == "mine"


def test_a_capture_that_the_student_deleted_or_changed_changes_no_verdict(lab):
    before = report("lab", "check", cwd=lab)
    (lab / "hello.pcapng").write_bytes(b"nonsense")
    assert report("lab", "check", cwd=lab) == before
    (lab / "hello.pcapng").unlink()
    (lab / "README.md").unlink()
    assert report("lab", "check", cwd=lab) == before
    log = log_of(lab)
    assert netkit("lab", "start", "start-here", cwd=lab.parent).returncode == 0
    assert (lab / "hello.pcapng").is_file()
    assert (lab / "README.md").is_file()
    assert log_of(lab) == log


@pytest.mark.parametrize(
    "text", ["\x1b[31mred\x1b[0m\x07", "\x1b]0;title\x07", "a\x08b", "\u202egpj.exe", "b\x9b31m", "\udcff\udcfe.test"]
)
def test_an_answer_with_escape_sequences_is_shown_and_not_obeyed(lab, text):
    word = os.fsencode(text) if "\udcff" in text else text
    command = [sys.executable, "-m", "netkit", "lab", "answer", "6", word]
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    done = subprocess.run(command, cwd=lab, env=env, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1, done
    for out in (done.stdout.decode(), netkit("lab", "check", cwd=lab).stdout, done.stderr.decode()):
        assert not set("\x1b\x07\x08\x9b\u202e") & set(out)
        assert "Traceback" not in out
    assert netkit("lab", "check", "--json", cwd=lab).returncode == 1
    status = netkit("lab", "status", cwd=lab)
    assert (status.stderr, "2 answers" in status.stdout) == ("", True), status  # it counts as what it is, an answer


def test_an_answer_that_is_empty_or_far_too_long(lab):
    before = log_of(lab)
    assert_error(netkit("lab", "answer", "6", "", cwd=lab), 2, "a name is wanted", "hint:")
    assert_error(netkit("lab", "answer", "6", "   ", cwd=lab), 2, "a name is wanted", "hint:")
    assert_error(netkit("lab", "answer", "6", "x" * 3000, cwd=lab), 2, "a name is wanted", "hint:")
    assert_error(netkit("lab", "answer", "6", "x" * 100_000, cwd=lab), 2, "too long", "100,000")
    assert_error(netkit("lab", "answer", "6", cwd=lab), 2)
    assert_error(netkit("lab", "answer", "2", "9" * 3000, cwd=lab), 2, "whole number")
    assert log_of(lab).startswith(before)
    assert "1 answer)" in netkit("lab", "status", cwd=lab).stdout


def test_a_reset_that_nobody_confirms_changes_nothing(lab):
    before = log_of(lab)
    assert_error(netkit("lab", "reset", cwd=lab), 2, "nobody is there to be asked", "--yes")
    assert log_of(lab) == before
    assert sorted(path.name for path in lab.glob("progress*")) == ["progress.jsonl"]


@pytest.mark.parametrize("student", ["", "  ", "x" * 201, "a\nb", "\x1b[31m"])
def test_a_student_id_that_is_none(tmp_path, student):
    assert_error(netkit("lab", "start", "start-here", "--student", student, cwd=tmp_path), 2, "student", "hint:")
    assert list(tmp_path.iterdir()) == []


AS_ORDINARY = """
import contextlib, io, os, sys
from netkit.cli.main import run
os.chdir(sys.argv[2])
# whatever has to be imported is, before rights are given up: the interpreter's own folder may be closed to others
for words in (["start", "start-here"], ["answer", "1", "zz"], ["answer", "6", "x.test"], ["check"], ["list"]):
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        run(["lab", *words])
if os.geteuid() == 0:
    try:
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
    except OSError:
        sys.exit(99)
os.chdir(sys.argv[1])
sys.exit(run(sys.argv[3:]))
"""


@pytest.fixture
def read_only():
    """A folder with a lab in it that an ordinary user may read and not write."""
    parent = Path(tempfile.mkdtemp(prefix="netkit-read-only-"))
    netkit("lab", "start", "start-here", cwd=parent)
    netkit("lab", "answer", "6", "x.test", cwd=parent / "start-here")
    for path in (parent, *parent.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield parent
    for path in (parent, *parent.rglob("*")):
        path.chmod(0o700)
    shutil.rmtree(parent)


def as_ordinary(cwd, spare, *words):
    """`netkit WORDS` as a user without special rights; skips where this process may not become one."""
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    command = [sys.executable, "-c", AS_ORDINARY, str(cwd), str(spare), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode == 99:
        pytest.skip("root may write everywhere, and this root may not become an ordinary user")
    return done


@pytest.mark.skipif(os.name == "nt", reason="rights of files are POSIX's here")
def test_a_folder_that_may_only_be_read(read_only, tmp_path):
    folder = read_only / "start-here"
    before = log_of(folder)
    shown = as_ordinary(folder, tmp_path, "lab", "status")
    assert (shown.returncode, "1 answer" in shown.stdout) == (0, True), shown
    done = as_ordinary(folder, tmp_path, "lab", "answer", "6", "y.test")
    assert_error(done, 4, "nothing was saved", "Permission denied", "hint:", "--folder")
    assert done.stdout == ""  # no verdict on what was not saved
    assert_error(as_ordinary(folder, tmp_path, "lab", "hint", "1"), 4, "nothing was saved", "hint:")
    assert_error(as_ordinary(folder, tmp_path, "lab", "reset", "--yes"), 4, "hint:")
    new = as_ordinary(read_only, tmp_path, "lab", "start", "first-packets")
    assert_error(new, 4, "first-packets", "can't be written", "Permission denied", "--folder")
    assert log_of(folder) == before
    assert not (read_only / "first-packets").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights of files are POSIX's here")
def test_a_log_that_may_not_even_be_read(read_only, tmp_path):
    (read_only / "start-here" / "progress.jsonl").chmod(0o000)
    done = as_ordinary(read_only / "start-here", tmp_path, "lab", "check")
    assert_error(done, 4, "can't be read", "Permission denied")
    assert as_ordinary(read_only, tmp_path, "lab", "list").returncode == 0


def test_a_lab_shell_for_a_lab_that_does_not_exist(tmp_path):
    done = netkit("lab", "shell", "nosuchlab", "--", "true", cwd=tmp_path)
    assert_error(done, 2, "there is no lab 'nosuchlab'", "netkit lab list")
    assert "netkit lab start" not in done.stderr
    assert_error(netkit("lab", "shell", "shakehands", cwd=tmp_path), 2, "did you mean shake-hands?")
    assert_error(netkit("lab", "shell", "shake-hands", cwd=tmp_path), 3, "netkit lab start shake-hands begins one")


def test_the_slash_that_tab_puts_behind_a_folder_is_no_part_of_the_name(lab):
    beside = lab.parent
    assert netkit("lab", "status", "--lab", "start-here/", cwd=beside).returncode == 0
    assert netkit("lab", "start", "start-here/", cwd=beside).returncode == 0
    assert_error(
        netkit("lab", "shell", "dns-walk/", cwd=beside), 3, "by the name of dns-walk", "netkit lab start dns-walk "
    )


def test_a_number_below_zero_is_an_answer_and_no_option(lab):
    done = netkit("lab", "answer", "2", "-5", cwd=lab)
    assert_error(done, 2, "'-5' is not the kind of answer that task 2 asks for")
    assert_error(netkit("lab", "answer", "2", "--plain", "-5", cwd=lab), 2, "'-5' is not the kind of answer")
    assert_error(netkit("lab", "answer", "-5", cwd=lab), 2, "start-here has no task '-5'")
    assert_error(netkit("lab", "answer", "2", "--lab", "-5", "7", cwd=lab), 2, "there is no lab '-5'")
    assert_error(netkit("lab", "answer", "2", "-x", cwd=lab), 2, "there is no option '-x'")
