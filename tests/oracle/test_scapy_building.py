"""Building beside scapy: the same names, the same bytes, and each other's packets."""

import importlib
import warnings

import pytest

from netkit.errors import PacketError
from netkit.packet import build, dissect
from netkit.packet.building import from_dissection, from_scapy, to_scapy
from netkit.packet.building.completion import companions
from netkit.packet.building.naming.names import fields_of, layer_named, table_named
from netkit.packet.building.naming.parts import part_named
from netkit.packet.building.naming.scapy_names import LAYER_NAMES, SCAPY_NAMES
from tests.oracle.requirement import missing
from tests.vectors.reading import vectors

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    try:
        scapy = importlib.import_module("scapy.layers.all")
    except ImportError:
        missing("scapy", "pip install scapy")

NOBODY = "0.0.0.0"  # noqa: S104 - no socket is bound

OTHERWISE = {
    "IP": {"options"},
    "TCP": {"options"},
    "IPv6ExtHdrHopByHop": {"options", "autopad"},
    "IPv6ExtHdrDestOpt": {"options", "autopad"},
    "IPv6ExtHdrRouting": {"reserved", "addresses"},
    "ICMP": {"length", "unused", "reserved", "extpad", "ext"},
    "ICMPv6EchoRequest": {"data"},
    "ICMPv6DestUnreach": {"length", "unused", "extpad", "ext"},
    "DNS": {"length", "qd", "an", "ns", "ar"},
    "LLMNRQuery": {"qd", "an", "ns", "ar"},
    "BOOTP": {"options"},
    "GRE": {"offset"},
    "VXLAN": {"flags", "reserved0", "NextProtocol", "reserved1", "gpflags"},
    "ESP": {"data"},
    "AH": {"padding"},
    "CookedLinux": {"src", "proto"},
    "LLC": set(),
    "SNAP": {"code"},
    "HDLC": set(),
}
"""Fields of scapy's that netkit has as parts, as several fields, or not at all, by scapy's class."""

CLASSES = {
    "Ether": "ethernet", "Dot3": "ieee8023", "LLC": "llc", "Dot1Q": "vlan", "Dot1AD": "provider_tag", "ARP": "arp", "CookedLinux": "cooked",
    "PPP": "ppp", "HDLC": "ppp_framing", "PPPoE": "pppoe_session", "PPPoED": "pppoe_discovery", "IP": "ipv4", "IPv6": "ipv6",
    "IPv6ExtHdrHopByHop": "hop_by_hop", "IPv6ExtHdrDestOpt": "destination_options", "IPv6ExtHdrRouting": "ipv6_routing",
    "IPv6ExtHdrFragment": "ipv6_fragment", "ICMP": "icmp", "ICMPv6EchoRequest": "icmpv6", "ICMPv6DestUnreach": "icmpv6",
    "ICMPv6PacketTooBig": "icmpv6", "ICMPv6ND_NS": "icmpv6", "ICMPv6ND_NA": "icmpv6", "ICMPv6ND_RA": "icmpv6", "UDP": "udp", "TCP": "tcp",
    "DNS": "dns", "DNSQR": "question_name question_type", "DNSRR": "record_name resource_record", "LLMNRQuery": "llmnr", "BOOTP": "dhcp",
    "GRE": "gre", "VXLAN": "vxlan", "ESP": "esp", "AH": "authentication_header", "SNAP": "snap snap_type",
}  # fmt: skip
"""scapy's classes with the tables of netkit's that have their fields."""

ELSEWHERE = {"DNSQR": {"unicastresponse"}, "DNSRR": {"cacheflush", "rdata"}}
"""Fields that only another table has (multicast DNS), or that are parts."""


@pytest.mark.parametrize("name", CLASSES)
def test_the_names_of_scapys_fields_are_names_here(name):
    tables = [table_named(each) for each in CLASSES[name].split()]
    tables += [companion for table in tables for companion in companions(table)]
    known = {field for table in tables for field in fields_of(table)[0]}
    theirs = {field.name.lower() for field in getattr(scapy, name).fields_desc}
    left_out = {field.lower() for field in OTHERWISE.get(name, set()) | ELSEWHERE.get(name, set())}
    parts = {field for field in theirs if part_named(tables[0], field)}
    assert theirs - known - left_out - parts == set()


def test_every_name_of_scapys_that_is_listed_is_one():
    """The list has no name that scapy does not know: it was not written from memory."""
    theirs = {field.name.lower() for name in dir(scapy) for field in getattr(getattr(scapy, name), "fields_desc", ())}
    listed = {name.lower() for names in SCAPY_NAMES.values() for name in names}
    assert listed - theirs == set()
    assert all(hasattr(scapy, name) for name in LAYER_NAMES if name != "TLS")


@pytest.mark.parametrize(
    "name",
    ["Ether", "IP", "IPv6", "TCP", "UDP", "ICMP", "ARP", "DNS", "Dot1Q", "GRE", "VXLAN", "ESP", "AH", "BOOTP", "Raw"],
)
def test_the_names_of_scapys_layers_are_names_here(name):
    assert layer_named(name) is not None
    assert layer_named(name.lower()) is layer_named(name)


UNCOMPRESSED = """\
ip / udp sport=53 / dns id=7 qr=1 aa=1 question=a.test \
[answer [record_name hex:0162047465737400] [resource_record ttl=60 [ipv4_address 192.0.2.80]]]"""


def built_by_scapy():
    """Packets that scapy builds, with the lines that netkit builds the same bytes from."""
    s = scapy
    ip = {"src": "192.0.2.1", "dst": "198.51.100.2", "id": 0}
    ether = s.Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
    v6 = s.IPv6(src="2001:db8::1", dst="2001:db8::2")
    return [
        (ether / s.IP(**ip) / s.UDP(sport=49152, dport=9) / b"hello", 'ethernet / ipv4 / udp / data "hello"'),
        (s.IP(**ip, ttl=3, tos=0xB8, flags="DF") / s.UDP(sport=1, dport=2), "ip ttl=3 tos=0xb8 flags=DF / udp sport=1 dport=2"),
        (
            s.IP(**ip) / s.TCP(sport=49152, dport=80, seq=7, ack=8, flags="SA", window=1000, urgptr=9),
            "ip / tcp dport=80 seq=7 ack=8 flags=SA window=1000 urgptr=9 sport=49152",
        ),
        (
            s.IP(**ip) / s.TCP(sport=49152, dport=80, flags="S", window=65535,
                               options=[("MSS", 1460), ("SAckOK", b""), ("Timestamp", (1, 0)), ("NOP", None), ("WScale", 7)]),
            "ip / tcp sport=49152 dport=80 syn mss=1460 sackok timestamps=1,0 nop wscale=7",
        ),
        (
            s.IP(**ip) / s.TCP(sport=49152, dport=80, flags="S", window=65535, options=[("WScale", 7)]),
            "ip / tcp sport=49152 dport=80 syn wscale=7",
        ),
        (s.IP(**ip) / s.ICMP(id=7, seq=2) / b"x", 'ip / icmp id=7 seq=2 / data "x"'),
        (s.IP(**ip) / s.ICMP(type=5, code=1, gw="192.0.2.254") / s.IP(**ip) / s.UDP(sport=1, dport=2),
         "ip / icmp type=5 code=1 gw=192.0.2.254 / quoted(ip / udp sport=1 dport=2)"),
        (s.IP(**ip) / s.ICMP(type=13, id=7, seq=2, ts_ori=1, ts_rx=2, ts_tx=3), "ip / icmp type=13 id=7 seq=2 ts_ori=1 ts_rx=2 ts_tx=3"),
        (v6 / s.UDP(sport=49152, dport=9) / b"hello", 'ipv6 / udp / data "hello"'),
        (v6 / s.ICMPv6EchoRequest(id=7, seq=2, data=b"x"), 'ipv6 / icmpv6 id=7 seq=2 / data "x"'),
        (v6 / s.ICMPv6ND_NS(tgt="2001:db8::9") / s.ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01"),
         "ipv6 hlim=255 / icmpv6 type=135 tgt=2001:db8::9 slla=02:00:00:00:00:01"),
        (v6 / s.IPv6ExtHdrHopByHop(options=[s.RouterAlert()]) / s.UDP(sport=49152, dport=9), "ipv6 / hop_by_hop router_alert=0 / udp"),
        (v6 / s.IPv6ExtHdrFragment(id=7) / s.UDP(sport=49152, dport=9), "ipv6 / ipv6_fragment id=7 / udp"),
        (ether / s.Dot1Q(vlan=7, prio=3) / s.IP(**ip) / s.UDP(sport=49152, dport=9), "ethernet / vlan vlan=7 prio=3 / ip / udp"),
        (ether / s.ARP(op=2, hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", hwdst="02:00:00:00:00:02", pdst="192.0.2.2"),
         "ethernet / arp op=2 hwdst=02:00:00:00:00:02"),
        (s.IP(**ip) / s.UDP(sport=49152, dport=53) / s.DNS(id=7, rd=1, qd=s.DNSQR(qname="www.example.test", qtype="AAAA")),
         'ip / udp / dns id=7 question="www.example.test AAAA"'),
        (
            s.IP(**ip) / s.UDP(sport=53, dport=49152) / s.DNS(id=7, qr=1, aa=1, rd=1, qd=s.DNSQR(qname="a.test"),
                                                              an=s.DNSRR(rrname="b.test", ttl=60, rdata="192.0.2.80")),
            # scapy writes each name in full; netkit points at the one before, unless it is given the bytes
            UNCOMPRESSED,
        ),
        (s.IP(**ip) / s.GRE() / s.IP(**ip) / s.UDP(sport=49152, dport=9), "ip / gre / ip / udp"),
        (s.IP(**ip) / s.UDP(sport=49152, dport=4789) / s.VXLAN(flags=8, vni=7) / ether / s.ARP(
            hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2"), "ip / udp / vxlan vni=7 / ethernet / arp"),
        (s.IP(**ip) / s.IP(**ip) / s.UDP(sport=49152, dport=9), "ip / ip / udp"),
        (
            s.IP(src=NOBODY, dst="255.255.255.255", id=0) / s.UDP(sport=68, dport=67)
            / s.BOOTP(xid=7, chaddr=bytes.fromhex("020000000001")) / s.DHCP(options=[("message-type", "discover"), "end"]),
            "ip src=0.0.0.0 dst=255.255.255.255 / udp / dhcp xid=7 message_type=discover",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "line"), built_by_scapy(), ids=lambda each: each if isinstance(each, str) else "scapy"
)
def test_scapy_builds_the_same_bytes(theirs, line):
    data = bytes(theirs)
    packet = build(line)
    assert packet.encode() == data
    # And each makes the other's packet.
    assert from_scapy(theirs).encode() == data
    assert bytes(to_scapy(packet)) == data
    assert type(to_scapy(packet)).__name__ == type(theirs).__name__


@pytest.mark.parametrize(
    "vector", [vector for vector in vectors() if vector.link_type in (0, 1, 9, 50, 101, 108, 113, 276)], ids=repr
)
def test_every_vector_goes_to_scapy_and_comes_back(vector):
    packet = from_dissection(dissect(vector.data, vector.link_type))
    there = to_scapy(dissect(vector.data, vector.link_type))
    assert bytes(there) == vector.data
    back = from_scapy(there)
    assert back.encode() == vector.data
    assert back == packet


def test_what_scapy_is_not_asked_about():
    with pytest.raises(PacketError, match="link type 104"):
        to_scapy(build("cisco_hdlc / ipv4 / udp"))
    with pytest.raises(PacketError, match="UDP"):
        from_scapy(scapy.UDP())
