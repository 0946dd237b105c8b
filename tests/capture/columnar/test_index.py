"""The records of a mapped file are those that the plain reader finds, whatever lies in them."""

import random
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.capture.columnar import lock_step, mapped, pcap_index
from netkit.capture.columnar.pcap_index import RecordForm, starts_of_records
from tests.capture.columnar.read_both_ways import both_ways

MAGICS = {
    "little": b"\xd4\xc3\xb2\xa1", "big": b"\xa1\xb2\xc3\xd4", "ns": b"\x4d\x3c\xb2\xa1", "modified": b"\x34\xcd\xb2\xa1",
}  # fmt: skip
SECOND = 1_700_000_000


def file_of(sizes, kind="little", *, chance=None, tail=b""):
    """A pcap file of packets of these sizes, many of whose bytes look like the beginning of a record."""
    chance = chance or random.Random(1)
    order = ">" if kind == "big" else "<"
    more = bytes(8) if kind == "modified" else b""
    lure = struct.pack(order + "IIII", SECOND, 5, 40, 40)
    parts = [MAGICS[kind], struct.pack(order + "HHiIII", 2, 4, 0, 0, 262_144, 1)]
    for number, size in enumerate(sizes):
        data = (lure * (size // 16 + 1))[:size] if chance.random() < 0.5 else chance.randbytes(size)
        parts += [struct.pack(order + "IIII", SECOND + number // 1000, number % 1000, size, size), more, data]
    return b"".join(parts) + tail


@pytest.fixture
def small(monkeypatch):
    """Windows and places so small that a short file has many of them."""
    monkeypatch.setattr(mapped, "WINDOW", 1 << 16)
    monkeypatch.setattr(mapped, "LARGEST_WINDOW", 1 << 20)
    monkeypatch.setattr(lock_step, "WORTH_IT", 1 << 12)
    monkeypatch.setattr(lock_step, "CHAINS", 16)


@pytest.mark.parametrize("kind", MAGICS)
def test_every_form(tmp_path, small, kind):
    chance = random.Random(kind)
    path = tmp_path / "file.pcap"
    path.write_bytes(file_of([chance.choice((0, 1, 60, 90, 600, 1514, 3000)) for _ in range(900)], kind, chance=chance))
    plain, quick, problems, found = both_ways(path)
    assert len(plain) == 900
    assert quick == plain
    assert found == problems == ()


@pytest.mark.parametrize("size", [20, 200, 70_000, 200_000])
def test_packets_larger_than_a_window(tmp_path, small, size):
    path = tmp_path / "file.pcap"
    path.write_bytes(file_of([size, 60, size, size, 0, 1514] * 5))
    plain, quick, _, _ = both_ways(path)
    assert quick == plain
    assert len(plain) == 30


@pytest.mark.parametrize(
    "tail",
    [
        b"\0",
        struct.pack("<IIII", SECOND, 0, 100, 100) + bytes(99),
        struct.pack("<IIII", SECOND, 0, 1 << 31, 60) + bytes(5000),
        struct.pack("<IIII", SECOND, 0, 0xFFFFFFFF, 0xFFFFFFFF),
    ],
    ids=["one byte", "cut inside", "two gigabytes", "four gigabytes"],
)
def test_damaged_ends_give_what_is_whole_and_the_same_problem(tmp_path, small, tail):
    path = tmp_path / "file.pcap"
    path.write_bytes(file_of([60, 1514, 90] * 200, tail=tail))
    plain, quick, problems, found = both_ways(path)
    assert quick == plain
    assert len(plain) == 600
    assert found == problems
    assert len(problems) == 1


def test_damage_in_the_middle(tmp_path, small):
    whole = bytearray(file_of([100] * 1000))
    whole[24 + 500 * 116 + 8 : 24 + 500 * 116 + 12] = struct.pack("<I", 0x7FFFFFFF)
    path = tmp_path / "file.pcap"
    path.write_bytes(whole)
    plain, quick, problems, found = both_ways(path)
    assert quick == plain
    assert len(plain) == 500
    assert found == problems


def test_empty_and_cut_files(tmp_path):
    for count in (0, 1):
        path = tmp_path / f"{count}.pcap"
        path.write_bytes(file_of([60] * count))
        plain, quick, problems, found = both_ways(path)
        assert (quick, found, len(plain)) == (plain, problems, count)


@given(st.lists(st.integers(0, 300), max_size=120), st.integers(2, 40), st.integers(0, 60))
def test_lock_step_finds_what_one_after_the_other_finds(sizes, chains, cut):
    data = file_of(sizes)[24:]
    octets = np.frombuffer(data[: len(data) - cut] if cut else data, np.uint8)
    form = RecordForm(16, "<u4", 10**6)
    expected, at = [], 0
    while at + 16 <= len(octets):
        kept = int.from_bytes(octets[at + 8 : at + 12].tobytes(), "little")
        if at + 16 + kept > len(octets):
            break
        expected.append(at)
        at += 16 + kept
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock_step, "WORTH_IT", 64)
        patch.setattr(lock_step, "CHAINS", chains)
        patch.setattr(lock_step, "LOOKED_AT", 64)
        starts, behind = starts_of_records(octets, 0, form)
    assert starts.tolist() == expected
    assert behind == at


def test_wrong_guesses_are_never_believed(monkeypatch):
    """Even if every guess lies inside of packets."""
    data = file_of([1000] * 100, chance=random.Random(3))[24:]
    octets = np.frombuffer(data, np.uint8)
    monkeypatch.setattr(lock_step, "WORTH_IT", 0)
    monkeypatch.setattr(pcap_index, "_guesses", lambda octets, first, _: np.arange(first, len(octets) - 3000, 777))
    starts, behind = starts_of_records(octets, 0, RecordForm(16, "<u4", 10**6))
    assert starts.tolist() == list(range(0, 101_600, 1016))
    assert behind == len(octets)
