"""Beginning a lab, taking it up again, and finding the one that a command means."""

import pytest

from netkit.errors import NetkitError, ProgressError, UsageError
from netkit.lab.student import progress as log
from netkit.lab.student.folder import begin, find, find_lab, find_task
from tests.lab.students import LABS, LIBRARY
from tests.lab.tiny import events
from tests.solutions.key import ROOT

SHIPPED = ROOT / "labs"
LAB = LABS["start-here"]
NOW = "1700000000.000000001"


def start(parent, slug="start-here", student="ada"):
    return begin(LABS[slug], student, parent, LIBRARY, now=NOW)


def answer(folder, task="1", text="42", time="2.0"):
    log.append(folder, {"event": "answered", "time": time, "task": task, "answer": text})


def test_a_new_folder_holds_the_text_the_capture_and_the_log(tmp_path):
    work, new = start(tmp_path)
    folder = tmp_path / "start-here"
    assert new
    assert work.folder == folder
    assert (folder / "hello.pcapng").read_bytes() == work.variant.situation.traffic.data
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "hello.pcapng" in text
    assert "{" not in text
    first = events(folder)
    assert [event["event"] for event in first] == ["started"]
    assert first[0] | {"time": NOW, "lab": "start-here", "version": LAB.version, "student": "ada"} == first[0]
    assert not [
        path.name for path in folder.iterdir() if path.name.startswith(".hello") or path.name.startswith(".READ")
    ]


@pytest.mark.parametrize("lost", [["README.md"], ["hello.pcapng"], ["README.md", "hello.pcapng"]])
def test_begun_again_what_is_missing_is_restored_and_the_log_kept(tmp_path, lost):
    first, _ = start(tmp_path)
    folder = first.folder
    answer(folder)
    before = (folder / log.FILE).read_bytes()
    contents = {name: (folder / name).read_bytes() for name in lost}
    (folder / "my notes.txt").write_text("mine", encoding="utf-8")
    for name in lost:
        (folder / name).unlink()
    again, new = start(tmp_path, student="somebody else")
    assert not new
    assert again.progress.student == "ada"  # the folder is Ada's
    assert {name: (folder / name).read_bytes() for name in lost} == contents
    assert (folder / log.FILE).read_bytes() == before
    assert again.progress.answers("1") == ["42"]
    assert (folder / "my notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_capture_that_was_changed_is_made_whole(tmp_path):
    work, _ = start(tmp_path)
    (work.folder / "hello.pcapng").write_bytes(b"overwritten")
    start(tmp_path)
    assert (work.folder / "hello.pcapng").read_bytes() == work.variant.situation.traffic.data
    assert (work.folder / "hello-1.pcapng").read_bytes() == b"overwritten", "what somebody made of it is kept"


def test_a_log_without_its_first_line_keeps_all_answers(tmp_path):
    work, _ = start(tmp_path)
    answer(work.folder)
    data = (work.folder / log.FILE).read_bytes()
    rest = data.partition(b"\n")[2]
    (work.folder / log.FILE).write_bytes(rest)
    with pytest.raises(ProgressError):
        find(SHIPPED, LIBRARY, tmp_path, "start-here")
    again, _ = start(tmp_path)
    assert (work.folder / log.FILE).read_bytes().startswith(rest)
    assert again.progress.answers("1") == ["42"]


def test_a_folder_of_another_lab_is_left_alone(tmp_path):
    work, _ = start(tmp_path)
    work.folder.rename(tmp_path / "first-packets")
    before = {path.name: path.read_bytes() for path in (tmp_path / "first-packets").iterdir()}
    with pytest.raises(UsageError, match="another lab, start-here"):
        start(tmp_path, slug="first-packets")
    assert {path.name: path.read_bytes() for path in (tmp_path / "first-packets").iterdir()} == before


def test_the_lab_meant_is_the_one_around_else_the_last_worked_on(tmp_path):
    start(tmp_path)
    start(tmp_path, slug="first-packets")
    inside = tmp_path / "start-here" / "deeper"
    inside.mkdir()
    assert find(SHIPPED, LIBRARY, inside).lab.slug == "start-here"
    assert find(SHIPPED, LIBRARY, tmp_path / "start-here").lab.slug == "start-here"
    assert find(SHIPPED, LIBRARY, tmp_path).lab.slug == "first-packets"
    answer(tmp_path / "start-here")
    assert find(SHIPPED, LIBRARY, tmp_path).lab.slug == "start-here"
    assert find(SHIPPED, LIBRARY, tmp_path, "first-packets").lab.slug == "first-packets"
    assert find(SHIPPED, LIBRARY, tmp_path / "first-packets", "first-packets").lab.slug == "first-packets"


def test_nothing_begun_is_told_with_where_was_looked(tmp_path):
    with pytest.raises(NetkitError, match="no lab was started here") as caught:
        find(SHIPPED, LIBRARY, tmp_path)
    assert str(tmp_path) in caught.value.where
    assert "netkit lab start" in caught.value.hint


@pytest.mark.parametrize(("slug", "meant"), [("dnswalk", "dns-walk"), ("my-lap", "my-lab"), ("zzz", None)])
def test_a_name_that_no_lab_has_is_not_proposed_to_be_begun(tmp_path, slug, meant):
    (tmp_path / "my-lab").mkdir()
    (tmp_path / "my-lab" / "progress.jsonl").touch()
    with pytest.raises(UsageError, match=f"there is no lab '{slug}'") as caught:
        find(SHIPPED, LIBRARY, tmp_path, slug)
    assert str(tmp_path) in caught.value.where
    assert "netkit lab list" in caught.value.hint
    assert "lab start" not in caught.value.hint
    assert (f"did you mean {meant}?" in caught.value.hint) == (meant is not None)


def test_a_lab_that_was_not_begun_here_is(tmp_path):
    with pytest.raises(ProgressError, match="by the name of dns-walk") as caught:
        find(SHIPPED, LIBRARY, tmp_path, "dns-walk")
    assert "netkit lab start dns-walk begins one" in caught.value.hint


@pytest.mark.parametrize(
    ("slug", "meant"),
    [("start-her", "start-here"), ("first_packets", "first-packets"), ("packets", "first-packets"), ("zzz", None)],
)
def test_a_lab_that_does_not_exist(slug, meant):
    with pytest.raises(UsageError, match="there is no lab") as caught:
        find_lab(SHIPPED, slug)
    assert "start-here" in caught.value.why
    assert (f"did you mean {meant}" in caught.value.hint) == (meant is not None)


@pytest.mark.parametrize("slug", ["", ".", "..", "../labs/start-here", "/", "start-here/", "a\x00b", "x" * 5000])
def test_no_name_leads_out_of_the_folder_of_labs(slug):
    with pytest.raises(UsageError, match="there is no lab"):
        find_lab(SHIPPED, slug)


@pytest.mark.parametrize("name", ["1", " 1 ", "task 1", "Task 1:", "1."])
def test_a_task_is_found_as_people_name_it(name):
    assert find_task(LAB, name).id == "1"


@pytest.mark.parametrize("name", ["0", "7", "one", "", "-1", "1 2"])
def test_a_task_that_does_not_exist(name):
    with pytest.raises(UsageError, match="has no task") as caught:
        find_task(LAB, name)
    assert "1, 2, 3, 4, 5, 6" in caught.value.why


def test_a_reset_that_was_cut_short_still_knows_its_student(tmp_path):
    work, _ = start(tmp_path, student="ada")
    log.archive(work.folder)  # and the power fails here
    again, new = start(tmp_path, student=None)
    assert new
    assert again.progress.student == "ada"
    assert again.variant.identity == work.variant.identity
