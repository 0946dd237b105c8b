"""A capture in another form: what the form can hold is kept, and what it can't is counted."""

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit
import netkit.capture
from netkit.capture import Interface, NewRecord, Record, SectionHeader
from netkit.capture.converting import convert
from netkit.capture.form import Form
from netkit.capture.selection import Selection, parse_selection
from netkit.errors import UsageError

SHIPPED = sorted((Path(netkit.__file__).parents[1] / "captures").glob("*.pcapng"))
PCAP, PCAPNG = Form(format="pcap"), Form()


def converted(data, form, **how):
    target = io.BytesIO()
    with netkit.capture.open(io.BytesIO(data)) as capture:
        outcome = convert(capture, target, form, **how)
    return target.getvalue(), outcome


def parts(data):
    capture = netkit.capture.open(io.BytesIO(data))
    found = list(capture.parts())
    assert capture.problems == ()
    return found


def rows(data):
    return [
        (record.number, record.time, record.data, record.original_length, record.link_type)
        for record in parts(data)
        if isinstance(record, Record)
    ]


@pytest.fixture
def rich(make):
    """Two sections in either order, with everything that a file may hold."""
    data = b""
    for order in "<>":
        resolution = make.option(9, b"\x0c", order)  # picoseconds
        data += make.section(order, options=make.option(1, b"about it", order) + make.option(4, b"maker", order))
        data += make.interface(order, options=make.option(2, b"eth0", order)) + make.interface(
            order, options=resolution
        )
        data += make.block(4, struct.pack(order + "HH", 1, 9) + b"\xc0\0\2\1host\0" + bytes(3) + bytes(4), order)
        data += make.block(10, struct.pack(order + "II", 0x544C534B, 3) + b"key", order)
        options = make.option(1, b"look", order) + make.option(2, struct.pack(order + "I", 1), order)
        data += make.enhanced(b"abcde", 1_700_000_000_000_001, order=order, options=options + bytes(4))
        data += make.enhanced(b"fine", 1_500_000_000_123_456, 1, order=order)
        data += make.simple(b"xyz", order=order) + make.obsolete(b"old", 7, order=order)
        data += make.block(0xBAD, struct.pack(order + "I", 4711) + b"made", order)
        data += make.block(0x40000BAD, struct.pack(order + "I", 4711) + b"stay", order)
        data += make.block(0x12345678, b"unknown!", order) + make.block(9, b"LOG=1\n", order)
        statistics = struct.pack(order + "III", 1, 0, 5_000_000) + make.option(4, struct.pack(order + "Q", 9), order)
        data += make.block(5, statistics, order)
    return data


def test_everything_of_pcapng_is_kept_in_pcapng(rich):
    again, outcome = converted(rich, PCAPNG)
    old, new = parts(rich), parts(again)
    assert new == old
    assert (outcome.records, outcome.losses) == (8, {})
    assert {record.ticks for record in new if isinstance(record, Record)} == {
        record.ticks for record in old if isinstance(record, Record)
    }


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_capture_is_the_same_bytes_again(path):
    data = path.read_bytes()
    assert converted(data, PCAPNG)[0] == data


def test_what_asks_not_to_be_copied_is_left_out_of_a_changed_file(rich, make):
    options = make.option(2988, b"\0\0\0\1copy") + make.option(19372, b"\0\0\0\1stay") + make.option(19373, b"\0\0\0\1")
    data = (
        rich + make.section(options=options) + make.interface(options=options) + make.enhanced(b"last", options=options)
    )
    again, outcome = converted(data, PCAPNG, packets=parse_selection("9-"))
    assert outcome.losses == {
        "custom blocks that ask not to be copied": 2,
        "custom options that ask not to be copied": 6,
    }
    section, interface, record = parts(again)[-3:]
    for part in (section, interface, record):
        assert part.options == ((2988, b"\0\0\0\1copy"),)
    assert [record.data for record in parts(again) if isinstance(record, Record)] == [b"last"]


@pytest.mark.parametrize(("resolution", "unit"), [(10**9, 1), (10**6, 1000)])
def test_every_time_in_one_unit(rich, resolution, unit):
    again, outcome = converted(rich, PCAPNG, resolution=resolution)
    old = [(record.time, record.data) for record in parts(rich) if isinstance(record, Record)]
    expected = [(None if time is None else time // unit * unit, data) for time, data in old]
    assert [(record.time, record.data) for record in parts(again) if isinstance(record, Record)] == expected
    assert {part.resolution for part in parts(again) if isinstance(part, Interface)} == {resolution}
    assert outcome.losses["digits of times: rounded down"] == 2
    capture = netkit.capture.open(io.BytesIO(again))
    list(capture)
    assert [(each.time, each.received) for each in capture.statistics] == [(5000 // unit * unit, 9)] * 2


def test_picoseconds_stay_where_nothing_else_is_asked(rich):
    again, _ = converted(rich, PCAPNG, packets=parse_selection("2"))
    (record,) = (part for part in parts(again) if isinstance(part, Record))
    assert (record.ticks, record.interface.resolution) == (1_500_000_000_123_456, 10**12)


def test_pcap_says_what_it_has_no_room_for(rich):
    again, outcome = converted(rich, PCAP)
    expected = [(number, time or 0, *rest) for number, time, *rest in rows(rich)]
    assert rows(again) == [(number, time // 1000 * 1000, *rest) for number, time, *rest in expected]
    assert outcome.losses == {
        "comments on the file": 2,
        "remarks on what made the file": 2,
        "names and descriptions of interfaces": 2,
        "blocks of this kind: names": 2,
        "blocks of this kind: secrets": 2,
        "comments on packets": 2,
        "remarks on packets: direction, drops, hashes": 2,
        "digits of times: rounded down": 2,
        "packets without a time: 1970 stands there": 2,
        "blocks of this kind: custom": 2,
        "blocks of this kind: custom, not to be copied": 2,
        "blocks of this kind: unknown (0x12345678)": 2,
        "blocks of this kind: systemd journal": 2,
        "blocks of this kind: statistics": 2,
    }


def test_pcap_takes_nanoseconds_where_the_first_interface_is_finer_than_microseconds(make):
    for code, resolution in ((b"\x06", 10**6), (b"\x03", 10**6), (b"\x09", 10**9), (b"\x94", 10**9), (b"\x93", 10**6)):
        data = make.section() + make.interface(options=make.option(9, code)) + make.enhanced(b"a", 1)
        again, outcome = converted(data, PCAP)
        assert netkit.capture.open(io.BytesIO(again)).resolution == resolution
        assert bool(outcome.losses) == (code[0] >= 0x80)
    for asked in (10**6, 10**9):
        again, outcome = converted(data, PCAP, resolution=asked)
        assert netkit.capture.open(io.BytesIO(again)).resolution == asked


def test_two_link_types_have_no_room_in_pcap(make):
    data = make.section() + make.interface() + make.interface(link_type=101)
    data += make.enhanced(b"a") + make.enhanced(b"b", interface=1)
    with pytest.raises(UsageError, match="packet 2 has link type 101") as caught:
        converted(data, PCAP)
    assert caught.value.hint == "write pcapng, or a file for each link type"
    assert len(rows(converted(data, PCAP, packets=parse_selection("2"))[0])) == 1


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("kind", ["usec", "nsec", "modified"])
def test_pcap_to_pcapng_and_back(make, order, kind):
    network = 1 | 1 << 26 | 2 << 28
    data = make.pcap_header(order, kind, network, 96)
    for number in range(5):
        data += make.pcap_record(bytes(number), 5, number * 100, 60, order=order, kind=kind)
    middle, there = converted(data, PCAPNG)
    again, back = converted(middle, PCAP)
    assert rows(middle) == rows(again) == rows(data)
    assert (there.losses, set(back.losses)) == (
        {},
        {"remarks on what made the file", "names and descriptions of interfaces"},
    )
    assert parts(middle)[0].application == "netkit"
    direct, outcome = converted(data, PCAP)
    assert outcome.losses == {}
    assert netkit.capture.open(io.BytesIO(direct)).interfaces[0].fcs_length == 4
    assert direct[16:20] == struct.pack("<I", 96)


def test_the_limit_in_the_header_of_pcap(make):
    """libpcap cuts what is longer, so a limit that is not sure is not stated."""
    one = make.section() + make.interface(snap_length=96) + make.enhanced(bytes(90)) + make.enhanced(bytes(100))
    again, outcome = converted(one, PCAP)
    assert netkit.capture.open(io.BytesIO(again)).snap_length == 96
    assert outcome.losses == {"packets longer than the file's snap length": 1}
    two = make.section() + make.interface(snap_length=96) + make.interface() + make.enhanced(bytes(90))
    assert netkit.capture.open(io.BytesIO(converted(two, PCAP)[0])).snap_length == 262_144


def test_a_capture_without_packets(make):
    for data in (make.section(), make.section() + make.interface(link_type=101), make.pcap_header(link_type=101)):
        for form in (PCAP, PCAPNG):
            again, outcome = converted(data, form)
            assert (rows(again), outcome.records) == ([], 0)
    assert (
        netkit.capture.open(io.BytesIO(converted(make.pcap_header(link_type=101), PCAP)[0])).interfaces[0].link_type
        == 101
    )


def test_an_interface_that_can_not_be_read_shifts_no_other(make):
    data = make.section() + make.block(1, bytes(4)) + make.interface(link_type=101) + make.enhanced(b"a", interface=1)
    data += make.block(5, struct.pack("<III", 1, 0, 0)) + make.block(5, struct.pack("<III", 0, 0, 0))
    again, outcome = converted(data, PCAPNG)
    _, interface, record, statistics = parts(again)
    assert (record.interface, interface.link_type, interface.number) == (interface, 101, 0)
    assert statistics.content[:4] == bytes(4)
    assert outcome.losses == {"statistics of interfaces that are not described": 1}


def test_a_damaged_capture_is_converted_as_far_as_it_is_whole(make):
    data = make.pcap_header() + make.pcap_record(b"one") + make.pcap_record(b"two")
    with netkit.capture.open(io.BytesIO(data[:-1])) as capture:
        target = io.BytesIO()
        assert convert(capture, target, PCAPNG).records == 1
    assert [problem.rule for problem in capture.problems] == ["pcap.record.truncated"]
    assert len(rows(target.getvalue())) == 1


def test_what_is_changed_may_be_left_out_or_replaced(make):
    data = (
        make.section() + make.interface() + make.enhanced(b"abcdef") + make.block(0xBAD, bytes(8)) + make.simple(b"xyz")
    )

    def change(part):
        if isinstance(part, Record):
            return Record(part.number, part.time, part.data[:2], part.original_length, part.interface, (), part.ticks)
        return part if isinstance(part, SectionHeader | Interface) else None

    again, outcome = converted(data, PCAPNG, change=change)
    assert [(record.time, record.data, record.original_length) for record in parts(again)[2:]] == [
        (0, b"ab", 6),
        (0, b"xy", 3),
    ]
    assert outcome.losses == {"packets without a time: 1970 stands there": 1}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 50), st.none() | st.integers(0, 20)), min_size=1, max_size=5))
def test_a_selection_is_what_its_text_says(ranges):
    chosen = [(first, None if length is None else first + length) for first, length in ranges]
    words = [
        f"{first}-" if last is None else str(first) if first == last else f"{first}-{last}" for first, last in chosen
    ]
    found = parse_selection(", ".join(words))
    assert found == Selection(tuple(chosen))
    for number in range(1, 80):
        assert (number in found) == any(first <= number <= (last or 10**9) for first, last in chosen)


@pytest.mark.parametrize(
    "text", ["", ",", "1,", "a", "0", "0-5", "5-3", "-", "1-2-3", "1.5", "-0", "+1", "1" * 30, "١"]
)
def test_what_is_no_selection_is_refused(text):
    with pytest.raises(UsageError) as caught:
        parse_selection(text)
    assert caught.value.hint == "for example 1-100,205,1000-"


def test_a_range_may_lack_its_beginning():
    assert parse_selection("-3").ranges == ((1, 3),)


def test_a_new_capture_converts(make):
    target = io.BytesIO()
    netkit.capture.write(target, [NewRecord(data=b"a", time=5), NewRecord(data=b"b", link_type=101, interface="x")])
    assert converted(target.getvalue(), PCAPNG)[0] == target.getvalue()
