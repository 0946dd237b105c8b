"""The sample course of the guide: its three bundles are graded as the guide says."""

import json
import shutil

from docs.sample_course import FOLDER, write
from netkit.lab.bundle.reading import read_bundle
from tests.system.program import netkit

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


def test_it_can_be_written_anew(tmp_path):
    write(tmp_path / "anew")
    for name in ("right", "misconceptions", "copied"):
        old, new = ((where / "bundles" / f"{name}.zip").read_bytes() for where in (FOLDER, tmp_path / "anew"))
        assert read_bundle(old, "").manifest == read_bundle(new, "").manifest, AGAIN
