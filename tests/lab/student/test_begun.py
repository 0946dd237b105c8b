"""Labs that were begun somewhere below a folder are found, with how each stands; an odd one hides no other."""

import json

from netkit.lab.student import progress as log
from netkit.lab.student.begun import begun_below, top_of
from netkit.lab.student.folder import begin
from netkit.lab.views.status import status_of_all
from netkit.render.layout import arrange, arrange_aloud
from netkit.render.lines import flatten
from netkit.render.page import Page
from tests.lab.students import LABS, LIBRARY, answer_key
from tests.solutions.key import ROOT


def labs_in(place):
    return begun_below(place, ROOT / "labs", LIBRARY)


def test_every_lab_below_is_found_the_last_one_first(tmp_path):
    assert labs_in(tmp_path) == ([], False)
    deep = tmp_path / "a" / "b c"
    deep.mkdir(parents=True)
    begin(LABS["start-here"], "ada", tmp_path, LIBRARY, now="1.000000000")
    begin(LABS["first-packets"], "ada", deep, LIBRARY, now="2.000000000")
    (tmp_path / ".hidden").mkdir()
    begin(LABS["start-here"], "ada", tmp_path / ".hidden", LIBRARY, now="3.000000000", named=True)
    right = answer_key("start-here", "ada")["2"].right
    log.append(tmp_path / "start-here", {"event": "answered", "time": "9.000000000", "task": "2", "answer": right})
    torn = tmp_path / "torn"
    torn.mkdir()
    (torn / "progress.jsonl").write_text("nonsense\n", "utf-8")

    found, cut = labs_in(tmp_path)
    assert not cut
    assert [(each.slug, each.right, each.score) for each in found] == [
        ("start-here", 1, 1),
        ("first-packets", 0, 0),
        ("", 0, 0),
    ]
    assert found[1].folder == deep / "first-packets"
    assert "does not say which lab" in found[2].problem
    assert top_of(deep / "first-packets") == deep
    assert top_of(deep) == deep

    told = status_of_all(tmp_path, found, cut=cut)
    drawn = [flatten(line) for line in arrange(told.blocks, Page(width=100))]
    assert any("a/b c/first-packets" in line and "0 of 7 tasks" in line and "░" in line for line in drawn)
    aloud = [flatten(line) for line in arrange_aloud(told.blocks, Page(width=100))]
    assert "start-here: 1 of 6 tasks, 1 of 8 points (ada)" in aloud
    assert not any("░" in line for line in aloud)
    assert json.loads(json.dumps(told.data))["labs"][2]["lab"] == ""
