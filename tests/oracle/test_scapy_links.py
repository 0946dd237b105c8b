"""Headers of links and tunnels that scapy builds and netkit reads, and the other way round: each field has the same number in both."""

import base64
import importlib
import random
import warnings

import pytest

from netkit.packet import dissect
from netkit.packet.link.cooked import Cooked, Cooked2, CookedEthernetAddress, CookedType, CookedUnused
from netkit.packet.link.llc import Llc, Snap, SnapType
from netkit.packet.link.loopback import NullFamily
from netkit.packet.link.ppp import Ppp, PppFraming
from netkit.packet.link.pppoe import PppoeDiscovery, PppoeSession
from netkit.packet.link.vlan import ProviderTag, Vlan
from netkit.packet.tunnel.esp import Esp
from netkit.packet.tunnel.ether_ip import EtherIp
from netkit.packet.tunnel.gre import Gre, GreEnhanced
from netkit.packet.tunnel.gre_parts import GreCall, GreChecksum, GreKey, GreSequence
from netkit.packet.tunnel.vxlan import Vxlan
from netkit.packet.tunnel.wireguard import WireguardCookie, WireguardData, WireguardInitiation, WireguardResponse
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises


def scapy(module):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(f"scapy.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


l2, inet, inet6 = scapy("layers.l2"), scapy("layers.inet"), scapy("layers.inet6")
ppp, vxlan, ipsec = scapy("layers.ppp"), scapy("layers.vxlan"), scapy("layers.ipsec")
wireguard, etherip = scapy("contrib.wireguard"), scapy("contrib.etherip")
mpls, geneve, gtp = scapy("contrib.mpls"), scapy("contrib.geneve"), scapy("contrib.gtp")
nsh, l2tp, erspan = scapy("contrib.nsh"), scapy("layers.l2tp"), scapy("contrib.erspan")


def pair(table, layer, fields, given=()):
    """A table and scapy's class with (netkit's name, scapy's name, bits)."""
    return pytest.param(table, layer, fields, dict(given), id=table.__name__)


TAG = [("priority", "prio", 3), ("drop_eligible", "dei", 1), ("vlan_identifier", "vlan", 12), ("type", "type", 16)]
FLAGS = [
    ("checksum_present", "chksum_present", 1), ("routing_present", "routing_present", 1), ("key_present", "key_present", 1),
    ("sequence_number_present", "seqnum_present", 1), ("strict_source_route", "strict_route_source", 1),
    ("recursion_control", "recursion_control", 3), ("version", "version", 3), ("protocol_type", "proto", 16),
]  # fmt: skip
SESSION = [
    ("version", "version", 4), ("type", "type", 4), ("code", "code", 8), ("session_identifier", "sessionid", 16),
    ("data_length", "len", 16),
]  # fmt: skip

TWINS = [
    pair(Vlan, l2.Dot1Q, TAG),
    pair(ProviderTag, l2.Dot1AD, TAG),
    pair(
        Llc,
        l2.LLC,
        [("destination_service_access_point", "dsap", 8), ("source_service_access_point", "ssap", 8), ("control", "ctrl", 8)],
    ),
    pair(PppFraming, ppp.HDLC, [("address", "address", 8), ("control", "control", 8)]),
    pair(Ppp, ppp.PPP, [("protocol", "proto", 15)]),
    pair(PppoeSession, ppp.PPPoE, SESSION),
    pair(PppoeDiscovery, ppp.PPPoED, SESSION),
    pair(Gre, l2.GRE, [*FLAGS, ("reserved", "flags", 5)]),
    pair(
        GreEnhanced, l2.GRE_PPTP, [*FLAGS, ("acknowledgment_present", "acknum_present", 1), ("reserved", "flags", 4)],
        {"version": 1, "protocol_type": 0x880B},
    ),
    pair(
        Esp, ipsec.ESP, [("security_parameters_index", "spi", 32), ("sequence_number", "seq", 32)],
        {"security_parameters_index": 0x12345678},  # 0 is not ESP for scapy, which expects IKE behind it
    ),
    pair(EtherIp, etherip.EtherIP, [("version", "version", 4), ("reserved", "reserved", 12)]),
    pair(
        Vxlan, vxlan.VXLAN, [("network_identifier", "vni", 24), ("reserved_5", "reserved2", 8)],
    ),
]  # fmt: skip

every_twin = pytest.mark.parametrize(("table", "layer", "fields", "given"), TWINS)


def draw(chance, width):
    return chance.choice((0, 1, (1 << width) - 1, chance.randrange(1 << width)))


def even(values):
    """A protocol of PPP in two bytes is even in the first; scapy reads others as one byte."""
    return {name: value << 1 & 0xFE00 | value & 0xFF if name == "protocol" else value for name, value in values.items()}


@every_twin
def test_what_netkit_writes_scapy_reads(table, layer, fields, given):
    chance = random.Random(table.__name__)
    for _ in range(40):
        values = even({ours: given.get(ours, draw(chance, width)) for ours, _, width in fields})
        content = table(**values).encode()
        theirs = layer(content + bytes(40))
        assert {ours: int(theirs.getfieldval(name)) for ours, name, _ in fields} == values


@every_twin
def test_what_scapy_writes_netkit_reads(table, layer, fields, given):
    chance = random.Random(table.__name__ + "back")
    for _ in range(40):
        values = even({ours: given.get(ours, draw(chance, width)) for ours, _, width in fields})
        header = table.decode(bytes(layer(**{name: values[ours] for ours, name, _ in fields}))[: table.fixed_bytes])
        assert {ours: int(getattr(header, ours)) for ours in values} == values


def test_snap_and_the_family_of_loopback():
    snap = l2.SNAP(Snap(organization_code=0x00000C).encode() + SnapType(type=0x2000).encode())
    assert (snap.OUI, snap.code) == (0x00000C, 0x2000)
    content = bytes(l2.SNAP(OUI=0x0080C2, code=7))
    assert (Snap.decode(content).organization_code, SnapType.decode(content, 3).type) == (0x0080C2, 7)
    for family in (2, 24, 30):
        assert l2.Loopback(NullFamily(family=family).encode()).type == family
        assert NullFamily.decode(bytes(l2.Loopback(type=family))).family == family


def test_cooked_headers():
    address = CookedEthernetAddress(source="02:00:00:00:00:01").encode() + bytes(2)
    one = (
        Cooked(packet_type=4, hardware_type=1, address_length=6).encode()
        + address
        + CookedType(protocol=0x86DD).encode()
    )
    theirs = l2.CookedLinux(one)
    assert (theirs.pkttype, theirs.lladdrtype, theirs.lladdrlen, theirs.src, theirs.proto) == (4, 1, 6, address, 0x86DD)
    two = CookedType(protocol=0x0800).encode()
    two += Cooked2(interface_index=7, hardware_type=772, packet_type=3, address_length=6).encode() + address
    theirs = l2.CookedLinuxV2(two)
    assert (theirs.proto, theirs.ifindex, theirs.lladdrtype, theirs.pkttype, theirs.src) == (0x0800, 7, 772, 3, address)
    assert CookedUnused.title


def test_the_fields_that_gre_announces():
    content = bytes(
        l2.GRE(chksum_present=1, key_present=1, seqnum_present=1, chksum=0x1234, offset=5, key=6, sequence_number=7)
    )
    check = GreChecksum.decode(content, 4)
    assert (check.checksum, check.offset) == (0x1234, 5)
    assert GreKey.decode(content, 8).tunnel_key == 6
    assert GreSequence.decode(content, 12).sequence_number == 7
    built = Gre(key_present=True, protocol_type=0x0800).encode() + GreKey(tunnel_key=0xABCDEF).encode()
    assert l2.GRE(built).key == 0xABCDEF
    call = l2.GRE_PPTP(GreEnhanced().encode() + GreCall(payload_length=3, call_identifier=4).encode() + b"abc")
    assert (call.payload_len, call.call_id) == (3, 4)


WIREGUARD = [
    (
        WireguardInitiation, "WireguardInitiation", 1,
        [("sender", "sender_index", 4), ("ephemeral", "unencrypted_ephemeral", 32), ("encrypted_static", "encrypted_static", 48),
         ("encrypted_timestamp", "encrypted_timestamp", 28), ("mac1", "mac1", 16), ("mac2", "mac2", 16)],
    ),
    (
        WireguardResponse, "WireguardResponse", 2,
        [("sender", "sender_index", 4), ("receiver", "receiver_index", 4), ("ephemeral", "unencrypted_ephemeral", 32),
         ("encrypted_empty", "encrypted_nothing", 16), ("mac1", "mac1", 16), ("mac2", "mac2", 16)],
    ),
    (
        WireguardCookie, "WireguardCookieReply", 3,
        [("receiver", "receiver_index", 4), ("nonce", "nonce", 24), ("encrypted_cookie", "encrypted_cookie", 32)],
    ),
    (WireguardData, "WireguardTransport", 4, [("receiver", "receiver_index", 4), ("counter", "counter", 8)]),
]  # fmt: skip


def shown(value):
    """netkit's value as scapy has it: a key in base 64 is bytes there."""
    return base64.b64decode(value) if isinstance(value, str) else value


@pytest.mark.parametrize(("table", "name", "kind", "fields"), WIREGUARD, ids=[each[1] for each in WIREGUARD])
def test_the_messages_of_wireguard(table, name, kind, fields):
    chance = random.Random(name)
    layer = getattr(wireguard, name)
    for _ in range(20):
        values = {
            theirs: chance.randrange(1 << 8 * size) if size in (4, 8) else chance.randbytes(size)
            for _, theirs, size in fields
        }
        content = bytes(wireguard.Wireguard(message_type=kind) / layer(**values))
        header = table.decode(content)
        assert {theirs: shown(getattr(header, ours)) for ours, theirs, _ in fields} == values
        assert header.encode() == content[: table.fixed_bytes]
        back = wireguard.Wireguard(header.encode()).payload
        assert isinstance(back, layer)
        assert {theirs: getattr(back, theirs) for theirs in values} == values


def whole_packets(chance):
    """Packets of many layers that scapy fills in, with the link type and what netkit has to say of each."""
    four = inet.IP(src="192.0.2.1", dst="198.51.100.2", id=chance.randrange(1 << 16))
    six = inet6.IPv6(src="2001:db8::1", dst="2001:db8::2")
    load = chance.randbytes(chance.randrange(50, 90))
    udp = inet.UDP(sport=49374, dport=2001) / load
    ether = l2.Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
    told = {"udp.payload": load.hex()}
    number = chance.randrange(1, 4095)
    yield 1, ether / l2.Dot1Q(vlan=number, prio=5) / four / udp, told | {"vlan.id": number, "vlan.priority": 5}
    yield (
        1,
        ether / l2.Dot1AD(vlan=number) / l2.Dot1Q(vlan=7) / six / udp,
        told | {"ieee8021ad.id": number, "vlan.id": 7},
    )
    dot3 = l2.Dot3(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
    yield 1, dot3 / l2.LLC() / l2.SNAP() / four / udp, told | {"llc.type": 0x0800, "llc.dsap": 0xAA}
    yield 113, l2.CookedLinux(lladdrlen=6, lladdrtype=1) / four / udp, told | {"sll.etype": 0x0800}
    yield 276, l2.CookedLinuxV2(lladdrlen=6, lladdrtype=1, ifindex=number) / six / udp, told | {"sll.ifindex": number}
    yield 0, l2.Loopback() / four / udp, told | {"null.family": 2}
    yield 9, ppp.HDLC() / ppp.PPP() / four / udp, told | {"ppp.protocol": 0x21, "ppp.address": 0xFF}
    yield 9, ppp.PPP() / six / udp, told | {"ppp.protocol": 0x57}
    yield 1, ether / ppp.PPPoE(sessionid=number) / ppp.PPP() / four / udp, told | {"pppoe.session_id": number}
    yield 101, four / four / udp, told | {"ip.proto": 17}
    yield 101, four / six / udp, told | {"ipv6.nxt": 17}
    yield 101, four / l2.GRE(chksum_present=1, key_present=1, key=number) / four / udp, told | {"gre.key": number}
    yield (
        101,
        six / l2.GRE(seqnum_present=1, sequence_number=number) / six / udp,
        told | {"gre.sequence_number": number},
    )
    yield 101, four / l2.GRE(proto=0x6558) / ether / four / udp, told | {"gre.proto": 0x6558}
    yield (
        101,
        four / l2.GRE_PPTP(seqnum_present=1, call_id=number, acknum_present=1, ack_number=3) / ppp.PPP() / four / udp,
        told | {"gre.key.call_id": number, "gre.ack_number": 3},
    )
    yield 101, four / inet.UDP(dport=4789) / vxlan.VXLAN(vni=number) / ether / six / udp, told | {"vxlan.vni": number}
    labels = mpls.MPLS(label=number, s=0) / mpls.MPLS(label=number + 1, s=1)
    yield 1, ether / labels / six / udp, told | {"mpls.label": number + 1, "mpls.ttl": 0}
    options = [geneve.GeneveOptions(classid=0x102, type=number & 0xFF, data=b"12345678")]
    yield (
        101,
        four / inet.UDP(sport=49374, dport=6081) / geneve.GENEVE(vni=number, options=options) / ether / four / udp,
        told | {"geneve.vni": number, "geneve.option.unknown.data": b"12345678".hex()},
    )
    session = gtp.GTPPDUSessionContainer(ExtHdrLen=1, type=1, QFI=9)
    yield (
        101,
        four
        / inet.UDP(sport=49374, dport=2152)
        / gtp.GTP_U_Header(teid=number, gtp_type=255, E=1, next_ex=0x85)
        / session
        / six
        / udp,
        told | {"gtp.teid": number, "gtp.ext_hdr.length": 1},
    )
    services = nsh.NSH(mdtype=1, nextproto=1, spi=number, context_header=bytes(range(16)))
    yield 1, l2.Ether(src="02:00:00:00:00:01", type=0x894F) / services / four / udp, told | {"nsh.spi": number}
    yield (
        101,
        four
        / inet.UDP(sport=49374, dport=1701)
        / l2tp.L2TP(hdr=0, version=2, tunnel_id=number)
        / (ppp.HDLC() / ppp.PPP() / four / udp),
        told | {"l2tp.tunnel": number},
    )
    yield (
        101,
        four / l2.GRE(proto=0x88BE, seqnum_present=1) / erspan.ERSPAN_II(session_id=number & 1023) / ether / four / udp,
        told | {"erspan.spanid": number & 1023},
    )
    yield 101, four / etherip.EtherIP(version=3) / ether / four / udp, told | {"etherip.ver": 3}
    yield 101, four / ipsec.ESP(spi=number, seq=9, data=load), {"esp.spi": number, "esp.encrypted_data": load.hex()}


@pytest.mark.parametrize("seed", range(4))
def test_whole_packets_that_scapy_fills_in(seed):
    for link_type, packet, wanted in whole_packets(random.Random(seed)):
        content = bytes(packet)
        dissection = dissect(content, link_type)
        assert dissection.problems == [], packet.summary()
        assert broken_promises(dissection, content) == []
        assert {key: dissection.values(key)[-1] for key in wanted} == wanted, packet.summary()
