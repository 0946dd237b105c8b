"""The log of what a student did: it only grows, and nothing that was once written is lost."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netkit.errors import AccessError, ProgressError
from netkit.lab.student import progress as log
from tests.lab.tiny import events, said
from tests.solutions.key import ROOT

STARTED = {"event": "started", "time": "1.000000000", "lab": "start-here", "version": "1.0", "student": "ada"}
FEW = [
    STARTED,
    {"event": "answered", "time": "2.000000000", "task": "1", "answer": "Åsa's “42” 学生 \x00\x1b[31m"},
    {"event": "hinted", "time": "3.000000000", "task": "2", "step": 1},
    {"event": "refused", "time": "4.000000000", "task": "2", "answer": "?"},
    {"event": "answered", "time": "5.000000000", "task": "1", "answer": "43\nand a second line"},
]
a_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


def write(folder, data):
    folder.mkdir(exist_ok=True)
    (folder / log.FILE).write_bytes(data)


def grown(folder, entries=FEW):
    for event in entries:
        log.append(folder, event)
    return (folder / log.FILE).read_bytes()


def test_what_is_appended_is_read_again(tmp_path):
    grown(tmp_path)
    found = log.read(tmp_path)
    assert (found.lab, found.version, found.student, found.last_time) == ("start-here", "1.0", "ada", "5.000000000")
    assert found.answers("1") == [FEW[1]["answer"], FEW[4]["answer"]]
    assert found.by_task() == {"1": found.answers("1")}
    assert found.answers("2") == []  # a refused answer is no attempt
    assert found.hints == {"2": 1}
    assert found.damaged == []
    assert found.attempts[0].time == "2.000000000"


def test_one_event_is_one_line_and_what_was_written_is_never_changed(tmp_path):
    before = b""
    for number, event in enumerate(FEW, 1):
        log.append(tmp_path, event)
        after = (tmp_path / log.FILE).read_bytes()
        assert after.startswith(before)
        assert after.count(b"\n") == number
        assert after.endswith(b"\n")
        before = after


def test_every_prefix_of_a_log_reads_and_loses_no_whole_line(tmp_path):
    data = grown(tmp_path)
    folder = tmp_path / "torn"
    for length in range(len(data) + 1):
        write(folder, data[:length])
        whole = [said(line) for line in data[:length].split(b"\n")[:-1]]
        torn = data[:length].rpartition(b"\n")[2]
        try:
            found = log.read(folder)
        except ProgressError:
            assert not whole  # the first line is not there yet
            continue
        answers = [event["answer"] for event in whole if event["event"] == "answered"]
        read = [attempt.answer for attempt in found.attempts]
        # a line that lacks its end only is whole in all but name
        assert read[: len(answers)] == answers
        assert len(read) <= len(answers) + 1
        assert len(found.damaged) <= bool(torn)


def test_after_any_torn_prefix_a_new_line_stands_whole_and_all_others_stay(tmp_path):
    data = grown(tmp_path)
    folder = tmp_path / "torn"
    new = {"event": "answered", "time": "9.000000000", "task": "3", "answer": "after the kill"}
    first = data.index(b"\n") + 1
    # around each line's end every length, and some inside the lines: each append waits for the disk
    ends = [place for place, byte in enumerate(data) if byte == 10]
    for length in sorted({0, 1, *range(5, len(data), 41), *(end + by for end in ends for by in (-1, 0, 1, 2))}):
        write(folder, data[: min(length, len(data))])
        log.append(folder, new)
        after = (folder / log.FILE).read_bytes()
        assert after.startswith(data[: min(length, len(data))])
        lines = [line for line in after.split(b"\n") if line]
        assert said(lines[-1]) == new
        kept = data[:length].split(b"\n")[:-1]
        assert lines[: len(kept)] == kept
        if length >= first:
            assert log.read(folder).answers("3") == ["after the kill"]


GARBAGE = {
    "text": b"this is no JSON",
    "half a line": b'{"event": "answered", "task": "1", "ans',
    "a list": b"[1, 2, 3]",
    "a number": b"42",
    "null": b"null",
    "a string": b'"event"',
    "an event in another": b'{"event": {"event": "answered"}}',
    "an answer that is a list": b'{"event": "answered", "task": "1", "answer": ["a"]}',
    "an answer that is null": b'{"event": "answered", "task": "1", "answer": null}',
    "a number with a point": b'{"event": "answered", "task": "1", "answer": 1.5}',
    "no number": b'{"event": "answered", "task": "1", "answer": NaN}',
    "NUL bytes": b"\x00" * 4096,
    "UTF-16": '{"event": "answered"'.encode("utf-16"),
    "no UTF-8": b'{"event": "answered", "task": "1", "answer": "\xff\xfe"}',
    "a huge line": b"x" * 1_000_000,
    "a huge number": b'{"event": "hinted", "task": "1", "step": ' + b"9" * 10_000 + b"}",
    "half a character": b'{"event": "answered", "task": "1", "answer": "\\ud800"}',
    "deep nesting": b'{"event":' * 100_000,
    "deep lists": b"[" * 200_000 + b"]" * 200_000,
}


@pytest.mark.parametrize("line", GARBAGE.values(), ids=GARBAGE)
def test_a_damaged_line_is_counted_and_all_others_live(tmp_path, line):
    lines = grown(tmp_path).splitlines(keepends=True)
    write(tmp_path, b"".join(lines[:2]) + line + b"\n" + b"".join(lines[2:]))
    found = log.read(tmp_path)
    assert found.damaged == [3]
    assert [attempt.answer for attempt in found.attempts] == [FEW[1]["answer"], FEW[4]["answer"]]
    assert found.hints == {"2": 1}
    log.append(tmp_path, FEW[1])
    assert (tmp_path / log.FILE).read_bytes().startswith(b"".join(lines[:2]) + line)
    assert len(log.read(tmp_path).attempts) == 3


ODD = {
    "an unknown event": b'{"event": "danced", "time": "7"}',
    "no event": b"{}",
    "a number for a task": b'{"event": "refused", "task": 1, "answer": 2}',
    "a hint without a step": b'{"event": "hinted", "task": "1"}',
    "a step that is text": b'{"event": "hinted", "task": "1", "step": "two"}',
    "a step below nothing": b'{"event": "hinted", "task": "1", "step": -3}',
    "an empty line": b"",
    "spaces": b"   \t ",
    "a carriage return": b'{"event": "danced"}\r',
}


@pytest.mark.parametrize("line", ODD.values(), ids=ODD)
def test_a_line_that_an_older_netkit_does_not_know_is_passed_over(tmp_path, line):
    data = grown(tmp_path)
    write(tmp_path, data + line + b"\n")
    found = log.read(tmp_path)
    assert found.damaged == []
    assert len(found.attempts) == 2
    assert found.hints.get("1", 0) == 0


@a_folder
@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=12), st.integers(0, 12))
def test_whatever_stands_in_a_log_it_reads_or_says_why(tmp_path, lines, at):
    lines.insert(min(at, len(lines)), json.dumps(STARTED).encode())
    write(tmp_path, b"\n".join(lines))
    found = log.read(tmp_path)
    assert found.lab == "start-here"
    assert len(found.damaged) < len(lines)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from(["event", "task", "answer", "step", "time", "lab", "student", "version"])
kinds = st.sampled_from(["started", "answered", "hinted"])


@a_folder
@given(st.lists(st.tuples(kinds, st.dictionaries(names.filter(lambda name: name != "event"), json_values)), max_size=6))
def test_any_types_in_a_line_are_taken_or_passed_over(tmp_path, entries):
    lines = [json.dumps({**values, "event": kind}).encode() for kind, values in entries]
    write(tmp_path, b"\n".join([*lines, json.dumps(STARTED).encode()]) + b"\n")
    found = log.read(tmp_path)
    assert (found.lab, found.student) == ("start-here", "ada")
    assert all(isinstance(attempt.answer, str) and isinstance(attempt.task, str) for attempt in found.attempts)
    assert all(isinstance(step, int) for step in found.hints.values())


@a_folder
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_answer_comes_back_as_it_was_typed(tmp_path, task, answer):
    (tmp_path / log.FILE).unlink(missing_ok=True)
    grown(tmp_path, [STARTED, {"event": "answered", "task": task, "answer": answer}])
    assert log.read(tmp_path).answers(task) == [answer]


def test_a_log_is_told_apart_from_none_and_from_another_thing(tmp_path):
    with pytest.raises(ProgressError, match="no lab was started") as caught:
        log.read(tmp_path)
    assert "netkit lab start" in caught.value.hint
    write(tmp_path, b"")
    with pytest.raises(ProgressError, match="does not say which lab") as caught:
        log.read(tmp_path)
    assert "first line is missing" in caught.value.where
    write(tmp_path, b"nonsense\nmore\n")
    with pytest.raises(ProgressError, match="does not say which lab") as caught:
        log.read(tmp_path)
    assert "2 of its lines" in caught.value.where
    (tmp_path / log.FILE).unlink()
    (tmp_path / log.FILE).mkdir()
    with pytest.raises(AccessError, match="can't be read"):
        log.read(tmp_path)
    with pytest.raises(AccessError, match="nothing was saved"):
        log.append(tmp_path, STARTED)


def test_a_log_of_more_than_64_mib_is_not_read(tmp_path):
    with (tmp_path / log.FILE).open("wb") as file:
        file.truncate(log.LARGEST_LOG + 1)
    with pytest.raises(ProgressError, match="too large"):
        log.read(tmp_path)


def test_a_full_disk_is_told_and_loses_nothing(tmp_path):
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    (tmp_path / log.FILE).symlink_to("/dev/full")
    with pytest.raises(AccessError, match="nothing was saved") as caught:
        log.append(tmp_path, STARTED)
    assert caught.value.exit_code == 4
    assert "No space left" in caught.value.where


def test_an_archive_takes_the_next_free_name_and_never_writes_over(tmp_path):
    kept = {}
    for number in range(1, 5):
        data = grown(tmp_path, [STARTED, {"event": "answered", "task": "1", "answer": f"in round {number}"}])
        path = log.archive(tmp_path)
        assert path.name == f"progress-{number}.jsonl"
        kept[path] = data
    (tmp_path / "progress-2.jsonl").unlink()
    grown(tmp_path, [STARTED])
    assert log.archive(tmp_path).name == "progress-2.jsonl"
    del kept[tmp_path / "progress-2.jsonl"]
    assert all(path.read_bytes() == data for path, data in kept.items())


APPENDING = """
import sys
from pathlib import Path
from netkit.lab.student import progress as log
for number in range(100):
    log.append(Path(sys.argv[1]), {"event": "answered", "time": "1", "task": sys.argv[2], "answer": str(number)})
"""


def test_programs_that_write_at_once_lose_nothing(tmp_path):
    log.append(tmp_path, STARTED)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    writers = [
        subprocess.Popen([sys.executable, "-c", APPENDING, str(tmp_path), name], env=environment)
        for name in ("a", "b", "c")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0, 0]
    found = log.read(tmp_path)
    assert found.damaged == []
    for name in ("a", "b", "c"):
        assert found.answers(name) == [str(number) for number in range(100)]
    assert len(events(tmp_path)) == 301
