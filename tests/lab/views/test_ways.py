"""How tasks are answered that are judged by packets: said once for all of them, and wholly where one stands alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from netkit.lab.student.folder import begin
from netkit.lab.student.results import judge_all
from netkit.lab.views.task import shown, shown_task
from netkit.render.layout import arrange
from netkit.render.page import Page
from netkit.render.plain import texts
from tests.lab.students import LABS, LIBRARY

PAGE = Page(width=80, encoding="utf-8")
WAYS = ["In the lab shell (netkit lab shell)", "Anywhere: record it", "Without doing it"]


@pytest.fixture(params=["ask-the-right-question", "shake-hands"])
def work(request, tmp_path):
    begun, _ = begin(LABS[request.param], "ada", tmp_path, LIBRARY, now="1700000000.000000000")
    return begun


def told(document):
    return "\n".join(texts(arrange(document.blocks, PAGE)))


def test_all_tasks_have_their_ways_once(work):
    results = judge_all(work.lab, work.variant, {})
    text = told(shown(work, results))
    assert [text.count(way) for way in WAYS] == [1, 1, 1]
    by_packets = [task for task in work.lab.tasks if task.kind == "capture"]
    assert len(by_packets) > 1
    assert f"Tasks {', '.join(task.id for task in by_packets)} are judged by packets" in " ".join(text.split())
    for task in by_packets:
        assert f"Recorded attempts: {', '.join(work.variant.choices(task))}" in " ".join(text.split())
    others = [task for task in work.lab.tasks if task not in by_packets]
    assert all(f"Tasks {task.id}," not in text for task in others)


def test_one_task_has_its_own_with_its_number(work):
    task = next(task for task in work.lab.tasks if task.kind == "capture")
    text = told(shown_task(work, task, judge_all(work.lab, work.variant, {})))
    assert [text.count(way) for way in WAYS] == [1, 1, 1]
    assert f"netkit lab answer {task.id} FILE" in " ".join(text.split())
    assert "TASK" not in text


@pytest.mark.parametrize("name", ["shake.py", "shake_raw.py"])
@pytest.mark.parametrize("words", [[], ["http"], ["65536"], ["0"]])
def test_a_students_program_says_what_it_wants(tmp_path, name, words):
    begun, _ = begin(LABS["shake-hands"], "ada", tmp_path, LIBRARY, now="1700000000.000000000")
    done = subprocess.run([sys.executable, name, *words], cwd=begun.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"from which port of yours, 1 to 65535? netkit lab hold 40001 -- python3 {name} 40001\n"


def test_a_python_without_scapy_is_told_the_other_way(tmp_path):
    begun, _ = begin(LABS["shake-hands"], "ada", tmp_path, LIBRARY, now="1700000000.000000000")
    bare = [sys.executable, "-I", "-S", "shake.py", "40001"]
    done = subprocess.run(bare, cwd=begun.folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "this Python has no scapy: shake_raw.py does the same without it\n")
