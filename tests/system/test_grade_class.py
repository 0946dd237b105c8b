"""`netkit grade` on a class with everything in it that a grader fears: the same from processes, shards and Dask, and after a kill.

NETKIT_LONG=1 makes it 300 bundles of all labs; without it there are a few.
"""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from netkit.live.namespace import available
from tests.lab.grading.whole_class import made
from tests.lab.students import LABS
from tests.system.program import ROOT

LONG = bool(os.environ.get("NETKIT_LONG"))
GOOD, OF = (285, tuple(LABS)) if LONG else (12, ("start-here", "internet-checksum"))
SECONDS, JOBS = ("20", "2") if LONG else ("6", "1")
pytestmark = pytest.mark.skipif(available() is not None, reason=f"no namespaces here: {available()}")


def command(*words):
    return [sys.executable, "-m", "netkit", "grade", *map(str, words)]


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def graded(*words):
    done = subprocess.run(
        command(*words, "--json", "--seconds", SECONDS),
        capture_output=True,
        env=environment(),
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


def by_name(lines):
    return {line["bundle"]: line for line in lines}


@pytest.fixture(scope="module")
def a_class(tmp_path_factory):
    """The course's folder, the bundles' folder, what is expected, and what the pool makes of it."""
    folder = tmp_path_factory.mktemp("class")
    course, handed_in, expected = made(folder, GOOD, OF)
    before = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found = graded(handed_in, "--course", course, "--jobs", 2)
    after = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    after.pop((course / "results.jsonl").relative_to(folder))
    assert after == before  # nothing was written but the results
    return course, handed_in, expected, found


def test_each_is_handled_as_it_should_be(a_class):
    _, _, expected, lines = a_class
    found = by_name(lines)
    assert set(found) == set(expected)
    for name, (score, rules) in expected.items():
        line = found[name]
        told = {finding["rule"] for finding in line["findings"]}
        if score is None:
            assert line["refused"], name
            assert (line["score"], line["max_score"], line["verdicts"]) == (0, 0, []), name
        else:
            assert (line["score"], line["refused"]) == (score, None), name
        assert told == rules, (name, line["findings"])


def test_a_copied_answer_is_evidence_with_its_chance_and_its_innocent_causes(a_class):
    line = by_name(a_class[3])["copier.zip"]
    [finding] = line["findings"]
    assert finding["students"] == ["mate"]
    assert 0 < finding["likelihood"] <= 0.01
    assert len(finding["innocent"]) >= 2
    assert line["adjustments"] == []


@pytest.mark.skipif(not LONG, reason="NETKIT_LONG=1 runs it; tests/system/test_course_evening.py has a short form")
def test_what_is_graded_already_is_not_graded_again(a_class):
    course, handed_in, _, lines = a_class
    results = course / "results.jsonl"
    first = results.read_bytes().splitlines()
    assert by_name(graded(handed_in, "--course", course)) == by_name(lines)
    again = results.read_bytes().splitlines()
    assert again[: len(first)] == first
    # what crashed may do better another time; what hung would cost as long on every run
    assert {json.loads(line)["bundle"] for line in again[len(first) :]} == {"crash.zip"}


def test_shards_make_the_same_of_it(a_class, tmp_path):
    course, handed_in, _, lines = a_class
    results = course / "results.jsonl"
    kept = results.rename(tmp_path / "results.jsonl")
    try:
        shards = [graded(handed_in, "--course", course, "--jobs", JOBS, "--shard", f"{each}/2") for each in (1, 2)]
        names = [line["bundle"] for shard in shards for line in shard]
        assert sorted(names) == sorted(by_name(lines))
        assert all(shards)
        assert by_name(graded(handed_in, "--course", course)) == by_name(lines)
    finally:
        for path in course.glob("results*.jsonl"):
            path.unlink()
        kept.rename(results)


def test_after_a_kill_in_the_middle_it_goes_on_and_nothing_is_left_running(a_class, tmp_path):
    course, handed_in, _, lines = a_class
    results = tmp_path / "results.jsonl"
    words = command(handed_in, "--course", course, "--results", results, "--jobs", 2, "--seconds", SECONDS)
    running = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True)
    while not results.is_file() or results.read_bytes().count(b"\n") < 4:
        assert running.poll() is None
        time.sleep(0.01)
    children = _children(running.pid)
    assert children
    running.send_signal(signal.SIGKILL)
    running.wait()
    with results.open("ab") as file:
        file.write(b'{"torn": ')
    done = results.read_bytes().splitlines()[:4]
    assert by_name(graded(handed_in, "--course", course, "--results", results)) == by_name(lines)
    assert results.read_bytes().splitlines()[:4] == done
    assert not [child for child in children if _is_running(child)]


def test_dask_makes_the_same_of_it(a_class, tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask is not installed: pip install 'netkit-labs[dask]'")
    course, handed_in, expected, lines = a_class
    # a crash takes a worker of Dask's with it, and a hang holds one: those two are the pool's business
    calm = tmp_path / "bundles"
    calm.mkdir()
    for name in set(expected) - {"crash.zip", "hang.zip"}:
        (calm / name).parent.mkdir(exist_ok=True)
        (calm / name).write_bytes((handed_in / name).read_bytes())
    with distributed.LocalCluster(
        n_workers=int(JOBS), threads_per_worker=1, dashboard_address="127.0.0.1:0", worker_dashboard_address=None
    ) as cluster:
        found = graded(
            calm, "--course", course, "--results", tmp_path / "r.jsonl", "--scheduler", cluster.scheduler_address
        )
    wanted = {name: line for name, line in by_name(lines).items() if name not in ("crash.zip", "hang.zip")}
    assert by_name(found) == wanted


def _children(parent):
    done = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, check=False)
    return [int(number) for number in done.stdout.split()]


def _is_running(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True
