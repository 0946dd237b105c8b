"""The newer format: its blocks by hand, clocks, sections, options; cut at every byte, and with lies in it."""

import contextlib
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

import netkit.capture
from netkit.capture.problem import MAXIMUM_PROBLEMS
from netkit.errors import CaptureError

COMMENT, NAME, DESCRIPTION, RESOLUTION, OFFSET = 1, 2, 3, 9, 14
FORMS = [(order, kind) for order in "<>" for kind in ("enhanced", "obsolete", "simple")]


def read(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return list(capture), capture


def rules(capture):
    return [problem.rule for problem in capture.problems]


@pytest.mark.parametrize("order", ["<", ">"])
def test_an_enhanced_packet_by_hand(make, order):
    options = make.option(NAME, b"eth0", order) + make.option(DESCRIPTION, "Büro".encode(), order) + bytes(4)
    data = make.section(order) + make.interface(order, 113, 262144, options)
    data += make.enhanced(b"abcde", 1_700_000_000_000_001, original=1500, order=order)
    (record,), capture = read(data)
    assert (record.number, record.time) == (1, 1_700_000_000_000_001_000)
    assert (record.data, record.original_length, record.link_type) == (b"abcde", 1500, 113)
    where = record.interface
    assert (where.number, where.link_type, where.snap_length) == (0, 113, 262144)
    assert (where.name, where.description) == ("eth0", "Büro")
    assert capture.interfaces == (record.interface,)
    assert (capture.format, capture.byte_order) == ("pcapng", "little" if order == "<" else "big")
    assert (capture.resolution, capture.snap_length, capture.problems) == (10**6, None, ())


UINT32 = st.integers(0, 2**32 - 1)
UINT64 = st.integers(0, 2**64 - 1)
RECORDS = st.lists(st.tuples(UINT64, st.binary(max_size=80), UINT32), max_size=8)


@given(form=st.sampled_from(FORMS), records=RECORDS, resolution=st.sampled_from([None, 0, 6, 9]))
def test_what_is_written_reads_back(make, form, records, resolution):
    order, kind = form
    options = b"" if resolution is None else make.option(RESOLUTION, bytes([resolution]), order)
    data = make.section(order) + make.interface(order, options=options)
    tick = 10 ** (9 - (6 if resolution is None else resolution))
    expected = []
    for ticks, content, original in records:
        if kind == "simple":
            data += make.simple(content, order=order)
            expected.append((None, content, len(content)))
        else:
            data += getattr(make, kind)(content, ticks, original=original, order=order)
            expected.append((ticks * tick, content, original))
    found, capture = read(data)
    assert [(record.time, record.data, record.original_length) for record in found] == expected
    assert [record.number for record in found] == list(range(1, len(records) + 1))
    assert capture.problems == ()


@pytest.mark.parametrize(("order", "kind"), FORMS)
def test_every_shorter_prefix_gives_every_whole_record(make, order, kind):
    contents = [b"first", b"", b"the third one"]
    data = make.section(order)
    ends = [len(data)]
    packets = [getattr(make, kind)(content, order=order) for content in contents]
    for block in [make.interface(order), *packets]:
        data += block
        ends.append(len(data))
    for cut in range(len(data)):
        if cut < ends[0]:
            with pytest.raises(CaptureError):
                netkit.capture.open(io.BytesIO(data[:cut]))
            continue
        found, capture = read(data[:cut])
        whole = max(0, sum(end <= cut for end in ends) - 2)
        assert [record.data for record in found] == contents[:whole]
        if cut in ends:
            assert capture.problems == ()
        else:
            (problem,) = capture.problems
            assert problem.rule == "pcapng.block.truncated"
            assert problem.offset == max(end for end in ends if end <= cut)
            assert problem.record == (whole or None)


@pytest.mark.parametrize(
    ("resolution", "ticks", "nanoseconds"),
    [
        (0, 7, 7 * 10**9),
        (3, 1_700_000_000_123, 1_700_000_000_123_000_000),
        (9, 2**64 - 1, 2**64 - 1),
        (12, 1_999, 1),  # finer than a nanosecond: rounded down
        (20, 10**19, 10**8),
        (127, 2**64 - 1, 0),
        (0x80 | 0, 3, 3 * 10**9),
        (0x80 | 10, 1025, 1_000_976_562),  # 1025/1024 s = 1.0009765625 s
        (0x80 | 30, 2**30 + 1, 10**9),
        (0x80 | 127, 2**64 - 1, 0),
    ],
)
def test_clocks_are_exact(make, resolution, ticks, nanoseconds):
    interface = make.interface(options=make.option(RESOLUTION, bytes([resolution])))
    (record,), capture = read(make.section() + interface + make.enhanced(b"", ticks))
    assert record.time == nanoseconds
    expected = 2 ** (resolution & 0x7F) if resolution & 0x80 else 10**resolution
    assert capture.resolution == record.interface.resolution == expected


@pytest.mark.parametrize("offset", [3600, -3600, 2**63 - 1])
def test_a_time_offset_is_in_seconds_and_has_a_sign(make, offset):
    interface = make.interface(options=make.option(OFFSET, struct.pack("<q", offset)))
    (record,), _ = read(make.section() + interface + make.enhanced(b"", 5_000_000_000_000))
    assert record.time == (5_000_000 + offset) * 10**9
    assert record.interface.time_offset == offset


def test_options_of_an_interface_with_wrong_lengths_are_passed_over(make):
    options = make.option(RESOLUTION, b"\x09\x09") + make.option(OFFSET, b"1234")
    (record,), capture = read(make.section() + make.interface(options=options) + make.enhanced(b"", 1))
    assert record.time == 1000
    assert rules(capture) == ["pcapng.option.length"] * 2


def test_comments_in_their_order(make):
    comments = ["look here", "naïve 测试", ""]
    options = b"".join(make.option(COMMENT, comment.encode()) for comment in comments)
    options += make.option(2, b"\0\0\0\1") + make.option(COMMENT, b"zero ended\0") + make.option(COMMENT, b"bad \xff")
    data = make.section() + make.interface()
    data += make.enhanced(b"abc", options=options + bytes(4) + make.option(COMMENT, b"past the end"))
    data += make.obsolete(b"abcd", options=make.option(COMMENT, b"old"))
    (first, second), capture = read(data)
    assert first.comments == (*comments, "zero ended", "bad \ufffd")
    assert (2, b"\0\0\0\1") in first.options
    assert second.comments == ("old",)
    assert capture.problems == ()


def test_an_option_that_overruns_its_block_costs_only_itself(make):
    options = make.option(COMMENT, b"fine") + struct.pack("<HH", COMMENT, 100)
    first = make.section() + make.interface()
    found, capture = read(first + make.enhanced(b"abcd", options=options) + make.enhanced(b"next"))
    assert [record.data for record in found] == [b"abcd", b"next"]
    assert found[0].comments == ("fine",)
    assert rules(capture) == ["pcapng.option.overrun"]
    assert capture.problems[0].offset == len(first) + 8 + 20 + 4 + 8


def test_sections_of_either_order_with_interfaces_of_their_own(make):
    nanoseconds = make.option(RESOLUTION, b"\x09", ">")
    data = make.section() + make.interface(link_type=1) + make.interface(link_type=101) + make.enhanced(b"a", 1, 1)
    data += make.section(">", length=200) + make.interface(">", 113, options=nanoseconds)
    data += make.enhanced(b"b", 1, 0, order=">") + make.section() + make.interface(link_type=228)
    data += make.enhanced(b"c", 2, 0)
    found, capture = read(data)
    assert [(record.number, record.time, record.link_type) for record in found] == [
        (1, 1000, 101),
        (2, 1, 113),
        (3, 2000, 228),
    ]
    assert [(each.section, each.number) for each in capture.interfaces] == [(1, 0), (1, 1), (2, 0), (3, 0)]
    assert (capture.byte_order, capture.resolution, capture.problems) == ("little", None, ())


def test_blocks_without_packets_are_counted(make):
    others = [
        (4, bytes(4)),
        (5, bytes(12)),
        (10, bytes(8)),
        (0xBAD, bytes(8)),
        (0x40000BAD, bytes(4)),
        (0x77777777, b""),
    ]
    data = make.section() + make.interface() + make.enhanced(b"a")
    data += b"".join(make.block(kind, content) for kind, content in others) + make.enhanced(b"b")
    found, capture = read(data)
    assert [record.data for record in found] == [b"a", b"b"]
    assert capture.blocks == {
        "names": 1,
        "statistics": 1,
        "secrets": 1,
        "custom": 1,
        "custom, not to be copied": 1,
        "unknown (0x77777777)": 1,
    }
    assert capture.problems == ()


def test_a_simple_packet_holds_what_the_snap_length_lets_through(make):
    data = make.section() + make.interface(snap_length=6) + make.simple(b"abcdef", 1500) + make.simple(b"xyz")
    found, capture = read(data)
    assert [(record.time, record.data, record.original_length) for record in found] == [
        (None, b"abcdef", 1500),
        (None, b"xyz", 3),
    ]
    assert capture.problems == ()


def test_a_packet_that_is_wrong_inside_is_left_out(make):
    start = make.section() + make.interface() + make.enhanced(b"good")
    for bad, rule in [
        (make.enhanced(b"abc", captured=100), "pcapng.packet.overrun"),
        (make.enhanced(b"abc", captured=2**32 - 1), "pcapng.packet.overrun"),
        (make.enhanced(b"abc", captured=5), "pcapng.packet.overrun"),
        (make.simple(b"abc", 100), "pcapng.packet.overrun"),
        (make.enhanced(b"abc", interface=1), "pcapng.packet.no_interface"),
        (make.obsolete(b"abc", interface=9), "pcapng.packet.no_interface"),
        (make.block(6, bytes(16)), "pcapng.packet.too_short"),
        (make.block(2, bytes(16)), "pcapng.packet.too_short"),
        (make.block(3, b""), "pcapng.packet.too_short"),
    ]:
        found, capture = read(start + bad + make.enhanced(b"next"))
        assert [(record.number, record.data) for record in found] == [(1, b"good"), (2, b"next")]
        (problem,) = capture.problems
        assert (problem.rule, problem.offset, problem.record) == (rule, len(start) + 8, 1)


def test_a_simple_packet_without_an_interface_is_left_out(make):
    found, capture = read(make.section() + make.simple(b"abc"))
    assert found == []
    assert rules(capture) == ["pcapng.packet.no_interface"]


def test_a_broken_interface_keeps_its_number(make):
    data = make.section() + make.block(1, bytes(4)) + make.interface(link_type=101)
    found, capture = read(data + make.enhanced(b"a", interface=1) + make.enhanced(b"b", interface=0))
    assert [record.link_type for record in found] == [101]
    assert rules(capture) == ["pcapng.interface.too_short", "pcapng.packet.no_interface"]


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        ({"kind": 5, "content": bytes(8), "after": 24}, "pcapng.block.lengths_differ"),
        ({"kind": 5, "content": bytes(8), "total": 0}, "pcapng.block.too_short"),
        ({"kind": 5, "content": bytes(8), "total": 8}, "pcapng.block.too_short"),
        ({"kind": 5, "content": bytes(8), "total": 11}, "pcapng.block.too_short"),
        ({"kind": 5, "content": bytes(8), "total": 0xFFFFFFFC}, "pcapng.block.too_long"),
        ({"kind": 5, "content": bytes(8), "total": 0xFFFFFFFF}, "pcapng.block.too_long"),
        ({"kind": 5, "content": bytes(8), "total": 1 << 27}, "pcapng.block.truncated"),
        ({"kind": 5, "content": bytes(8), "total": 22}, "pcapng.block.lengths_differ"),
        ({"kind": 0x0A0D0D0A, "content": bytes(16)}, "pcapng.section.byte_order"),
        ({"kind": 0x0A0D0D0A, "content": b"\x4d\x3c\x2b\x1a\2\0\0\0" + bytes(8)}, "pcapng.section.version"),
        ({"kind": 0x0A0D0D0A, "content": b"\x4d\x3c\x2b\x1a"}, "pcapng.section.too_short"),
    ],
)
def test_damage_ends_the_reading(make, block, rule):
    start = make.section() + make.interface() + make.enhanced(b"good")
    found, capture = read(start + make.block(**block) + make.enhanced(b"lost"))
    assert [record.data for record in found] == [b"good"]
    assert rules(capture) == [rule]
    assert capture.problems[0].record == 1
    with pytest.raises(CaptureError):
        netkit.capture.open(io.BytesIO(b"\x0a\x0d\x0d\x0a" + make.block(**block)[4:]))


def test_a_length_without_its_padding_is_read_as_wireshark_does(make):
    content = struct.pack("<IIIII", 0, 0, 0, 5, 5) + b"abcde"
    block = make.block(6, content, total=12 + len(content))
    found, capture = read(make.section() + make.interface() + block + make.enhanced(b"next"))
    assert [record.data for record in found] == [b"abcde", b"next"]
    assert rules(capture) == ["pcapng.block.unaligned"]


def test_problems_are_bounded_but_the_last_one_is_kept(make):
    data = make.section() + make.interface() + make.enhanced(b"", interface=7) * (MAXIMUM_PROBLEMS + 500) + b"cut"
    _, capture = read(data)
    assert len(capture.problems) == MAXIMUM_PROBLEMS + 2
    assert rules(capture)[-2:] == ["capture.problems.more", "pcapng.block.truncated"]


def test_interfaces_are_bounded(make, monkeypatch):
    monkeypatch.setattr("netkit.capture.section.MAXIMUM_INTERFACES", 3)
    monkeypatch.setattr("netkit.capture.pcapng.MAXIMUM_INTERFACES", 5)
    part = make.section() + make.interface() * 4 + make.enhanced(b"a", interface=2) + make.enhanced(b"", interface=3)
    found, capture = read(part * 2)
    assert [record.data for record in found] == [b"a", b"a"]
    assert len(capture.interfaces) == 5
    assert rules(capture) == ["pcapng.interface.too_many", "pcapng.packet.no_interface"] * 2


@given(st.data())
def test_any_change_of_bytes_never_raises_but_at_opening(make, data):
    options = make.option(COMMENT, b"note")
    whole = make.section() + make.interface(snap_length=60, options=make.option(RESOLUTION, b"\x89"))
    whole += make.enhanced(b"abcde", 5, options=options) + make.simple(b"xyz") + make.section(">") + make.interface(">")
    whole += make.obsolete(b"123", 7, order=">")
    changed = bytearray(whole)
    for place, value in data.draw(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), max_size=6)):
        changed[place] = value
    with contextlib.suppress(CaptureError):
        for record in netkit.capture.open(io.BytesIO(bytes(changed))):
            assert len(record.data) <= len(whole)
            assert isinstance(record.comments, tuple)
