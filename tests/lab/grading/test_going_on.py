"""Grading goes on where it stopped: what is graded anew, what is not, and what is said of it."""

import json
import os
from dataclasses import replace

import pytest

from netkit.cli import grade_run
from netkit.cli.grade_class import newest_last, results_of
from netkit.cli.grade_run import grade_each, not_graded
from netkit.cli.grade_work import Job, Settings, lost
from netkit.lab.course.definition import read_course
from netkit.lab.grading import results_file
from netkit.lab.grading.grade import Examined
from tests.lab.course.test_odd_courses import COURSE
from tests.lab.export.books import ADA


@pytest.mark.parametrize(
    ("why", "seconds", "final"),
    [
        ("timeout", 60, True),
        ("timeout", 120, True),
        ("timeout", 121, False),
        ("crash", 60, False),
        ("unheard", 60, False),
    ],
)
def test_what_hung_is_tried_again_with_more_time_alone_and_what_ended_by_itself_on_every_run(
    tmp_path, why, seconds, final
):
    (tmp_path / "course.toml").write_text(COURSE)
    course = read_course(tmp_path)
    job = Job("a.zip", "00", str(tmp_path / "a.zip"))
    results = tmp_path / "results.jsonl"
    results.write_bytes(lost(job, course, why, "it is told here", 120.0))
    [line] = results_file.lines_in(results)
    assert line.is_final(seconds) is final
    assert "it is told here" in line.examined.graded.refused
    assert ("after 120 s; it is tried again with more --seconds" in line.examined.graded.refused) is (why == "timeout")
    # what grading anew asks no file about is always done
    assert not_graded([job], course, [results], seconds) == ([] if final else [job])
    assert not_graded([job], course, [], seconds) == [job]
    # what a longer time did not suffice for, or what came out in it, stands beside the first try
    results.write_bytes(results.read_bytes() + lost(job, course, "timeout", "", 600.0))
    assert (not_graded([job], course, [results], 600), not_graded([job], course, [results], 601)) == ([], [job])
    results.write_bytes(results.read_bytes() + results_file.line_of("00", course.fingerprint, Examined(ADA)))
    assert not_graded([job], course, [results], 601) == []


def test_a_line_of_an_older_netkit_that_hung_is_tried_again_once(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE)
    course, job = read_course(tmp_path), Job("a.zip", "00", "a.zip")
    told = json.loads(lost(job, course, "timeout", "", 120.0))
    del told["seconds"]
    (tmp_path / "results.jsonl").write_text(json.dumps(told) + "\n")
    assert not_graded([job], course, [tmp_path / "results.jsonl"], 1) == [job]


def test_of_two_files_of_results_the_one_written_to_last_counts(tmp_path):
    (tmp_path / "course.toml").write_text(COURSE)
    course = read_course(tmp_path)
    whole, shard, other = (tmp_path / f"results{each}.jsonl" for each in ("", "-1-of-2", "-2-of-2"))
    for path, score in ((shard, 1.0), (whole, 2.0)):
        path.write_bytes(results_file.line_of("00", course.fingerprint, Examined(replace(ADA, score=score))))
    for newer, older, score in ((shard, whole, 1.0), (whole, shard, 2.0)):
        os.utime(older, ns=(10**18, 10**18))
        os.utime(newer, ns=(10**18 + 1, 10**18 + 1))
        assert results_of(course) == newest_last([newer, other, older]) == [older, newer]
        last = results_file.LastLines(results_of(course), course.fingerprint)
        assert [line.examined.graded.score for line in last()] == [score]


def test_a_second_run_says_what_was_graded_before_and_ctrl_c_what_is_kept(tmp_path, monkeypatch, capsys):
    (tmp_path / "course.toml").write_text(COURSE)
    course = read_course(tmp_path)
    jobs = [Job(f"{each}.zip", each, "") for each in ("00", "01", "02")]
    results = tmp_path / "results.jsonl"

    def interrupted(_prepare, _settings, items, **_):
        yield items[0], results_file.line_of(items[0].digest, course.fingerprint, Examined(ADA))
        raise KeyboardInterrupt

    monkeypatch.setattr(grade_run, "shared", interrupted)
    settings = Settings(course=course, key=bytes(32), folders=())
    with pytest.raises(KeyboardInterrupt):
        grade_each(not_graded(jobs, course, [results], 9), settings, results, 1, None, 9)
    assert "(1 of 3 are graded, and kept: the same command goes on from there)" in capsys.readouterr().err
    assert not_graded(jobs, course, [results], 9) == jobs[1:]
    assert "(1 was graded before; 2 are to do)" in capsys.readouterr().err
    not_graded(jobs[:1], course, [results], 9)
    assert "(1 was graded before; --again grades anew)" in capsys.readouterr().err
