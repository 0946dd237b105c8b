"""Every lab as a student drives it: nothing, misconceptions, near misses, help, the solution; coloured, plain and piped.

The expected answers are those of the solutions, made from the student's own files and what the tasks say. NETKIT_LONG=1 tries each
misconception, otherwise one of each task is tried.
"""

import re

import pytest

from tests.length import LONG
from tests.system.driven import COLOUR, GUESSABLE, LABS, begun, near_miss
from tests.system.program import netkit

IN_PARTS = ("packet", "table", "code")
"""Kinds of answers of which one part may be right and another wrong."""

NEITHER = ("packets", "set", "prefixes", "addresses", "order", "sequence", "table", "choice", "capture")
"""Kinds whose right answer is made of words that the help has to name, too."""


@pytest.fixture(scope="module", params=LABS)
def lab(request, tmp_path_factory):
    return begun(request.param, tmp_path_factory.mktemp("labs"))


def test_nothing_is_answered_yet(lab):
    done = lab.run("check")
    assert done.returncode == 1
    assert lab.told(0, 0) in done.stdout
    assert list(lab.key) == list(lab.kinds)


def test_task_by_task_wrong_nearly_right_and_right(lab):
    """Each task in order, so that those that wait for others are judged."""
    for number, (task, one) in enumerate(lab.key.items()):
        ways = [number] if lab.kinds[task] in GUESSABLE or not LONG else range(len(one.wrong))
        for way in ways:
            slug, text = lab.wrong(task, way)
            verdict = lab.report("answer", task, lab.typed(task, text))["verdict"]
            told = ("wrong", "partial") if one.kind in IN_PARTS else ("wrong",)
            assert (verdict["outcome"] in told, verdict["misconception"]) == (True, slug), (task, text, verdict)
        if LONG or number % 3 == 0:
            near = lab.answer(task, near_miss(one))
            # some are not of the kind that is asked for, and are not counted
            assert near.returncode in (1, 2), (task, near)
            assert near.returncode == 1 or "nothing was counted" in near.stderr
    done = lab.run("check")
    assert done.returncode == 1
    assert f"{lab.slug} · 0 of " in done.stdout


def test_hints_lead_on_and_end_with_the_same_on_other_numbers(lab):
    for task, one in list(lab.key.items())[1 :: 1 if LONG else 8]:
        done = [lab.run("hint", task) for _ in range(3)]
        assert [each.returncode for each in done] == [0, 0, 0]
        # between the heading and the commands, both of which name the task by its number
        told = [each.stdout.partition("\n")[2].partition("\nnext: ")[0] for each in done]
        assert "?" in told[1]
        if one.kind not in NEITHER:
            assert one.right not in told[0].split()
            if one.right not in one.shown:
                assert not re.search(rf"(?<![\w.:]){re.escape(one.right)}(?![\w:])", told[1]), task


def test_a_wrong_answer_coloured_plain_and_piped_in_eighty_columns(lab):
    task = next(task for task in reversed(lab.key) if lab.kinds[task] not in GUESSABLE)
    _, text = lab.wrong(task)
    piped = lab.answer(task, text)
    assert (piped.returncode, piped.stderr) == (1, "")
    assert "\x1b" not in piped.stdout
    assert max(map(len, piped.stdout.splitlines())) <= 80
    assert re.search(rf"[✗~] {task}  ", piped.stdout)
    coloured = lab.answer(task, text, FORCE_COLOR="1")
    assert "\x1b[" in coloured.stdout
    assert COLOUR.sub("", coloured.stdout) == piped.stdout
    plain = lab.answer(task, text, "--plain")
    assert plain.returncode == 1
    assert not set("✗✓~│─·^") & set(plain.stdout)


def test_the_solution(lab, tmp_path):
    """In a folder where nothing was missed."""
    fresh = begun(lab.slug, tmp_path)
    assert fresh.key == lab.key
    for task, one in fresh.key.items():
        done = fresh.answer(task, one.right)
        assert (done.returncode, done.stderr) == (0, ""), done
        assert f"✓ {task}  " in done.stdout
        assert max(map(len, done.stdout.splitlines())) <= 80
    checked = fresh.run("check")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert fresh.standing in checked.stdout
    assert "✗" not in checked.stdout


def test_tasks_are_shown_in_eighty_columns_and_in_ascii(lab):
    shown = lab.run("show")
    assert max(map(len, shown.stdout.splitlines())) <= 80
    places = [shown.stdout.find(f"\n{task}  ") for task in lab.key]
    assert -1 not in places
    assert places == sorted(places)
    # decoding as ASCII is the test
    in_ascii = netkit("lab", "show", "1", cwd=lab.folder, PYTHONIOENCODING="ascii")
    assert (in_ascii.returncode, in_ascii.stderr) == (0, "")
