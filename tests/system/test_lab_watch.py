"""`netkit lab watch` as a student runs it: beside an editor that saves in goes, in a pipe, on a dumb terminal, till Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from netkit.lab.student import progress as log
from tests.solutions.key import key
from tests.system.program import ROOT, netkit, report


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A lab's folder, and the key to its answers."""
    parent = tmp_path_factory.mktemp("watch")
    netkit("lab", "start", "start-here", "--student", "ada", cwd=parent)
    folder = parent / "start-here"
    tasks = report("lab", "show", cwd=folder)["tasks"]
    return folder, key("start-here", folder / "hello.pcapng", {task["task"]: task["question"] for task in tasks})


class Watching:
    def __init__(self, folder, *words, **environment):
        env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"} | environment
        command = [sys.executable, "-m", "netkit", "lab", "watch", *words]
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert "watching" in self.process.stderr.readline()

    def line(self):
        return json.loads(self.process.stdout.readline())

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is POSIX's")
def test_each_save_is_judged_once_and_a_half_written_one_not_at_all(begun):
    folder, answers = begun
    watching = Watching(folder, "--json")
    written = folder / "answers.txt"
    assert "# Read a byte" in written.read_text("utf-8")  # something to write into
    wrong = answers["2"].wrong["digits-added"][0]
    written.write_text(f"2 {wrong}\n", "utf-8")
    first = watching.line()
    assert (first["schema"], first["verdict"]["misconception"]) == ("netkit.lab.watch/1", "digits-added")
    written.write_text(f"2 {wrong}\n# a note\n", "utf-8")  # the same answer again
    with written.open("w", encoding="utf-8") as file:
        for part in (
            f"2 {answers['2'].right[:1]}",
            answers["2"].right[1:],
            f"\n6 {answers['6'].right}\nnonsense",
            "\n",
        ):
            file.write(part)
            file.flush()
            time.sleep(0.12)
    found = [watching.line() for _ in range(3)]
    assert "nonsense" in found[0]["trouble"]
    assert [(each["verdict"]["task"], each["verdict"]["outcome"]) for each in found[1:]] == [
        ("2", "right"),
        ("6", "right"),
    ]
    code, rest, err = watching.interrupt()
    assert (code, rest) == (0, "")
    assert "3 answers judged and saved" in err
    assert "Traceback" not in err
    progress = log.read(folder)
    assert [(each.task, each.answer) for each in progress.attempts] == [
        ("2", wrong),
        ("2", answers["2"].right),
        ("6", answers["6"].right),
    ]


def test_once_judges_what_is_there_and_says_by_its_exit_code_whether_it_is_right(begun):
    folder, answers = begun
    (folder / "answers.txt").unlink(missing_ok=True)
    (folder / "answers.toml").write_text(f'1 = "{answers["1"].right}"\n5 = "many"\n', "utf-8")
    (folder / "task-3.txt").write_text(answers["3"].right, "utf-8")
    done = netkit("lab", "watch", "--once", "--plain", cwd=folder, TERM="dumb")
    assert done.returncode == 1
    assert "right: 1, Read a byte (1 of 1)" in done.stdout
    assert "right: 3, Whose byte is it? (1 of 1)" in done.stdout
    assert "Trouble: task 5: 'many' is not the kind of answer" in " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout + done.stderr
    (folder / "answers.toml").write_text(f'1 = "{answers["1"].right}"\n', "utf-8")
    again = netkit("lab", "watch", "--once", cwd=folder)
    assert (again.returncode, again.stdout) == (0, "")  # judged before, and right


@pytest.mark.skipif(os.name == "nt", reason="SIGINT is POSIX's")
def test_one_blank_line_between_parts_and_never_two(tmp_path):
    netkit("lab", "start", "start-here", "--student", "ada", cwd=tmp_path)
    folder = tmp_path / "start-here"
    nothing = netkit("lab", "watch", "--once", cwd=folder)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "nothing to judge: answers.txt has no answers yet" in nothing.stderr
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        [sys.executable, "-m", "netkit", "lab", "watch"],
        cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        for saves, written in enumerate(["1: zz\n2: 4\n5: 5\nbla\n", "2: 6\n"], 1):
            (folder / "answers.txt").write_text(written, "utf-8")
            while sum("  points  " in line for line in lines) < saves:
                lines.append(process.stdout.readline())
        process.send_signal(signal.SIGINT)
    text = "".join(lines)
    assert "\n\n\n" not in text
    for part in ("! answers.txt, line 4", "✗ 2", "! task 1", "✗ 5", "  tasks  "):
        at = text.index(part)
        assert text[:at].endswith("\n\n"), (part, text)
    once = netkit("lab", "watch", "--once", cwd=folder)
    assert "nothing new in answers.txt" in once.stderr
