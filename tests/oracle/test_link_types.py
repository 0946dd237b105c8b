"""What the first byte of a packet means is the link type's to say: the same IP packet under each, beside tshark."""

import pytest

from netkit.packet import dissect
from tests.oracle import tshark
from tests.oracle.comparison import compare
from tests.oracle.named import name_of
from tests.packet.making import ipv4, ipv6


def normal(shown):
    """What tshark shows, with numbers in decimal and bytes without colons."""
    if shown.startswith("0x"):
        return str(int(shown, 0))
    return shown.replace(":", "") if set(shown) <= set("0:") else shown


UDP = bytes.fromhex("c0de 07d1 000b 0000") + b"abc"
FOUR, SIX = ipv4(17, UDP), ipv6(17, UDP)

SLL = "0000 0001 0006 0200000000010000"
SLL2 = "0000 00000003 0001 00 06 0200000000010000"
TAGS = "0200000000020200000000018100b005"


def behind(head, packet):
    """A packet behind a header given in hex."""
    return bytes.fromhex(head) + packet


CASES = {
    "Ethernet, IPv4": (1, bytes(12) + b"\x08\0" + FOUR, "ip.src"),
    "Ethernet, IPv6": (1, bytes(12) + b"\x86\xdd" + SIX, "ipv6.src"),
    "Ethernet, a tag": (1, behind(f"{TAGS} 0800", FOUR), "vlan.id"),
    "Ethernet, a tag of 0x9100": (1, behind(f"{TAGS[:24]} 9100b005 86dd", SIX), "vlan.id"),
    "Ethernet, a provider's tag": (1, behind(f"{TAGS[:24]} 88a8b005 8100b006 0800", FOUR), "ieee8021ad.id"),
    "Ethernet, two tags of a provider's": (1, behind(f"{TAGS[:24]} 88a8b005 88a8b006 0800", FOUR), "ieee8021ad.svid"),
    "Ethernet, LLC and SNAP": (1, behind(f"{TAGS[:24]} 0027 aaaa03000000 0800", FOUR), "llc.type"),
    "Ethernet, PPPoE": (1, behind(f"{TAGS[:24]} 8864 11000001 0021 0021", FOUR), "pppoe.session_id"),
    "LINKTYPE_NULL, little-endian": (0, behind("02000000", FOUR), "null.family"),
    "LINKTYPE_NULL, big-endian": (0, behind("00000018", SIX), "null.family"),
    "LINKTYPE_NULL, FreeBSD": (0, behind("1c000000", SIX), "null.family"),
    "LINKTYPE_NULL, a type": (0, behind("00080000", FOUR), "null.type"),
    "LINKTYPE_NULL, PPP": (0, behind("ff030021", FOUR), "ppp.protocol"),
    "LINKTYPE_LOOP": (108, behind("0000001e", SIX), "null.family"),
    "LINKTYPE_PPP": (9, behind("0021", FOUR), "ppp.protocol"),
    "LINKTYPE_PPP, compressed": (9, behind("57", SIX), "ppp.protocol"),
    "LINKTYPE_PPP_HDLC": (50, behind("ff030021", FOUR), "ppp.address"),
    "LINKTYPE_PPP_HDLC, Cisco": (50, behind("0f000800", FOUR), "chdlc.protocol"),
    "LINKTYPE_C_HDLC": (104, behind("8f0086dd", SIX), "chdlc.protocol"),
    "LINKTYPE_PPP_ETHER": (51, behind("11000001 0021 0021", FOUR), "pppoe.session_id"),
    "LINKTYPE_RAW, IPv4": (101, FOUR, "ip.src"),
    "LINKTYPE_RAW, IPv6": (101, SIX, "ipv6.src"),
    "LINKTYPE_LINUX_SLL": (113, behind(f"{SLL} 0800", FOUR), "sll.src.eth"),
    "LINKTYPE_LINUX_SLL, LLC": (113, behind(f"{SLL} 0004 aaaa03000000 86dd", SIX), "sll.ltype"),
    "LINKTYPE_LINUX_SLL, padded": (113, behind(f"{SLL} 0800", FOUR + bytes(20)), "sll.trailer"),
    "LINKTYPE_LINUX_SLL2": (276, behind(f"86dd {SLL2}", SIX), "sll.ifindex"),
    "LINKTYPE_FRELAY": (107, behind("1841 03 cc", FOUR), "fr.nlpid"),
    "LINKTYPE_FRELAY, Cisco": (107, behind("1841 86dd", SIX), "fr.chdlctype"),
    "LINKTYPE_FRELAY, three bytes of address": (107, behind("18400d 03 8e", SIX), "fr.lower_dlci"),
    "LINKTYPE_IPNET": (226, behind(f"01020000 {len(FOUR):08x} 00000001 {bytes(12).hex()}", FOUR), "ipnet.ifindex"),
    "LINKTYPE_IPOIB": (242, behind(f"{bytes(40).hex()} 0800 0000", FOUR), "ipoib.daddr.qpn"),
    "LINKTYPE_IPOIB, a route": (242, behind(f"60 {bytes(39).hex()} 86dd 0000", SIX), "ipoib.grh.ipver"),
    "Ethernet, MPLS": (1, behind(f"{TAGS[:24]} 8847 00010040 00011140", SIX), "mpls.label"),
    "Ethernet, 802.1ah": (1, behind(f"{TAGS[:24]} 88e7 00000007 {TAGS[:24]} 0800", FOUR), "ieee8021ah.isid"),
    "Ethernet, NSH": (1, behind(f"{TAGS[:24]} 894f 0fc60101 000001ff {bytes(16).hex()}", FOUR), "nsh.si"),
    "LINKTYPE_PPP, MPLS": (9, behind("0281 00010140", FOUR), "mpls.ttl"),
    "LINKTYPE_IPV4": (228, FOUR, "ip.src"),
    "LINKTYPE_IPV6": (229, SIX, "ipv6.src"),
}


@pytest.fixture(scope="module")
def theirs():
    """tshark's reading of every case, by its title."""
    records = [(link_type, len(data), data) for link_type, data, _ in CASES.values()]
    return dict(zip(CASES, tshark.packets(tshark.capture_of(records)), strict=True))


@pytest.mark.parametrize("title", CASES)
def test_the_link_type_says_what_comes_first(theirs, title):
    link_type, data, key = CASES[title]
    dissection, packet = dissect(data, link_type), theirs[title]
    assert [each for each in compare(dissection, packet) if name_of(each, dissection, packet) is None] == []
    assert str(dissection.value(key)) == normal(packet.values(key)[0])
    assert dissection.value("udp.payload") == b"abc".hex()


@pytest.mark.parametrize(("link_type", "data"), [(12, FOUR), (14, FOUR), (12, SIX), (14, SIX)])
def test_the_numbers_that_some_systems_write_for_raw_ip(link_type, data):
    """DLT_RAW is 12, and 14 on OpenBSD; both turn up in files, though LINKTYPE_RAW is 101."""
    assert [layer.key for layer in dissect(data, link_type).layers] == [
        layer.key for layer in dissect(data, 101).layers
    ]


def test_an_unknown_link_type_is_data():
    for link_type in (147, 65535, -1):
        assert [layer.key for layer in dissect(FOUR, link_type).layers] == ["data"]
