"""A lab that does not come with netkit: begun by its folder's path, found again from the student's folder, told when it has moved."""

import pytest

from netkit.errors import UsageError
from netkit.lab.student.folder import begin, find, named_lab
from tests.lab.students import LIBRARY
from tests.lab.tiny import write
from tests.solutions.key import ROOT

LABS = ROOT / "labs"


def test_a_lab_elsewhere_is_found_again_and_told_when_it_moved(tmp_path):
    folder = write(tmp_path / "mine")
    lab = named_lab(LABS, str(folder))
    work, new = begin(lab, "ada", tmp_path / "work", LIBRARY, now="1.0", source=str(folder))
    assert new
    assert find(LABS, LIBRARY, work.folder).lab.folder == folder
    folder.rename(tmp_path / "mine" / "moved")
    (tmp_path / "other").mkdir()
    (tmp_path / "mine" / "moved").rename(tmp_path / "other" / "tiny")
    with pytest.raises(UsageError, match="not where it was") as caught:
        find(LABS, LIBRARY, work.folder)
    assert "netkit lab start PATH/tiny" in caught.value.hint
    there = named_lab(LABS, str(tmp_path / "other" / "tiny"))
    _, new = begin(there, None, tmp_path / "work", LIBRARY, now="2.0", source=str(there.folder))
    assert not new
    assert find(LABS, LIBRARY, work.folder).lab.folder == tmp_path / "other" / "tiny"
    assert find(LABS, LIBRARY, work.folder).progress.student == "ada"


def test_a_name_that_is_no_lab_is_told(tmp_path):
    for name in ("..", ".", "", "nothing/here", "a\x00b", "x" * 5000, str(tmp_path)):
        with pytest.raises(UsageError, match="there is no lab"):
            named_lab(LABS, name)
