"""What a pcapng file says beside its packets: names, statistics, secrets, interfaces, sections, and the options of packets.

The examples are those of the draft (draft-ietf-opsawg-pcapng §4), and tshark's and capinfos's word where they say it.
"""

import io
import itertools
import struct
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture import OtherBlock, Record, SectionHeader, details
from netkit.capture.options import MAXIMUM_OPTIONS, number_of, reordered
from netkit.capture.pcapng_format import INTERFACE_OPTION_NUMBERS, PACKET_NUMBERS

NAMES, STATISTICS, JOURNAL, SECRETS, CUSTOM = 4, 5, 9, 10, 0xBAD


def read(data):
    with netkit.capture.open(io.BytesIO(data)) as capture:
        return list(capture), capture


def rules(capture):
    return [problem.rule for problem in capture.problems]


def name_record(kind, value, order="<"):
    return struct.pack(order + "HH", kind, len(value)) + value + bytes(-len(value) % 4)


@pytest.mark.parametrize("order", ["<", ">"])
def test_names(make, order):
    """The examples of §4.5."""
    records = [
        name_record(1, bytes((127, 0, 0, 1)) + b"localhost\0", order),
        name_record(2, bytes.fromhex("20010db8000000000000000012345678") + b"somehost\0other\0", order),
        name_record(77, b"a kind that is to come", order),
        name_record(3, bytes.fromhex("02caffeef00d") + b"teapot under test\0", order),
        name_record(4, bytes.fromhex("0001020304050607") + b"long\0", order),
        name_record(1, bytes((127, 0, 0, 1)) + b"localhost\0loopback\0", order),
        bytes(4),
    ]
    options = make.option(2, b"our_nameserver", order)
    data = make.section(order) + make.block(NAMES, b"".join(records) + options, order)
    _, capture = read(data)
    assert capture.names == {
        "127.0.0.1": ["localhost", "loopback"],
        "2001:db8::1234:5678": ["somehost", "other"],
        "02:ca:ff:ee:f0:0d": ["teapot under test"],
        "00:01:02:03:04:05:06:07": ["long"],
    }
    assert capture.problems == ()


def test_names_that_lie_end_where_their_block_ends(make):
    whole = name_record(1, bytes((192, 0, 2, 1)) + b"first\0")
    lies = struct.pack("<HH", 1, 60000) + bytes(8)
    short = name_record(1, b"\1\2")
    empty = name_record(1, bytes((192, 0, 2, 2)) + b"\0")
    for content in (whole + lies, whole + short, whole + empty, whole, whole + b"\1\0"):
        _, capture = read(make.section() + make.block(NAMES, content))
        assert capture.names == {"192.0.2.1": ["first"]}


def test_names_are_those_of_tshark(make, tshark, tmp_path):
    records = [name_record(1, bytes((192, 0, 2, number)) + f"host-{number}.test\0".encode()) for number in range(1, 5)]
    data = (
        make.section() + make.block(NAMES, b"".join(records) + bytes(4)) + make.interface() + make.enhanced(bytes(60))
    )
    path = tmp_path / "a.pcapng"
    path.write_bytes(data)
    done = subprocess.run(["tshark", "-r", path, "-q", "-z", "hosts"], capture_output=True, text=True, check=True)
    told = [line.split() for line in done.stdout.splitlines() if line.startswith("192.0.2.")]
    with netkit.capture.open(path) as capture:
        list(capture)
    assert {address: names[0] for address, names in capture.names.items()} == dict(told)


@pytest.mark.parametrize("order", ["<", ">"])
def test_statistics(make, order):
    """The moments of §4.6: '96 c3 04 00 73 89 6a 65' is 2012-06-29 06:17:00.834163 UTC."""

    def moment(high, low):
        return struct.pack(order + "II", high, low)

    options = [
        make.option(2, moment(0x0004C396, 0x656A8973), order),
        make.option(3, moment(0x0004C397, 0x64CA47AA), order),
        *(make.option(code, struct.pack(order + "Q", code * 100), order) for code in range(4, 9)),
        make.option(1, b"all went well", order),
    ]
    fixed = struct.pack(order + "I", 0) + moment(0x0004C397, 0x64CA47AA)
    early = struct.pack(order + "I", 0) + moment(0, 0) + make.option(4, struct.pack(order + "Q", 7), order)
    blocks = make.block(STATISTICS, early, order) + make.block(STATISTICS, fixed + b"".join(options), order)
    _, capture = read(make.section(order) + make.interface(order) + blocks)
    (found,) = capture.statistics
    assert found.start == 1_340_950_620_834_163_000
    assert found.end == found.time == 1_340_954_905_298_858_000
    assert (found.received, found.dropped, found.accepted) == (400, 500, 600)
    assert (found.dropped_by_system, found.delivered) == (700, 800)
    assert (found.interface, found.section, found.comments) == (0, 1, ("all went well",))
    assert capture.problems == ()


def test_statistics_without_their_interface_or_their_fixed_part(make):
    start = make.section() + make.interface()
    stray = make.block(STATISTICS, struct.pack("<III", 3, 0, 0))
    _, capture = read(start + stray + make.block(STATISTICS, bytes(8)) + make.block(SECRETS, bytes(4)))
    assert capture.statistics == ()
    assert rules(capture) == [
        "pcapng.statistics.no_interface",
        "pcapng.block.content_too_short",
        "pcapng.block.content_too_short",
    ]


def test_secrets_are_counted_and_never_shown(make):
    key_log = b"CLIENT_RANDOM 00 11\n"
    blocks = [(0x544C534B, key_log), (0x544C534B, key_log * 2), (0x57474B4C, b"x"), (0x12345678, b"")]
    data = make.section() + b"".join(
        make.block(SECRETS, struct.pack("<II", kind, len(log)) + log) for kind, log in blocks
    )
    _, capture = read(data)
    assert capture.secrets == {"TLS key log": (2, 60), "WireGuard key log": (1, 1), "unknown (0x12345678)": (1, 0)}
    assert "CLIENT" not in repr(list(netkit.capture.open(io.BytesIO(data)).parts()))


@pytest.mark.parametrize("order", ["<", ">"])
def test_everything_about_an_interface(make, order):
    """The examples of §4.2."""
    values = {
        2: b"eth0",
        3: b"Wi-Fi",
        4: bytes((192, 168, 1, 1, 255, 255, 255, 0)),
        5: bytes.fromhex("20010db885a308d313198a2e0370734440"),
        6: bytes((0, 1, 2, 3, 4, 5)),
        7: bytes.fromhex("023456fffe789abc"),
        8: struct.pack(order + "Q", 100_000_000),
        9: b"\x06",
        11: b"\0tcp port 23 and host 192.0.2.5",
        12: b"openSUSE 10.2",
        13: b"\x04",
        14: struct.pack(order + "q", 1234),
        15: b"Broadcom NetXtreme",
        18: b"Europe/Berlin",
        1: b"the one with the green cable",
    }
    options = b"".join(make.option(code, value, order) for code, value in values.items())
    _, capture = read(make.section(order) + make.interface(order, options=options))
    (found,) = capture.interfaces
    assert (found.name, found.description, found.hardware) == ("eth0", "Wi-Fi", "Broadcom NetXtreme")
    assert found.addresses == (
        "192.168.1.1/24",
        "2001:db8:85a3:8d3:1319:8a2e:370:7344/64",
        "00:01:02:03:04:05",
        "02:34:56:ff:fe:78:9a:bc",
    )
    assert found.speed == (100_000_000, 100_000_000)
    assert (found.resolution, found.time_offset, found.fcs_length) == (10**6, 1234, 4)
    assert (found.filter, found.operating_system) == ("tcp port 23 and host 192.0.2.5", "openSUSE 10.2")
    assert (found.zone, found.comments) == ("Europe/Berlin", ("the one with the green cable",))
    assert found.options == tuple(values.items())


def test_speeds_may_differ_and_a_filter_may_be_no_text(make):
    options = make.option(16, struct.pack("<Q", 1024000)) + make.option(17, struct.pack("<Q", 8192000))
    _, capture = read(make.section() + make.interface(options=options + make.option(11, b"\1\2\3")) + make.interface())
    first, second = capture.interfaces
    assert (first.speed, first.filter) == ((1024000, 8192000), None)
    assert (second.speed, second.filter, second.addresses, second.fcs_length) == ((None, None), None, (), None)


def test_a_section_says_what_made_it(make):
    values = ((2, b"x86"), (3, b"Plan 9"), (4, b"dumpcap V0.99.7"), (1, b"one"), (1, b"two"))
    options = b"".join(make.option(*option) for option in values)
    _, capture = read(make.section(options=options) + make.section(">"))
    first, second = capture.sections
    assert (first.hardware, first.operating_system, first.application) == ("x86", "Plan 9", "dumpcap V0.99.7")
    assert (first.comments, first.byte_order, second.byte_order) == (("one", "two"), "little", "big")
    assert (second.number, second.hardware, second.comments) == (2, None, ())


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_options_of_a_packet(make, order):
    """The examples of §4.3."""
    options = [
        make.option(2, struct.pack(order + "I", 0b0100_010_10), order),
        make.option(3, bytes.fromhex("02ec1d8797"), order),
        make.option(3, bytes.fromhex("03456ec2177c101e3c2e996ec29a3d508e"), order),
        make.option(3, b"", order),
        make.option(4, struct.pack(order + "Q", 7), order),
        make.option(5, struct.pack(order + "Q", 1 << 40), order),
        make.option(6, struct.pack(order + "I", 3), order),
        make.option(7, b"\2" + struct.pack(order + "Q", 2), order),
    ]
    data = make.section(order) + make.interface(order)
    data += make.enhanced(b"abc", options=b"".join(options), order=order) + make.enhanced(b"", order=order)
    (first, second), _ = read(data)
    found = details(first)
    assert (found.flags, found.direction, found.reception, found.fcs_length) == (0x8A, "outbound", "multicast", 4)
    assert (found.drops, found.packet_id, found.queue) == (7, 1 << 40, 3)
    assert found.hashes == (
        ("CRC32", bytes.fromhex("ec1d8797")),
        ("MD5", bytes.fromhex("456ec2177c101e3c2e996ec29a3d508e")),
    )
    assert found.verdicts == (("Linux eBPF XDP", struct.pack(order + "Q", 2)),)
    assert details(second) == netkit.capture.Details()


def test_flags_and_drops_are_those_of_tshark(make, tshark, tmp_path):
    words = [0, 1, 2, 0b101, 0b1010, 0b1110, 0b10010, 0b1000_000_01]
    data = make.section() + make.interface()
    for word in words:
        options = make.option(2, struct.pack("<I", word)) + make.option(4, struct.pack("<Q", word * 3))
        data += make.enhanced(bytes(60), options=options)
    path = tmp_path / "a.pcapng"
    path.write_bytes(data)
    keys = ("frame.packet_flags", "frame.packet_flags_direction", "frame.packet_flags_reception_type")
    keys += ("frame.packet_flags_fcs_length",)
    command = ["tshark", "-r", path, "-T", "fields", *itertools.chain(*(("-e", key) for key in keys))]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [[int(value, 0) for value in line.split("\t")] for line in done.stdout.splitlines()]
    directions, receptions = [None, "inbound", "outbound"], [None, "unicast", "multicast", "broadcast", "promiscuous"]
    told = [details(record) for record in netkit.capture.open(path)]
    assert [(each.flags, each.direction, each.reception, each.fcs_length or 0) for each in told] == [
        (word, directions[direction], receptions[reception], fcs) for word, direction, reception, fcs in rows
    ]
    assert [row[0] for row in rows] == words


def test_drops_of_an_obsolete_block_are_an_option_like_that_of_the_new_one(make):
    def obsolete(drops):
        return make.block(2, struct.pack("<HHIIII", 0, drops, 0, 0, 1, 1) + b"a" + bytes(3))

    (known, unknown), _ = read(make.section() + make.interface() + obsolete(5) + obsolete(0xFFFF))
    assert (details(known).drops, details(unknown).drops) == (5, None)


def test_the_frame_check_sequence_of_pcap(make):
    """§4 of the draft on pcap: 4 bits of length, in words of 16 bits, where the bit after them but one says that they count."""
    for network, length in ((1, None), (1 | 1 << 26 | 2 << 28, 4), (1 | 2 << 28, None), (105 | 1 << 26, 0)):
        (record,), capture = read(make.pcap_header(link_type=network) + make.pcap_record(b"abcdef"))
        assert (capture.interfaces[0].fcs_length, record.link_type) == (length, network & 0xFFFF)


def test_parts_are_everything_in_order(make):
    data = make.section() + make.interface() + make.enhanced(b"a", 5) + make.block(CUSTOM, b"\0\0\0\1made")
    data += make.section(">") + make.block(0x7777, b"odd!", ">") + make.interface(">") + make.simple(b"b", order=">")
    parts = list(netkit.capture.open(io.BytesIO(data)).parts())
    kinds = [type(part).__name__ for part in parts]
    assert kinds == ["SectionHeader", "Interface", "Record", "OtherBlock"] * 1 + [
        "SectionHeader",
        "OtherBlock",
        "Interface",
        "Record",
    ]
    assert (parts[2].ticks, parts[7].ticks) == (5, None)
    assert parts[3] == OtherBlock(CUSTOM, b"\0\0\0\1made", "little", 1)
    assert parts[5] == OtherBlock(0x7777, b"odd!", "big", 2)
    assert parts[4] == SectionHeader(2, "big")


def test_records_and_parts_are_one_stream(make):
    data = make.section() + make.interface() + make.enhanced(b"a") + make.enhanced(b"b") + make.block(9, b"log!")
    for content in (data, make.pcap_header() + make.pcap_record(b"a") + make.pcap_record(b"b")):
        capture = netkit.capture.open(io.BytesIO(content))
        first = next(part for part in capture.parts() if isinstance(part, Record))
        assert (first.number, first.data) == (1, b"a")
        assert [(record.number, record.data) for record in capture] == [(2, b"b")]
        assert list(capture) == []


def test_what_is_gathered_is_bounded(make, monkeypatch):
    monkeypatch.setattr("netkit.capture.annotations.ROOM", 10_000)
    records = b"".join(name_record(1, struct.pack(">I", number) + b"host\0") for number in range(200))
    data = make.section() + make.block(NAMES, records) * 3
    data += b"".join(make.block(SECRETS, struct.pack("<II", kind, 0)) for kind in range(200))
    data += b"".join(make.block(0x1000 + kind, b"") for kind in range(200)) + make.interface() + make.enhanced(b"a")
    (record,), capture = read(data)
    assert record.data == b"a"
    assert 10 < len(capture.names) < 60
    assert len(capture.secrets) == 0
    assert len(capture.blocks) <= 65
    assert sum(capture.blocks.values()) == 403
    assert rules(capture) == ["pcapng.annotations.too_many"]


def test_long_descriptions_are_bounded_and_packets_still_come(make, monkeypatch):
    monkeypatch.setattr("netkit.capture.section.ROOM", 1000)
    clock = make.option(9, b"\x09")
    data = make.section() + make.interface(options=make.option(2, b"n" * 400) + clock) * 5 + make.enhanced(b"a", 7, 4)
    (record,), capture = read(data)
    assert (record.time, record.interface.name, record.interface.resolution) == (7, None, 10**9)
    assert [each.name is None for each in capture.interfaces] == [False, False, True, True, True]
    assert rules(capture) == ["pcapng.interface.too_much"]


def test_a_block_of_nothing_but_options_is_bounded(make):
    options = make.option(30, b"") * (MAXIMUM_OPTIONS + 10)
    (record,), capture = read(make.section() + make.interface() + make.enhanced(b"a", options=options))
    assert len(record.options) == MAXIMUM_OPTIONS
    assert rules(capture) == ["pcapng.option.too_many"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from([1, 2, 3, 4, 5, 6, 7, 8, 2988, 19373]), st.binary(max_size=20)), max_size=6),
    st.sampled_from([PACKET_NUMBERS, INTERFACE_OPTION_NUMBERS]),
)
def test_turning_the_byte_order_twice_changes_nothing(options, numbers):
    turned = reordered(options, numbers, "little", "big")
    assert reordered(turned, numbers, "big", "little") == tuple(options)
    assert reordered(options, numbers, "big", "big") == tuple(options)
    for code, size in numbers.items():
        if size in (4, 8) and code != 8:
            assert number_of(turned, code, size, "big") == number_of(options, code, size, "little")
