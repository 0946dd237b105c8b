"""The classic format: every magic number, byte order and version, cut at every byte, and with lies in it."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netkit.capture
from netkit.errors import CaptureError

FORMS = [(order, kind) for order in "<>" for kind in ("usec", "nsec", "modified")]
UINT32 = st.integers(0, 2**32 - 1)
RECORDS = st.lists(st.tuples(UINT32, UINT32, st.binary(max_size=80), UINT32), max_size=8)


def read(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return list(capture), capture


@pytest.mark.parametrize(("order", "kind"), FORMS)
def test_each_form_by_hand(make, order, kind):
    data = make.pcap_header(order, kind, link_type=101, snap_length=96)
    data += make.pcap_record(b"abc", 1_700_000_000, 1, original=1500, order=order, kind=kind)
    (record,), capture = read(data)
    assert record.number == 1
    assert record.time == 1_700_000_000_000_000_000 + (1 if kind == "nsec" else 1000)
    assert (record.data, record.original_length, record.link_type) == (b"abc", 1500, 101)
    assert (record.comments, record.options) == ((), ())
    assert record.interface is capture.interfaces[0]
    assert (capture.format, capture.byte_order) == ("pcap", "little" if order == "<" else "big")
    assert capture.resolution == (10**9 if kind == "nsec" else 10**6)
    assert (capture.snap_length, dict(capture.blocks), capture.problems, capture.packed) == (96, {}, (), None)


def test_the_first_bytes_are_those_of_the_draft(make):
    magics = [make.pcap_header(order, kind)[:4].hex(" ") for kind in ("usec", "nsec") for order in "<>"]
    assert magics == ["d4 c3 b2 a1", "a1 b2 c3 d4", "4d 3c b2 a1", "a1 b2 3c 4d"]


@given(form=st.sampled_from(FORMS), records=RECORDS)
def test_what_is_written_reads_back(make, form, records):
    order, kind = form
    data = make.pcap_header(order, kind) + b"".join(
        make.pcap_record(content, seconds, fraction, original, order=order, kind=kind)
        for seconds, fraction, content, original in records
    )
    found, capture = read(data)
    tick = 1 if kind == "nsec" else 1000
    assert [(record.time, record.data, record.original_length) for record in found] == [
        (seconds * 10**9 + fraction * tick, content, original) for seconds, fraction, content, original in records
    ]
    assert [record.number for record in found] == list(range(1, len(records) + 1))
    assert capture.problems == ()


@pytest.mark.parametrize(("order", "kind"), FORMS)
def test_every_shorter_prefix_gives_every_whole_record(make, order, kind):
    contents = [b"first", b"", b"the third one"]
    data, ends = make.pcap_header(order, kind), [24]
    for content in contents:
        data += make.pcap_record(content, order=order, kind=kind)
        ends.append(len(data))
    for cut in range(len(data)):
        if cut < 24:
            with pytest.raises(CaptureError):
                netkit.capture.open(io.BytesIO(data[:cut]))
            continue
        found, capture = read(data[:cut])
        whole = sum(end <= cut for end in ends) - 1
        assert [record.data for record in found] == contents[:whole]
        if cut in ends:
            assert capture.problems == ()
        else:
            (problem,) = capture.problems
            assert problem.rule == "pcap.record.truncated"
            assert problem.offset == ends[whole]
            assert problem.record == (whole or None)


def test_a_cut_record_says_how_much_of_it_is_there(make):
    _, capture = read(make.pcap_header() + make.pcap_record(b"abc", captured=100))
    assert capture.problems[0].text == "the file ends inside record 1: 3 of its 100 bytes are there"
    _, capture = read(make.pcap_header() + make.pcap_record(b"abc")[:7])
    assert capture.problems[0].text == "the file ends inside record 1: 7 of its header's 16 bytes are there"
    _, capture = read(make.pcap_header() + make.pcap_record(b"", captured=100))
    assert capture.problems[0].text == "the file ends inside record 1: 0 of its 100 bytes are there"


@pytest.mark.parametrize("captured", [2**32 - 1, 2**31, (128 << 20) + 1])
def test_an_impossible_length_ends_the_reading(make, captured):
    good = make.pcap_header() + make.pcap_record(b"good")
    found, capture = read(good + make.pcap_record(b"bad", captured=captured) + bytes(1000))
    assert [record.data for record in found] == [b"good"]
    (problem,) = capture.problems
    assert (problem.rule, problem.offset, problem.record) == ("pcap.record.too_long", len(good), 1)
    assert f"{captured:,}" in problem.text


def test_a_record_above_the_snap_length_is_read_whole(make):
    (record,), capture = read(make.pcap_header(snap_length=10) + make.pcap_record(bytes(300_000)))
    assert len(record.data) == 300_000
    assert capture.problems == ()


def test_the_upper_half_of_the_network_field_is_no_link_type(make):
    _, capture = read(make.pcap_header(link_type=0x3400_0001))
    assert capture.interfaces[0].link_type == 1


@pytest.mark.parametrize(
    ("version", "lengths", "expected"),
    [
        ((2, 4), (3, 60), 60),
        ((2, 3), (3, 60), 60),
        ((2, 3), (60, 3), 60),
        ((2, 2), (60, 3), 60),
        ((543, 0), (60, 3), 60),
        ((2, 4), (3, 2), 2),
    ],
)
def test_old_versions_had_the_lengths_the_other_way_round(make, version, lengths, expected):
    data = make.pcap_header(version=version) + struct.pack("<IIII", 0, 0, *lengths) + b"abc"
    (record,), capture = read(data)
    assert (record.data, record.original_length, capture.problems) == (b"abc", expected, ())


@pytest.mark.parametrize("version", [(1, 2), (2, 5), (3, 0), (0, 0), (543, 1)])
def test_an_unknown_version_is_refused(make, version):
    with pytest.raises(CaptureError, match=f"version {version[0]}.{version[1]}"):
        netkit.capture.open(io.BytesIO(make.pcap_header(version=version)))
