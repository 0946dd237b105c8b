"""What netkit shows of scapy's reading is what scapy itself reads: the same layers, the same values, and bits that say them."""

import importlib
import warnings

import pytest

from netkit.packet import dissect
from tests.oracle.requirement import missing
from tests.packet.invariants import broken_promises


def scapy(module):
    """A module of scapy; what it says while it is loaded is no business of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return importlib.import_module(f"scapy.{module}")
        except ImportError:
            return missing("scapy", "pip install scapy")


everything = scapy("all")
inet, l2 = scapy("layers.inet"), scapy("layers.l2")
Raw, Padding = everything.Raw, everything.Padding

IP = inet.IP(src="192.0.2.1", dst="192.0.2.2")


def over(port, kind="UDP"):
    return IP / getattr(inet, kind)(sport=50000, dport=port)


def packets():
    """A packet of each of many protocols, filled in by scapy, by the name of its class."""
    contrib = "contrib.{}".format
    ospf, bgp, eigrp, pim = (
        scapy(contrib("ospf")),
        scapy(contrib("bgp")),
        scapy(contrib("eigrp")),
        scapy(contrib("pim")),
    )
    lldp, coap, bfd = (
        scapy(contrib("lldp")),
        scapy(contrib("coap")),
        scapy(contrib("bfd")),
    )
    mqtt, ldp = (
        scapy(contrib("mqtt")),
        scapy(contrib("ldp")),
    )
    ether = l2.Ether(dst="02:00:00:00:00:02", src="02:00:00:00:00:01")
    layers = everything
    yield over(123) / layers.NTP(stratum=3, id="192.0.2.7", ref=0, orig=0, recv=0, sent=0)
    yield over(161) / layers.SNMP(
        PDU=layers.SNMPnext(varbindlist=[layers.SNMPvarbind(oid="1.3.6.1.2"), layers.SNMPvarbind(oid="1.3")])
    )
    yield over(162) / layers.SNMP(PDU=layers.SNMPtrapv2(varbindlist=[layers.SNMPvarbind(oid="1.3.6")]))
    yield (
        over(520)
        / layers.RIP(cmd=2)
        / layers.RIPEntry(addr="192.0.2.0", mask="255.255.255.0")
        / layers.RIPEntry(addr="198.51.100.0")
    )
    yield over(1985) / layers.HSRP(group=7, priority=90)
    yield over(137) / layers.NBNSHeader() / layers.NBNSQueryRequest(QUESTION_NAME="SCHOOL")
    yield over(1812) / layers.Radius(code=1, attributes=[layers.RadiusAttr_User_Name(value=b"anna")])
    yield over(5683) / coap.CoAP(code=1, msg_id=77, options=[("Uri-Path", b"light")])
    yield over(3784) / bfd.BFD(my_discriminator=9)
    yield over(646) / ldp.LDP(id="192.0.2.1") / ldp.LDPHello()
    yield over(179, "TCP") / bgp.BGPHeader(type=1) / bgp.BGPOpen(my_as=64512, bgp_id="192.0.2.1")
    yield over(179, "TCP") / bgp.BGPHeader(type=2) / bgp.BGPUpdate(nlri=[bgp.BGPNLRI_IPv4(prefix="192.0.2.0/24")])
    yield over(1883, "TCP") / mqtt.MQTT() / mqtt.MQTTConnect(clientId=b"lamp", clientIdlen=4)
    yield IP / layers.VRRP(vrid=4, addrlist=["192.0.2.9"])
    yield IP / layers.SCTP(sport=5000, dport=6000) / layers.SCTPChunkInit(init_tag=7) / layers.SCTPChunkCookieAck()
    yield IP / ospf.OSPF_Hdr(src="192.0.2.1") / ospf.OSPF_Hello(neighbors=["192.0.2.3"])
    yield IP / eigrp.EIGRP(tlvlist=[eigrp.EIGRPParam(), eigrp.EIGRPSwVer()])
    yield IP / pim.PIMv2Hdr() / pim.PIMv2Hello(option=[pim.PIMv2HelloHoldtime(), pim.PIMv2HelloDRPriority()])
    yield ether / layers.EAPOL(type=1)
    yield (
        ether
        / lldp.LLDPDUChassisID(subtype=4, id="020000000001")
        / lldp.LLDPDUPortID(subtype=7, id=b"7")
        / lldp.LLDPDUTimeToLive(ttl=120)
        / lldp.LLDPDUEndOfLLDPDU()
    )
    yield l2.Dot3(dst="01:80:c2:00:00:00", src="02:00:00:00:00:01") / l2.LLC() / l2.STP(rootid=5)


PACKETS = list(packets())

every_packet = pytest.mark.parametrize("packet", PACKETS, ids=lambda packet: packet.lastlayer().__class__.__name__)


def beyond(packet):
    """The packet's bytes, what netkit shows of it, and the layers of scapy's own reading that netkit has no table for."""
    data = bytes(packet)
    link_type = 101 if isinstance(packet, inet.IP) else 1
    dissection = dissect(data, link_type, beyond=True)
    assert broken_promises(dissection, data) == []
    shown = [layer for layer in dissection.layers if layer.source]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        again = type(packet)(data)
    names = [layer.name.removesuffix(" (scapy)") for layer in shown]
    theirs, layer = [], again
    while layer:
        if type(layer).__name__ in names:
            theirs.append(layer)
        layer = layer.payload
    return dissection, shown, theirs


@every_packet
def test_the_layers_are_those_of_scapy(packet):
    dissection, shown, theirs = beyond(packet)
    assert [problem.rule for problem in dissection.problems if problem.rule.startswith("scapy.")] == []
    assert shown
    assert [layer.name.removesuffix(" (scapy)") for layer in shown] == [type(layer).__name__ for layer in theirs]
    assert not any(layer.key == "data" for layer in dissection.layers)


@every_packet
def test_the_values_are_those_of_scapy(packet):
    compared = 0
    _, shown, theirs = beyond(packet)
    for layer, their in zip(shown, theirs, strict=True):
        found = {field.key.rpartition(".")[2]: field for field in layer.fields if field.key.startswith(f"{layer.key}.")}
        for entry in their.fields_desc:
            field, value = found.get(entry.name.lower()), their.fields.get(entry.name)
            if field is not None and type(value) in (int, str) and not hasattr(value, "tag"):
                told = field.value if isinstance(value, int) else field.value.partition(" ")[0]
                assert told == value, entry.name
                compared += 1
    assert compared or theirs[0].ASN1_root


@every_packet
def test_the_bits_say_the_values(packet):
    """A whole number that begins with its high bits is what its place in the bytes says, by arithmetic."""
    _, shown, theirs = beyond(packet)
    for layer, their in zip(shown, theirs, strict=True):
        whole = {
            entry.name.lower()
            for entry in their.fields_desc
            if type(entry).__name__
            in ("BitField", "BitEnumField", "ByteField", "ByteEnumField", "ShortField", "IntField", "XShortField")
        }
        for field in layer.fields:
            if field.key.startswith(f"{layer.key}.") and field.key.rpartition(".")[2] in whole:
                raw = field.raw if isinstance(field.raw, int) else int(field.raw, 16)
                assert raw == field.value, field.key


def test_many_values_are_compared():
    shown = [field for packet in PACKETS for layer in beyond(packet)[1] for field in layer.fields]
    assert len(shown) > 230
    assert len([field for field in shown if isinstance(field.raw, int)]) > 35
