"""gzip of either format: whole, cut at every byte, damaged in the middle, and followed by something else."""

import contextlib
import gzip
import io
import itertools
import random
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netkit.capture
from netkit.errors import CaptureError


def read(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return list(capture), capture


@pytest.fixture(scope="module")
def contents():
    chance = random.Random(1)
    return [chance.randbytes(60 + number % 40) for number in range(2000)]


@pytest.fixture(scope="module")
def plain(make, contents):
    return make.pcap_header() + b"".join(make.pcap_record(content) for content in contents)


def test_a_packed_file_reads_as_the_plain_one(plain, contents, tmp_path):
    path = tmp_path / "a.pcap.gz"
    path.write_bytes(gzip.compress(plain))
    with netkit.capture.open(path) as capture:
        assert [record.data for record in capture] == contents
    assert (capture.format, capture.packed, capture.problems) == ("pcap", "gzip", ())


def test_pcapng_inside(make):
    data = make.section() + make.interface() + make.enhanced(b"abc")
    (record,), capture = read(gzip.compress(data))
    assert (record.data, capture.format, capture.packed) == (b"abc", "pcapng", "gzip")


@given(st.lists(st.integers(0, 2000), max_size=4), st.integers(0, 600))
def test_several_members_and_padding_are_one_content(make, cuts, padding):
    plain = make.pcap_header() + make.pcap_record(b"abc") * 50
    places = sorted({0, *(min(cut, len(plain)) for cut in cuts), len(plain)})
    packed = b"".join(gzip.compress(plain[start:end]) + bytes(padding) for start, end in itertools.pairwise(places))
    found, capture = read(packed)
    assert len(found) == 50
    assert capture.problems == ()


def test_every_shorter_prefix_gives_every_whole_record_that_can_be_unpacked(make):
    chance = random.Random(2)
    contents = [chance.randbytes(20) for _ in range(8)]
    plain = make.pcap_header() + b"".join(make.pcap_record(content) for content in contents)
    packed = gzip.compress(plain)
    for cut in range(len(packed)):
        unpacked = zlib.decompressobj(31).decompress(packed[:cut])
        try:
            found, capture = read(packed[:cut])
        except CaptureError:
            assert len(unpacked) < 24
            continue
        whole = (len(unpacked) - 24) // 36
        assert [record.data for record in found] == contents[:whole]
        rules = [problem.rule for problem in capture.problems]
        assert rules[0] == "gzip.truncated"
        assert rules[1:] == (["pcap.record.truncated"] if (len(unpacked) - 24) % 36 else [])
        assert capture.problems[0].offset == cut


def test_damage_in_the_middle_costs_only_what_follows(plain, contents):
    packed = bytearray(gzip.compress(plain, 1))
    middle = len(packed) // 2
    packed[middle : middle + 40] = b"\xff" * 40
    found, capture = read(bytes(packed))
    rules = [problem.rule for problem in capture.problems]
    assert "gzip.damaged" in rules or rules[-1].startswith("pcap.")
    assert [record.data for record in found[:900]] == contents[:900]


def test_a_wrong_checksum_at_the_end_costs_no_record(plain, contents):
    packed = bytearray(gzip.compress(plain))
    packed[-5] ^= 1
    packed[-8] ^= 1
    found, capture = read(bytes(packed))
    assert [record.data for record in found] == contents
    (problem,) = capture.problems
    assert problem.rule == "gzip.damaged"
    assert "incorrect data check" in problem.text


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_any_change_of_bytes_never_raises_but_at_opening(make, changes):
    packed = bytearray(gzip.compress(make.pcap_header() + make.pcap_record(b"abcdef") * 5))
    for place, value in changes:
        packed[place % len(packed)] = value
    with contextlib.suppress(CaptureError):
        list(netkit.capture.open(io.BytesIO(bytes(packed))))


def test_something_else_after_the_end_is_a_problem(plain, contents):
    found, capture = read(gzip.compress(plain) + b"and more")
    assert [record.data for record in found] == contents
    (problem,) = capture.problems
    assert problem.rule == "gzip.trailing"
    assert problem.offset == len(gzip.compress(plain))


def test_gzip_of_something_else_is_no_capture():
    with pytest.raises(CaptureError, match="is not a capture") as caught:
        netkit.capture.open(io.BytesIO(gzip.compress(b"%PDF-1.7 and so on")))
    assert caught.value.where == "its content, unpacked with gzip, begins with 25 50 44 46 (a PDF document)"
    with pytest.raises(CaptureError) as caught:
        netkit.capture.open(io.BytesIO(gzip.compress(gzip.compress(b"twice"))))
    assert "(a gzip file)" in caught.value.where
    with pytest.raises(CaptureError) as caught:
        netkit.capture.open(io.BytesIO(gzip.compress(b"")))
    assert "is empty" in caught.value.where
    with pytest.raises(CaptureError, match="ends before its content does"):
        netkit.capture.open(io.BytesIO(b"\x1f\x8b\x08"))


def test_a_bomb_does_not_fill_the_memory(make):
    import tracemalloc

    bomb = gzip.compress(make.pcap_header() + make.pcap_record(bytes(50_000)) * 1000)
    tracemalloc.start()
    count = sum(1 for _ in netkit.capture.open(io.BytesIO(bomb)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1000
    assert peak < 4 << 20
