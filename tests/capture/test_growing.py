"""A capture that is read while it grows."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit import capture
from netkit.capture import GrowingCapture, NewRecord
from netkit.errors import CaptureError, UsageError


def made(count):
    """A file of so many packets, with comments on some, over two interfaces."""
    file = io.BytesIO()
    records = [
        NewRecord(
            data=bytes(range(number % 90)),
            time=number,
            interface=("a", "b")[number % 3 == 2],
            comments=("x",) * (number % 2),
        )
        for number in range(count)
    ]
    capture.write(file, records)
    return file.getvalue()


WHOLE = made(40)
HEAD = 12 + int.from_bytes(WHOLE[4:8], "little")
"""More than the first block: a file without that is no capture yet."""


@given(st.lists(st.integers(1, 400), min_size=1, max_size=60))
def test_every_record_is_given_once_it_is_whole(tmp_path_factory, sizes):
    path = tmp_path_factory.mktemp("growing") / "wire.pcapng"
    with capture.open(io.BytesIO(WHOLE)) as whole:
        expected = [(each.number, each.time, each.data, each.interface.name, each.comments) for each in whole]
    found = []
    with path.open("wb") as file:
        file.write(WHOLE[:HEAD])
        file.flush()
        with GrowingCapture(path) as growing:
            at = HEAD
            for size in [*sizes, len(WHOLE)]:
                found += [
                    (each.number, each.time, each.data, each.interface.name, each.comments) for each in growing.more()
                ]
                assert not growing.problems
                with capture.open(io.BytesIO(WHOLE[:at])) as cut:
                    assert len(found) == sum(1 for _ in cut)
                file.write(WHOLE[at : at + size])
                file.flush()
                at = min(len(WHOLE), at + size)
            found += [
                (each.number, each.time, each.data, each.interface.name, each.comments) for each in growing.more()
            ]
    assert found == expected
    assert [each.name for each in growing.interfaces] == ["a", "b"]


def test_what_is_damaged_stays_a_problem(tmp_path):
    path = tmp_path / "wire.pcapng"
    path.write_bytes(WHOLE[:-4] + bytes(4))
    with GrowingCapture(path) as growing:
        assert len(list(growing.more())) == 39
        assert [each.rule for each in growing.problems] == ["pcapng.block.lengths_differ"]


def test_what_is_no_growing_capture_is_said(tmp_path):
    with pytest.raises(UsageError, match="there is no file"):
        GrowingCapture(tmp_path / "none.pcapng")
    for content, told in ((b"", "it is empty"), (bytes.fromhex("d4c3b2a1") + bytes(20), "d4 c3 b2 a1")):
        path = tmp_path / "other"
        path.write_bytes(content)
        with pytest.raises(CaptureError, match="is no pcapng file") as caught:
            GrowingCapture(path)
        assert told in caught.value.where
