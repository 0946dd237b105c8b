"""The sample course of the guide: its three bundles are graded as the guide says."""

import json
import shutil
import stat

from docs.sample_course import FOLDER, write
from netkit.lab.bundle.reading import read_bundle
from tests.system.program import assert_error, netkit

AGAIN = "write the sample course anew: python -m docs.sample_course"


def graded(place):
    done = netkit("grade", place / "bundles", "--course", place, "--jobs", "1", "--json", cwd=place)
    assert done.returncode == 0, done.stderr
    return {line["bundle"]: line for line in map(json.loads, done.stdout.splitlines())}


def test_the_three_bundles_are_what_they_are_called(tmp_path):
    place = tmp_path / "sample"
    shutil.copytree(FOLDER, place)
    found = graded(place)
    right, wrong, copied = (found[f"{name}.zip"] for name in ("right", "misconceptions", "copied"))
    assert not any(line["refused"] for line in found.values()), AGAIN
    assert (right["score"], right["findings"]) == (right["max_score"], []), AGAIN
    assert {verdict["outcome"] for verdict in right["verdicts"]} == {"right"}
    assert 0 < wrong["score"] < wrong["max_score"]
    assert any(verdict["misconception"] for verdict in wrong["verdicts"])
    assert wrong["findings"] == []
    [finding] = copied["findings"]
    assert (finding["rule"], finding["students"]) == ("copied.fits-classmate", ["ada"])
    assert copied["score"] < right["score"]


def test_the_command_that_makes_it_makes_the_same_and_keeps_the_key_from_others(tmp_path):
    done = netkit("course", "new", "mine", "--sample", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made, there = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "mine", FOLDER)
    )
    assert made == there
    assert stat.S_IMODE((tmp_path / "mine" / "course.key").stat().st_mode) == 0o600
    again = netkit("course", "new", "mine", "--sample", cwd=tmp_path)
    assert_error(again, 2, "mine is not empty", "nothing that is there is written over")
    assert_error(
        netkit("course", "new", "--sample", "--lab", "subnets", cwd=tmp_path), 2, "--sample is a course as it is"
    )
    assert_error(netkit("course", "new", cwd=tmp_path), 2, "missing argument 'NAME'")
    assert not (tmp_path / "sample").exists()


def test_it_can_be_written_anew(tmp_path):
    write(tmp_path / "anew")
    for name in ("right", "misconceptions", "copied"):
        old, new = ((where / "bundles" / f"{name}.zip").read_bytes() for where in (FOLDER, tmp_path / "anew"))
        assert read_bundle(old, "").manifest == read_bundle(new, "").manifest, AGAIN
