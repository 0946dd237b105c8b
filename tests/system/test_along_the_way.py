"""The lab of five captures as a student types it: each misconception, near misses, nothing, the solution; what is seen on the way."""

import re

import pytest

from tests.length import LONG
from tests.solutions.key import key, with_choices
from tests.system.program import netkit, report

COUNT, POINTS = 10, 26
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FILES = ("link-1.pcapng", "link-2.pcapng", "link-3.pcapng", "inside.pcapng", "outside.pcapng")
PREDICTED = {"1": "link-1.pcapng", "2": "link-2.pcapng", "4": "link-3.pcapng", "5": "link-3.pcapng"}


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The lab's folder, just begun, with its key: from the files in it, and the tasks as they are shown."""
    parent = tmp_path_factory.mktemp("labs")
    done = netkit("lab", "start", "along-the-way", "--student", "student-0", cwd=parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert all(f"your traffic   along-the-way/{name}" in done.stdout for name in FILES)
    assert max(map(len, done.stdout.splitlines())) <= 80
    folder = parent / "along-the-way"
    tasks = report("lab", "show", cwd=folder)["tasks"]
    files = {name: (folder / name).read_bytes() for name in FILES}
    return folder, key(
        "along-the-way", files, {each["task"]: with_choices(each["question"], each["choices"]) for each in tasks}
    )


def answer(folder, task, text, *options, **environment):
    return netkit("lab", "answer", task, text, *options, cwd=folder, **environment)


def test_nothing_is_answered_yet(begun):
    folder, found = begun
    done = netkit("lab", "check", cwd=folder)
    assert done.returncode == 1
    assert f"along-the-way · 0 of {COUNT} tasks right · 0 of {POINTS} points" in done.stdout
    assert list(found) == [str(number) for number in range(1, COUNT + 1)]


def test_misconceptions_are_told(begun):
    """One of every second task; all of them in the long form, and without the command line in tests/lab/."""
    folder, found = begun
    for task, one in list(found.items())[:: 1 if LONG else 2]:
        chosen = int(task) % len(one.wrong)
        for slug, texts in list(one.wrong.items())[0 if LONG else chosen :][: None if LONG else 1]:
            verdict = report("lab", "answer", task, texts[0], cwd=folder)["verdict"]
            assert (verdict["outcome"] in ("wrong", "partial"), verdict["misconception"]) == (True, slug), (
                task,
                texts[0],
            )
            assert {each["file"] for each in verdict["evidence"]} <= set(FILES)


def test_a_near_miss_is_no_right_answer(begun):
    folder, found = begun
    nearly = {
        "4": str(int(found["4"].right) + 1),
        "5": f"{int(found['5'].right, 16) ^ 0x0100:04x}",
        "6": f"{found['6'].right} 1",
    }
    nearly |= {task: found[task].right.rpartition(", ")[0] for task in ("3", "7", "10")}
    nearly |= {task: f"{found[task].right}1" for task in ("8", "9")}
    for task, text in list(nearly.items())[:: 1 if LONG else 3]:
        done = answer(folder, task, text)
        assert done.returncode == 1, (task, text, done)


def test_in_eighty_columns_coloured_plain_and_piped(begun):
    folder, found = begun
    text = found["6"].wrong["counted-the-pings"][0]
    piped = answer(folder, "6", text)
    assert (piped.returncode, piped.stderr) == (1, "")
    assert "\x1b" not in piped.stdout
    assert max(map(len, piped.stdout.splitlines())) <= 80
    assert re.search(r"packet \d+ of link-3\.pcapng:\n", piped.stdout)
    coloured = answer(folder, "6", text, FORCE_COLOR="1")
    assert "\x1b[" in coloured.stdout
    assert COLOUR.sub("", coloured.stdout) == piped.stdout
    assert not set("✗✓~│─^") & set(answer(folder, "6", text, "--plain").stdout)


def test_what_was_predicted_can_be_looked_at_in_its_own_file(begun):
    folder, found = begun
    for task, file in list(PREDICTED.items())[:: 1 if LONG else 2]:
        slug = next(iter(found[task].wrong))
        shown = " ".join(answer(folder, task, found[task].wrong[slug][0]).stdout.split())
        command = re.search(r"netkit (packet explain (\S+?):\d+) saved: now look", shown)
        assert command is not None
        assert command[2] == file
        assert netkit(*command[1].split(), cwd=folder).returncode == 0


def test_the_same_on_other_numbers_is_worked_out(begun):
    folder, found = begun
    told = [netkit("lab", "hint", "8", cwd=folder).stdout for _ in range(3)]
    assert "?" in told[1]
    assert "so the answer there is" in " ".join(told[2].split())
    assert found["8"].forms[0] not in told[1]


def test_the_solution(begun):
    folder, found = begun
    for task, one in found.items():
        done = answer(folder, task, one.right)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert max(map(len, done.stdout.splitlines())) <= 80
    checked = netkit("lab", "check", cwd=folder)
    assert checked.returncode == 0
    assert f"along-the-way · {COUNT} of {COUNT} tasks right · {POINTS} of {POINTS} points" in checked.stdout
