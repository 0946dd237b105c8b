"""Headers that scapy builds and netkit reads, and the other way round: each field has the same number in both."""

import importlib
import ipaddress
import random
import warnings

import pytest

from netkit.packet import dissect
from netkit.packet.link.arp import Arp, ArpAddresses
from netkit.packet.link.ethernet import Ethernet, Ieee8023
from netkit.packet.network.icmp import Icmp
from netkit.packet.network.icmp_messages import IcmpEcho
from netkit.packet.network.icmpv6 import Icmpv6, Icmpv6Echo, Icmpv6Mtu
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.network.neighbor_discovery import NeighborAdvertisement, NeighborSolicitation, RouterAdvertisement
from netkit.packet.transport.tcp import Tcp
from netkit.packet.transport.udp import Udp
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises


def scapy(module):
    """A module of scapy; what it and cryptography say of algorithms past their time while it is loaded is no business of ours."""
    with warnings.catch_warnings():
        try:
            from cryptography.utils import CryptographyDeprecationWarning

            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        except ImportError:
            pass
        try:
            return importlib.import_module(f"scapy.layers.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


l2, inet, inet6 = scapy("l2"), scapy("inet"), scapy("inet6")

MAC, IPV4, IPV6, TYPE, LENGTH = "mac", "ipv4", "ipv6", "type", "length"


def pair(table, layer, fields, given=()):
    """A table and scapy's class with (netkit's name, scapy's name, bits or kind of address, scapy's mask for a part of a field)."""
    return pytest.param(table, layer, fields, dict(given), id=table.__name__)


TWINS = [
    pair(Ethernet, l2.Ether, [("destination", "dst", MAC), ("source", "src", MAC), ("type", "type", TYPE)]),
    pair(Ieee8023, l2.Dot3, [("destination", "dst", MAC), ("source", "src", MAC), ("data_length", "len", LENGTH)]),
    pair(
        Ipv4,
        inet.IP,
        [
            ("version", "version", 4), ("internet_header_length", "ihl", 4), ("total_length", "len", 16), ("identification", "id", 16),
            ("fragment_offset", "frag", 13), ("time_to_live", "ttl", 8), ("protocol", "proto", 8), ("checksum", "chksum", 16),
            ("source", "src", IPV4), ("destination", "dst", IPV4),
        ],
        {"internet_header_length": 5},
    ),
    pair(
        Ipv6,
        inet6.IPv6,
        [
            ("version", "version", 4), ("flow_label", "fl", 20), ("payload_length", "plen", 16), ("next_header", "nh", 8),
            ("hop_limit", "hlim", 8), ("source", "src", IPV6), ("destination", "dst", IPV6),
        ],
    ),
    pair(
        Udp,
        inet.UDP,
        [("source_port", "sport", 16), ("destination_port", "dport", 16), ("length", "len", 16), ("checksum", "chksum", 16)],
    ),
    pair(
        Tcp,
        inet.TCP,
        [
            ("source_port", "sport", 16), ("destination_port", "dport", 16), ("sequence_number", "seq", 32),
            ("acknowledgment_number", "ack", 32), ("data_offset", "dataofs", 4), ("reserved", "reserved", 3), ("window", "window", 16),
            ("checksum", "chksum", 16), ("urgent_pointer", "urgptr", 16),
        ],
        {"data_offset": 5},
    ),
]  # fmt: skip

every_twin = pytest.mark.parametrize(("table", "layer", "fields", "given"), TWINS)


def draw(chance, kind):
    if kind == MAC:
        return ":".join(f"{chance.randrange(256):02x}" for _ in range(6))
    if kind == IPV4:
        return ".".join(str(chance.randrange(256)) for _ in range(4))
    if kind == TYPE:  # IEEE 802.3 clause 3.2.6: smaller numbers are lengths
        return chance.randrange(0x0600, 0x10000)
    if kind == LENGTH:
        return chance.randrange(1501)
    if kind == IPV6:
        return str(ipaddress.IPv6Address(chance.randrange(1 << 128) & chance.choice((-1, 0xFFFF << 112 | 0xFFFF))))
    return chance.choice((0, 1, (1 << kind) - 1, chance.randrange(1 << kind)))


def plain(value):
    return value if isinstance(value, str) else int(value)


@every_twin
def test_what_netkit_writes_scapy_reads(table, layer, fields, given):
    chance = random.Random(table.__name__)
    for _ in range(40):
        values = {ours: given.get(ours, draw(chance, kind)) for ours, _, kind in fields}
        header = table(**values)
        theirs = layer(header.encode())
        assert {ours: plain(theirs.getfieldval(name)) for ours, name, _ in fields} == values
        for ours, name, _ in fields:
            (bits,) = [width for entry, _, _, width in header.spans() if entry.name == ours]
            (field,) = [each for each in layer.fields_desc if each.name == name]
            assert bits == int(field.sz * 8), ours


@every_twin
def test_what_scapy_writes_netkit_reads(table, layer, fields, given):
    chance = random.Random(table.__name__ + "back")
    for _ in range(40):
        values = {ours: given.get(ours, draw(chance, kind)) for ours, _, kind in fields}
        theirs = layer(**{name: values[ours] for ours, name, _ in fields})
        content = bytes(theirs)[: table.fixed_bytes]
        header = table.decode(content)
        assert {ours: plain(getattr(header, ours)) for ours in values} == values
        assert header.encode() == content


def test_the_flags_of_tcp():
    names = {
        "finish": "F", "synchronize": "S", "reset": "R", "push": "P", "acknowledgment": "A", "urgent": "U", "ecn_echo": "E",
        "congestion_window_reduced": "C", "accurate_ecn": "N",
    }  # fmt: skip
    for ours, letter in names.items():
        header = Tcp(source_port=1, destination_port=2, sequence_number=3, **{ours: True})
        assert str(inet.TCP(header.encode()).flags) == letter
        back = Tcp.decode(bytes(inet.TCP(flags=letter, chksum=0)))
        assert {name for name in names if getattr(back, name)} == {ours}


def test_the_parts_of_the_traffic_class_and_the_flags_of_ipv4():
    for dscp, ecn in ((0, 1), (1, 0), (46, 2), (63, 3)):
        four = Ipv4(differentiated_services=dscp, explicit_congestion_notification=ecn, total_length=20, protocol=6,
                    source="192.0.2.1", destination="192.0.2.2")  # fmt: skip
        six = Ipv6(
            differentiated_services=dscp,
            explicit_congestion_notification=ecn,
            payload_length=0,
            next_header=59,
            source="::",
            destination="::",
        )
        assert inet.IP(four.encode()).tos == inet6.IPv6(six.encode()).tc == dscp << 2 | ecn
    for ours, theirs in (("reserved", "evil"), ("dont_fragment", "DF"), ("more_fragments", "MF")):
        header = Ipv4(**{ours: True}, total_length=20, protocol=6, source="192.0.2.1", destination="192.0.2.2")
        assert str(inet.IP(header.encode()).flags) == theirs


def whole_packets(chance):
    """Packets of many layers that scapy fills in, with what netkit has to say of each."""
    number = chance.randrange(1 << 16)
    four = inet.IP(src=draw(chance, IPV4), dst=draw(chance, IPV4), ttl=chance.randrange(1, 256), id=number)
    six = inet6.IPv6(src="2001:db8::1", dst="2001:db8::2", hlim=chance.randrange(256), fl=chance.randrange(1 << 20))
    ports = {"sport": chance.randrange(1024, 1 << 16), "dport": 2000 + chance.randrange(1000)}
    load = bytes(chance.randrange(256) for _ in range(chance.randrange(60)))
    options = [("MSS", 1460), ("NOP", None), ("WScale", chance.randrange(15)), ("SAckOK", b"")]
    for network in (four, six):
        yield (
            network / inet.UDP(**ports) / load,
            {"udp.srcport": ports["sport"], "udp.length": 8 + len(load), "udp.payload": load.hex() or None},
        )
        yield (
            network / inet.TCP(**ports, seq=number, options=options) / load,
            {"tcp.seq_raw": number, "tcp.hdr_len": 32, "tcp.payload": load.hex() or None},
        )
    yield four / inet.ICMP(id=number, seq=7) / load, {"icmp.type": 8, "icmp.ident": number, "icmp.seq": 7}
    yield (
        four / inet.ICMP(type=3, code=4, nexthopmtu=number) / four / inet.UDP(**ports),
        {"icmp.mtu": number, "udp.dstport": ports["dport"]},
    )
    yield four / inet.ICMP(type=5, code=1, gw="192.0.2.9") / four / inet.UDP(**ports), {"icmp.redir_gw": "192.0.2.9"}
    yield four / inet.ICMP(type=12, ptr=20) / four / inet.UDP(**ports), {"icmp.pointer": 20}
    yield (
        four / inet.ICMP(type=13, id=1, seq=2, ts_ori=number, ts_rx=3, ts_tx=4),
        {"icmp.originate_timestamp": number, "icmp.receive_timestamp": 3, "icmp.transmit_timestamp": 4},
    )
    yield (
        six / inet6.ICMPv6EchoRequest(id=number, seq=9, data=load),
        {"icmpv6.echo.identifier": number, "icmpv6.echo.sequence_number": 9},
    )
    yield six / inet6.ICMPv6PacketTooBig(mtu=1280 + number) / six / inet.UDP(**ports), {"icmpv6.mtu": 1280 + number}
    yield six / inet6.ICMPv6ParamProblem(ptr=number) / six / inet.UDP(**ports), {"icmpv6.pointer": number}
    yield six / inet6.ICMPv6ND_NS(tgt="2001:db8::9"), {"icmpv6.nd.ns.target_address": "2001:db8::9"}
    yield (
        six / inet6.ICMPv6ND_NA(tgt="2001:db8::9", R=0, S=1, O=1, res=number),
        {
            "icmpv6.nd.na.target_address": "2001:db8::9", "icmpv6.nd.na.flag.r": False, "icmpv6.nd.na.flag.s": True,
            "icmpv6.nd.na.flag.o": True, "icmpv6.nd.na.flag.rsv": number,
        },
    )  # fmt: skip
    yield (
        six / inet6.ICMPv6ND_RA(chlim=9, M=1, O=0, H=1, prf=3, P=1, res=2, routerlifetime=number, reachabletime=5, retranstimer=6),
        {
            "icmpv6.nd.ra.cur_hop_limit": 9, "icmpv6.nd.ra.flag.m": True, "icmpv6.nd.ra.flag.o": False, "icmpv6.nd.ra.flag.h": True,
            "icmpv6.nd.ra.flag.prf": 3, "icmpv6.nd.ra.flag.p": True, "icmpv6.nd.ra.flag.rsv": 2,
            "icmpv6.nd.ra.router_lifetime": number, "icmpv6.nd.ra.reachable_time": 5, "icmpv6.nd.ra.retrans_timer": 6,
        },
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_whole_packets_that_scapy_fills_in(seed):
    for packet, wanted in whole_packets(random.Random(seed)):
        content = bytes(packet)
        dissection = dissect(content, 101)
        assert dissection.problems == [], packet.summary()
        assert broken_promises(dissection, content) == []
        values = {key: dissection.values(key)[-1] if dissection.values(key) else None for key in wanted}
        assert values == wanted, packet.summary()


def test_arp():
    chance = random.Random(826)
    for operation in (1, 2, 9):
        addresses = {
            "hwsrc": draw(chance, MAC),
            "psrc": draw(chance, IPV4),
            "hwdst": draw(chance, MAC),
            "pdst": draw(chance, IPV4),
        }
        content = bytes(l2.ARP(op=operation, **addresses))
        assert Arp.decode(content).operation == operation
        found = ArpAddresses.decode(content, 8)
        names = (
            "sender_hardware_address",
            "sender_protocol_address",
            "target_hardware_address",
            "target_protocol_address",
        )
        assert [getattr(found, name) for name in names] == list(addresses.values())
        built = (
            Arp(operation=operation).encode()
            + ArpAddresses(**dict(zip(names, addresses.values(), strict=True))).encode()
        )
        assert built == content
        assert l2.ARP(built).psrc == addresses["psrc"]


def test_what_netkit_writes_of_icmp_scapy_reads():
    echo = inet.ICMP(Icmp(type=8, checksum=0x1234).encode() + IcmpEcho(identifier=7, sequence_number=9).encode())
    assert (echo.type, echo.code, echo.chksum, echo.id, echo.seq) == (8, 0, 0x1234, 7, 9)
    head = Icmpv6(type=128).encode()
    echo = inet6.ICMPv6EchoRequest(head + Icmpv6Echo(identifier=7, sequence_number=9).encode())
    assert (echo.type, echo.id, echo.seq) == (128, 7, 9)
    assert inet6.ICMPv6PacketTooBig(Icmpv6(type=2).encode() + Icmpv6Mtu(mtu=1280).encode()).mtu == 1280
    asked = inet6.ICMPv6ND_NS(Icmpv6(type=135).encode() + NeighborSolicitation(target="2001:db8::9").encode())
    assert asked.tgt == "2001:db8::9"
    told = inet6.ICMPv6ND_NA(
        Icmpv6(type=136).encode() + NeighborAdvertisement(target="2001:db8::9", router=True, override=True).encode()
    )
    assert (told.tgt, told.R, told.S, told.O) == ("2001:db8::9", 1, 0, 1)
    more = {
        "current_hop_limit": 9,
        "router_lifetime": 1,
        "reachable_time": 2,
        "retransmission_timer": 3,
        "preference": 1,
    }
    router = inet6.ICMPv6ND_RA(Icmpv6(type=134).encode() + RouterAdvertisement(managed=True, **more).encode())
    assert (router.chlim, router.M, router.O, router.prf, router.routerlifetime) == (9, 1, 0, 1, 1)
    assert (router.reachabletime, router.retranstimer) == (2, 3)
