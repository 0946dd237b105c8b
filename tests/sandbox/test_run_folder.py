"""The folder of a room: one process at a time has its lock, what is left over is swept, and what belongs to others is not touched."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

from netkit.errors import AccessError  # noqa: E402

if sys.platform == "linux":
    from netkit.sandbox.run_folder import RunFolder, runs_folder, sweep


@pytest.fixture
def runs(tmp_path, monkeypatch):
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    return runs_folder()


def test_it_is_nobody_elses(runs):
    assert runs.stat().st_mode & 0o777 == 0o700
    folder = RunFolder.of(runs, "a-lab", runs)
    lock = folder.claim()
    assert folder.path.stat().st_mode & 0o777 == 0o700
    os.close(lock)


def test_a_folder_that_others_may_write_to_is_not_used(runs, monkeypatch, tmp_path):
    runs.chmod(0o777)
    with pytest.raises(AccessError, match="not yours alone"):
        runs_folder()
    runs.rmdir()
    (tmp_path / "elsewhere").mkdir()
    runs.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AccessError, match="not yours alone"):
        runs_folder()


def test_a_runtime_folder_of_somebody_else_is_passed_over(tmp_path, monkeypatch):
    place = tmp_path / "run"
    place.mkdir()
    place.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(place))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert runs_folder() == tmp_path / f"netkit-{os.getuid()}"


def test_labs_of_the_same_name_in_two_places_have_folders_of_their_own(runs, tmp_path):
    assert RunFolder.of(runs, "a", tmp_path / "x").path != RunFolder.of(runs, "a", tmp_path / "y").path
    assert len(os.fsencode(RunFolder.of(runs, "a" * 200, tmp_path).path.name)) < 64


def test_the_lock_is_for_one_until_it_ends(runs):
    folder = RunFolder.of(runs, "a-lab", runs)
    lock = folder.claim()
    assert lock is not None
    assert folder.claim() is None
    os.close(lock)
    again = folder.claim()
    assert again is not None
    folder.remove()
    os.close(again)
    assert not folder.path.exists()
    assert folder.claim(make=False) is None


def test_a_lock_of_a_folder_that_was_swept_meanwhile_is_not_taken(runs):
    folder = RunFolder.of(runs, "a-lab", runs)
    lock = folder.claim()
    folder.remove()  # as a room does at its end, while it still holds the lock
    other = folder.claim()
    assert other is not None
    assert os.fstat(other).st_ino != os.fstat(lock).st_ino
    os.close(lock)
    assert folder.claim() is None
    os.close(other)


def test_only_what_is_left_over_is_swept(runs, tmp_path):
    living, dead = (RunFolder.of(runs, name, runs) for name in ("living", "dead"))
    held = living.claim()
    living.write("state.json", "{}")
    os.close(dead.claim())
    dead.write("state.json", '{"lab": "x"}')
    precious = tmp_path / "precious"
    precious.write_text("a student's")
    (dead.path / "wire.pcapng").symlink_to(precious)
    (runs / "a file").write_text("not ours")
    (runs / "link").symlink_to(tmp_path)
    (runs / "nobody knows").mkdir()
    (runs / "nobody knows" / "file").write_text("not ours")
    (runs / "just begun").mkdir()
    assert [left.path for left in sweep(runs)] == [dead.path]
    assert not dead.path.exists()
    assert living.read_state() == {}
    assert precious.read_text() == "a student's"
    assert {each.name for each in runs.iterdir()} == {living.path.name, "a file", "link", "nobody knows"}
    os.close(held)


@pytest.mark.parametrize("text", ["", "{", "[1]", "\x00"])
def test_a_state_that_can_not_be_read_is_none(runs, text):
    folder = RunFolder.of(runs, "a", runs)
    os.close(folder.claim())
    folder.write("state.json", text)
    assert folder.read_state() is None
