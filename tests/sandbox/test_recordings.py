"""Recordings of rooms: named by their time, kept where somebody sent something, and never thrown away in doubt."""

import sys

import pytest

from netkit import capture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="rooms are brought up on Linux")

if sys.platform == "linux":
    from netkit.sandbox.recordings import new_recording, settle_recording
    from netkit.sandbox.run_folder import RunFolder

TO_ALL = bytes.fromhex("333300000016 020000000002 86dd") + bytes(40)
TO_ONE = bytes.fromhex("020000000001 020000000002 0800") + bytes(40)


def recorded(path, *frames):
    capture.write(path, [capture.NewRecord(data=frame, time=number) for number, frame in enumerate(frames)])
    return path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "run").mkdir()
    return RunFolder(tmp_path / "run")


def test_each_has_a_name_of_its_own(tmp_path, folder):
    found = set()
    for _ in range(3):
        path = new_recording(tmp_path, folder)
        path.touch()
        found.add(path)
    assert len(found) == 3
    assert all(path.parent == tmp_path / "recordings" for path in found)
    assert new_recording(None, folder) == folder.path / "wire.pcapng"


@pytest.mark.parametrize(("frames", "kept"), [((), False), ((TO_ALL,) * 3, False), ((TO_ALL, TO_ONE), True)])
def test_what_is_kept(tmp_path, folder, frames, kept):
    path = recorded(new_recording(tmp_path, folder), *frames)
    assert settle_recording(path, folder) is kept
    assert path.exists() is kept
    assert path.parent.exists() is kept


@pytest.mark.parametrize(
    "content", [b"\x0a\x0d\x0d\x0a\x00\x00", b"not a capture at all", b"\x06\0\0\0\0\0\0\0" + bytes(40)]
)
def test_in_doubt_it_is_kept(tmp_path, folder, content):
    path = new_recording(tmp_path, folder)
    path.write_bytes(content)
    assert settle_recording(path, folder) is (len(content) >= 12)


def test_that_of_no_lab_goes_with_the_room(folder):
    path = recorded(new_recording(None, folder), TO_ONE)
    assert settle_recording(path, folder) is False
    assert not path.exists()


def test_one_that_is_gone_already(tmp_path, folder):
    assert settle_recording(tmp_path / "recordings" / "x.pcapng", folder) is False
