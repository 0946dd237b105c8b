"""What is filled in: every length, number and default, held against the tables that it comes from and against the RFCs."""

import pytest

from netkit.packet import build, dissect
from netkit.packet.building.filling.carrying import LAYERS, SELECTORS, link_type_of, numbers_of, spaces_carrying
from netkit.packet.building.filling.codes import code_of
from netkit.packet.building.filling.counts import count_of
from netkit.packet.building.filling.defaults import CONSTANTS, DEFAULTS, EXPERIMENTS, INSTEAD, PORTS
from netkit.packet.building.filling.lengths import LENGTHS, Measure, TailLength, length_of
from netkit.packet.building.filling.sums import SUMS
from netkit.packet.building.naming.names import layer_names, name_of, table_named
from netkit.packet.building.naming.scapy_names import SCAPY_NAMES
from netkit.packet.kinds import LENGTH
from netkit.packet.pictures import KEYS, tables
from netkit.packet.registry import READERS


def test_every_key_that_something_is_filled_in_for_is_a_field():
    known = {*LENGTHS, *SUMS, *SELECTORS, *DEFAULTS, *INSTEAD}
    assert known - set(KEYS) == set()
    spaces = {space for space, _ in READERS}
    assert set(SELECTORS.values()) | set(EXPERIMENTS) <= spaces | {"sll.ltype"}
    assert [name for name in {*CONSTANTS, *PORTS, *SCAPY_NAMES} if table_named(name) is None] == []


def test_every_reader_of_the_registry_is_reached_by_what_is_built():
    """A number that netkit reads is one that it fills in, or at least accepts: none is forgotten here when a protocol is added."""
    reached = {
        (space, number) for table in LAYERS for space, numbers in spaces_carrying(table).items() for number in numbers
    }
    # Only steps on the way to a header: IP by its version, LLC and PPP by their beginnings.
    missing = {key for key in READERS if key not in reached}
    assert missing == set()


def test_every_length_of_the_tables_is_known_or_named_as_none():
    """A number of bytes called a length is filled in, unless it is listed as telling of something that the header does not show."""
    forgotten = set()
    for table in tables():
        for field in table.fields:
            if (
                field.width
                and field.kind is LENGTH
                and field.name.endswith("length")
                and length_of(table, field) is None
            ):
                forgotten.add(field.key)
    assert forgotten <= {key for key, measure in LENGTHS.items() if measure is None} | {"icmpv6.opt.length"}


def test_a_length_is_found_from_the_field_that_has_it():
    text = next(table for table in tables() if table.__name__ == "CharacterString")
    found = length_of(text, text.fields[0])
    assert isinstance(found, TailLength)
    assert (found.unit, found.plus) == (1, 0)
    unknown = next(table for table in tables() if table.__name__ == "AuthenticationHeader")
    assert isinstance(length_of(unknown, unknown.fields[1]), Measure)
    mss = next(table for table in tables() if table.__name__ == "MaximumSegmentSize")
    assert code_of(mss, mss.fields[0]).bind(mss.fields[0]).right == (2,)
    assert count_of(mss.fields[0]) is None


@pytest.mark.parametrize(
    ("space", "table", "first"),
    [
        ("ip.proto", "tcp", 6), ("ip.proto", "udp", 17), ("ip.proto", "icmp", 1), ("ip.proto", "ipv4", 4), ("ip.proto", "ipv6", 41),
        ("ipv6.nxt", "hop_by_hop", 0), ("ipv6.nxt", "icmpv6", 58), ("eth.type", "ipv4", 0x0800), ("eth.type", "ipv6", 0x86DD),
        ("eth.type", "arp", 0x0806), ("eth.type", "vlan", 0x8100), ("udp.port", "dns", 53), ("udp.port", "dhcp", 67),
        ("udp.port", "vxlan", 4789), ("tcp.port", "smtp", 25), ("tcp.port", "http", 80), ("tcp.port", "tls_record", 443),
    ],
)  # fmt: skip
def test_numbers_come_from_the_registry(space, table, first):
    numbers = numbers_of(space, table_named(table))
    assert first in numbers
    assert numbers[0] == first or (space, table) == ("tcp.port", "tls_record")


def test_the_link_type_follows_from_the_first_layer():
    wanted = {
        "ethernet": 1,
        "ieee8023": 1,
        "ipv4": 101,
        "ipv6": 101,
        "cooked": 113,
        "loopback": 108,
        "null_family": 0,
        "ppp": 9,
    }
    assert {name: link_type_of(table_named(name)) for name in wanted} == wanted
    assert link_type_of(table_named("udp")) is None


def test_names_are_one_for_each_table_that_differs():
    names = {}
    for table in dict.fromkeys(tables()):
        names.setdefault(name_of(table), []).append(table)
    for name, found in names.items():
        assert len({(table.title, *(field.key for field in table.fields)) for table in found}) == 1, name
        assert name == name.lower()
        assert name.replace("_", "").isalnum()
        assert table_named(name) in found
    assert len(layer_names()) > len(LAYERS)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "ipv4 / udp",
            {"ip.src": "192.0.2.1", "ip.dst": "198.51.100.2", "ip.ttl": 64, "udp.srcport": 49152, "udp.dstport": 9},
        ),
        ("ipv6 / udp", {"ipv6.src": "2001:db8::1", "ipv6.dst": "2001:db8::2", "ipv6.hlim": 64, "ipv6.nxt": 17}),
        ("ipv6", {"ipv6.nxt": 59, "ipv6.plen": 0}),
        ('ipv4 / data "x"', {"ip.proto": 253}),
        ('ethernet / data "x"', {"eth.type": 0x88B5, "eth.src": "02:00:00:00:00:01", "eth.dst": "02:00:00:00:00:02"}),
        ("ipv4 / tcp", {"tcp.flags.syn": True, "tcp.flags.ack": False, "tcp.window_size_value": 65535}),
        ('ipv4 / tcp / data "x"', {"tcp.flags.syn": False, "tcp.flags.ack": True, "tcp.flags.push": True}),
        ("ipv4 / tcp rst", {"tcp.flags.syn": False, "tcp.flags.reset": True}),
        ("ipv4 / udp / dns question=a.test", {"udp.dstport": 53, "udp.srcport": 49152, "dns.flags.recdesired": True}),
        ("ipv4 / udp sport=53 / dns response", {"udp.dstport": 49152}),
        ("ipv4 / udp dport=40000 / dns response", {"udp.srcport": 53}),
        ("ipv4 / udp / dhcp message_type=discover", {"udp.srcport": 68, "udp.dstport": 67, "dhcp.option.end": 255}),
        ("ipv4 / udp sport=67 / dhcp operation=2 message_type=offer", {"udp.dstport": 68}),
        (
            "ipv4 / udp / mdns question=printer.local",
            {"udp.srcport": 5353, "udp.dstport": 5353, "dns.flags.recdesired": False},
        ),
        ('ipv4 / tcp sport=8080 / http "HTTP/1.1 200 OK"', {"tcp.dstport": 49152}),
        ("ethernet / arp", {"arp.opcode": 1, "arp.dst.hw_mac": "00:00:00:00:00:00", "arp.src.proto_ipv4": "192.0.2.1"}),
        ("ipv4 / gre key=7 / ipv4 / udp", {"gre.flags.key": True, "gre.proto": 0x0800}),
        ("ieee8023 / llc / ipv4 / udp", {"llc.dsap": 6, "llc.ssap": 6, "eth.len": 31}),
        ("ieee8023 / llc [snap] [snap_type] / ipv4 / udp", {"llc.dsap": 0xAA, "llc.type": 0x0800}),
        ("cooked / ipv4 / udp", {"sll.etype": 0x0800, "sll.halen": 6}),
        ("ipv4 / ipv6 / udp", {"ip.proto": 41}),
        ("ipv4 / udp / vxlan / ethernet / arp", {"udp.dstport": 4789, "vxlan.flag_i": True}),
    ],
)
def test_defaults_and_guesses(line, told):
    packet = build(line).dissect()
    assert {key: packet.value(key) for key in told} == told
    assert packet.problems == []


def test_the_checksum_of_udp_that_would_be_0_is_all_ones():
    """RFC 768: 0 means that there is none."""
    # 0xffff less the sum of all the rest: the sum is then all ones, and its complement 0.
    without = build("ipv4 / udp / data hex:0000").encode()
    filler = int.from_bytes(without[26:28], "big")
    data = build(f"ipv4 / udp / data hex:{filler:04x}").encode()
    assert data[26:28] == b"\xff\xff"
    assert dissect(data, 101).problems == []


def test_sums_above_a_routing_header_count_the_last_node():
    line = (
        "ipv6 / ipv6_routing routing_type=4 segments_left={} [segment_routing last_entry=0] [segment 2001:db8::9] / udp"
    )
    assert build(line.format(1)).encode()[-2:] != build(line.format(0)).encode()[-2:]
    assert build(line.format(1)).dissect().problems == []
