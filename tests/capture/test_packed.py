"""gzip and zstd of either format: whole, cut at every byte, damaged in the middle, and followed by something else."""

import contextlib
import gzip
import io
import itertools
import random
import tracemalloc
import zlib

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture.unpacking import FREELY
from netkit.errors import CaptureError


def read(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return list(capture), capture


def zstd(data, **how):
    return zstandard.ZstdCompressor(**how).compress(data)


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


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("zstd", zstd)])
def test_pcapng_inside(make, packing, pack):
    data = make.section() + make.interface() + make.enhanced(b"abc")
    (record,), capture = read(pack(data))
    assert (record.data, capture.format, capture.packed) == (b"abc", "pcapng", packing)


@settings(deadline=None, max_examples=60)
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


@settings(deadline=None, max_examples=60)
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


SKIPPABLE = (0x184D2A53).to_bytes(4, "little") + (5).to_bytes(4, "little") + b"aside"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2000), max_size=4), st.booleans(), st.booleans(), st.integers(1, 19))
def test_several_frames_and_what_lies_between_them_are_one_content(make, cuts, checksum, size, level):
    plain = make.pcap_header() + make.pcap_record(b"abc") * 50
    places = sorted({0, *(min(cut, len(plain)) for cut in cuts), len(plain)})
    how = {"level": level, "write_checksum": checksum, "write_content_size": size}
    packed = b"".join(zstd(plain[start:end], **how) + SKIPPABLE for start, end in itertools.pairwise(places))
    found, capture = read(packed)
    assert len(found) == 50
    assert capture.problems == ()


@pytest.fixture(scope="module")
def blocks(plain):
    """Frames of zstd whose blocks end in many places, and where each ends in the packed and in the plain bytes."""
    packer = zstandard.ZstdCompressor(level=1, write_checksum=True).compressobj()
    packed, ends = b"", []
    for start in range(0, len(plain), 9000):
        packed += packer.compress(plain[start : start + 9000]) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
        ends.append((len(packed), min(start + 9000, len(plain))))
    return packed + packer.flush(), ends


def test_every_shorter_prefix_of_zstd_gives_every_whole_record_of_every_whole_block(contents, blocks):
    packed, ends = blocks
    records = [0]
    for content in contents:
        records.append(records[-1] + 16 + len(content))
    for cut in [*range(40), *range(40, len(packed), 997), *range(len(packed) - 20, len(packed))]:
        unpacked = max((plain for end, plain in ends if end <= cut), default=0)
        try:
            found, capture = read(packed[:cut])
        except CaptureError:
            assert unpacked < 24
            continue
        whole = sum(1 for end in records[1:] if end <= unpacked - 24)
        assert [record.data for record in found] == contents[:whole]
        assert capture.problems[0].rule == "zstd.truncated"
        assert capture.problems[0].offset == cut


def test_damaged_zstd_costs_only_what_follows(plain, contents, blocks):
    packed, ends = bytearray(blocks[0]), blocks[1]
    start, unpacked = ends[len(ends) // 2]
    packed[start : start + 3] = b"\xff\xff\xff"  # a block of a kind that there is not
    found, capture = read(bytes(packed))
    assert capture.problems[0].rule in ("zstd.damaged", "zstd.truncated")
    kept = sum(16 + len(record.data) for record in found)
    assert unpacked - 24 - 116 < kept <= unpacked - 24
    assert [record.data for record in found] == contents[: len(found)]


def test_a_wrong_checksum_of_zstd_costs_no_record(plain, contents):
    packed = bytearray(zstd(plain, write_checksum=True))
    packed[-1] ^= 1
    found, capture = read(bytes(packed))
    assert [record.data for record in found] == contents
    (problem,) = capture.problems
    assert (problem.rule, problem.offset) == ("zstd.damaged", len(packed) - 4)
    assert "checksum" in problem.text


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_any_change_of_the_bytes_of_zstd_never_raises_but_at_opening(make, changes):
    packed = bytearray(zstd(make.pcap_header() + make.pcap_record(b"abcdef") * 5) + SKIPPABLE)
    for place, value in changes:
        packed[place % len(packed)] = value
    with contextlib.suppress(CaptureError):
        list(netkit.capture.open(io.BytesIO(bytes(packed))))


def test_something_else_after_the_end_of_zstd_is_a_problem(plain, contents):
    found, capture = read(zstd(plain) + b"and more")
    assert [record.data for record in found] == contents
    (problem,) = capture.problems
    assert (problem.rule, problem.offset) == ("zstd.trailing", len(zstd(plain)))


def test_zstd_of_something_else_is_no_capture():
    with pytest.raises(CaptureError, match="is not a capture") as caught:
        netkit.capture.open(io.BytesIO(zstd(b"%PDF-1.7 and so on")))
    assert caught.value.where == "its content, unpacked with zstd, begins with 25 50 44 46 (a PDF document)"
    with pytest.raises(CaptureError, match="ends before its content does"):
        netkit.capture.open(io.BytesIO(b"\x28\xb5\x2f\xfd\x24"))


def test_a_frame_that_wants_the_whole_memory_is_refused(make):
    packed = b"\x28\xb5\x2f\xfd\x00\xa8" + bytes(60)  # a window of 2 GiB
    with pytest.raises(CaptureError, match="can't be read") as caught:
        netkit.capture.open(io.BytesIO(packed))
    assert "too much memory" in caught.value.where


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("zstd", zstd)])
def test_a_bomb_does_not_fill_the_memory(make, packing, pack):
    bomb = pack(make.pcap_header() + make.pcap_record(bytes(50_000)) * 1000)
    tracemalloc.start()
    count = sum(1 for _ in netkit.capture.open(io.BytesIO(bomb)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1000
    assert peak < 4 << 20


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("zstd", zstd)])
def test_a_bomb_is_given_up_on(make, packing, pack):
    record = make.pcap_record(bytes(1 << 20))
    bomb = pack(make.pcap_header() + record * 70)
    found, capture = 0, netkit.capture.open(io.BytesIO(bomb))
    for _ in capture:
        found += 1
    assert found * len(record) + 24 <= FREELY + (2 << 20)
    assert found * len(record) >= FREELY - len(record)
    assert capture.problems[0].rule == f"{packing}.bomb"
    assert "unpack it yourself" in capture.problems[0].text


@pytest.mark.parametrize(("packing", "pack"), [("gzip", gzip.compress), ("zstd", zstd)])
def test_large_files_that_pack_well_are_no_bombs(make, packing, pack, monkeypatch):
    monkeypatch.setattr("netkit.capture.unpacking.FREELY", 1 << 16)
    chance = random.Random(1)
    content = make.pcap_header() + b"".join(make.pcap_record(chance.randbytes(16) + bytes(400)) for _ in range(2000))
    packed = pack(content)
    assert 10 < len(content) / len(packed) < 40
    found, capture = read(packed)
    assert (len(found), capture.problems) == (2000, ())
