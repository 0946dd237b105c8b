"""A question from before: asked in the next lab that knows the way of thinking, on new numbers, for no points; and only once."""

import pytest

from netkit.errors import LabError
from netkit.lab.definition import load
from netkit.lab.student.again import asked_again, recall, take_again
from netkit.lab.student.folder import begin, find
from netkit.lab.student.results import judge_all
from netkit.lab.student.taking import take
from netkit.view import Outcome
from tests.lab import tiny
from tests.lab.students import LABS, LIBRARY, given, read
from tests.solutions.key import ROOT, key
from tests.system.program import assert_error, netkit, report

SHIPPED = ROOT / "labs"
MET, NEXT, WAY = "first-packets", "ipv6-addresses", "counted-the-headers"


def begun(parent, slug, student="ada"):
    work, _ = begin(LABS[slug], student, parent, LIBRARY, now="1.0")
    return recall(work, SHIPPED, LIBRARY, now="1.5")


def misses(work, way):
    """The work after an answer that came from a way of thinking."""
    for task in work.lab.tasks:
        for wrong in work.variant.question(task).wrong:
            if wrong.slug == way and wrong.value is not None:
                taken = take(work, task, str(wrong.value), now="2.0")
                assert taken.verdict.misconception == way
                return find(SHIPPED, LIBRARY, work.folder)
    raise AssertionError(way)


@pytest.fixture
def asked(tmp_path):
    misses(begun(tmp_path, MET), WAY)
    return begun(tmp_path, NEXT)


def test_it_is_asked_on_new_numbers_and_the_key_agrees(asked):
    again = asked_again(asked, SHIPPED, LIBRARY)
    assert (again.slug, again.lab.slug, again.task.id) == (WAY, MET, "6")
    mine = find(SHIPPED, LIBRARY, asked.folder.parent / MET).variant
    assert again.variant.question(again.task).right != mine.question(again.task).right
    one = key(MET, given(again.variant), read(again.variant))["6"]
    assert take_again(asked, again, one.wrong[WAY][0], now="3.0").misconception == WAY
    assert take_again(asked, again, one.right, now="3.0").outcome is Outcome.RIGHT
    # the same again tomorrow, whatever became of the other lab's folder
    (asked.folder.parent / MET / "progress.jsonl").unlink()
    later = asked_again(find(SHIPPED, LIBRARY, asked.folder), SHIPPED, LIBRARY)
    assert later.variant.as_read(later.task) == again.variant.as_read(again.task)


def test_it_counts_for_nothing(asked):
    again = asked_again(asked, SHIPPED, LIBRARY)
    take_again(asked, again, str(again.variant.question(again.task).right), now="3.0")
    work = find(SHIPPED, LIBRARY, asked.folder)
    assert len(work.progress.again) == 1
    assert work.progress.attempts == []
    assert judge_all(work.lab, work.variant, work.progress.by_task()).score == 0


def test_it_is_asked_once_and_in_one_lab(asked, tmp_path):
    before = (asked.folder / "progress.jsonl").read_bytes()
    assert recall(asked, SHIPPED, LIBRARY, now="4.0") is asked
    assert begun(tmp_path, NEXT).progress.recalled == asked.progress.recalled
    assert (asked.folder / "progress.jsonl").read_bytes() == before
    # another lab that knows it asks nothing of it again
    other = begun(tmp_path, "build-a-packet")
    assert other.progress.recalled is None or other.progress.recalled.slug != WAY


def test_nothing_is_asked_where_nothing_was_met_or_somebody_else_met_it(tmp_path):
    misses(begun(tmp_path / "one", MET, "grace"), WAY)
    assert begun(tmp_path / "one", NEXT, "ada").progress.recalled is None
    begun(tmp_path / "two", MET)
    assert begun(tmp_path / "two", NEXT).progress.recalled is None
    assert asked_again(begun(tmp_path / "two", NEXT), SHIPPED, LIBRARY) is None


def test_a_lab_that_is_gone_asks_nothing(asked):
    log = asked.folder / "progress.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"from": "first-packets"', b'"from": "no-such-lab"'))
    assert asked_again(find(SHIPPED, LIBRARY, asked.folder), SHIPPED, LIBRARY) is None


def test_no_task_is_called_again(tmp_path):
    folder = tiny.write(tmp_path, tiny.TOML.replace('id = "3"', 'id = "again"'))
    with pytest.raises(LabError, match="can't be called again"):
        load(folder)


def test_as_a_student_sees_it(tmp_path):
    misses(begun(tmp_path, MET), WAY)
    started = netkit(
        "lab",
        "start",
        NEXT,
        cwd=tmp_path,
    )
    assert "netkit lab show again" not in started.stdout  # it is practice's folder, and ada met it
    (tmp_path / NEXT / "progress.jsonl").unlink()
    started = netkit("lab", "start", NEXT, "--student", "ada", cwd=tmp_path)
    assert (started.returncode, started.stderr) == (0, "")
    assert "netkit lab show again   a question from before, for practice" in started.stdout
    folder = tmp_path / NEXT
    shown = netkit("lab", "show", "again", cwd=folder)
    told = " ".join(shown.stdout.split())
    assert "In first-packets, task 6" in told
    assert "counts for nothing" in told
    assert "It is about page-load-again.pcapng." in told
    assert (folder / "page-load-again.pcapng").is_file()
    done = netkit("lab", "answer", "again", "1", cwd=folder)
    assert done.returncode == 1
    assert "for practice" in done.stdout
    assert report("lab", "check", cwd=folder)["score"] == 0
    refused = netkit("lab", "answer", "again", "what", cwd=folder)
    assert_error(refused, 2, "not the kind of answer", "netkit lab show again")
    assert "show again" not in netkit("lab", "show", cwd=folder).stdout
    nothing = netkit("lab", "answer", "again", "1", cwd=tmp_path / MET)
    assert_error(nothing, 2, "no question from before")
