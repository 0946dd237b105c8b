"""What the first byte of a packet means is the link type's to say: the same IP packet under each, beside tshark."""

import pytest

from netkit.packet import dissect
from tests.oracle import tshark
from tests.oracle.comparison import compare
from tests.oracle.named import name_of
from tests.packet.making import ipv4, ipv6

UDP = bytes.fromhex("c0de 07d1 000b 0000") + b"abc"
FOUR, SIX = ipv4(17, UDP), ipv6(17, UDP)

CASES = {
    "Ethernet, IPv4": (1, bytes(12) + b"\x08\0" + FOUR, "ip.src"),
    "Ethernet, IPv6": (1, bytes(12) + b"\x86\xdd" + SIX, "ipv6.src"),
    "LINKTYPE_RAW, IPv4": (101, FOUR, "ip.src"),
    "LINKTYPE_RAW, IPv6": (101, SIX, "ipv6.src"),
    "LINKTYPE_IPV4": (228, FOUR, "ip.src"),
    "LINKTYPE_IPV6": (229, SIX, "ipv6.src"),
}


@pytest.mark.parametrize(("link_type", "data", "key"), CASES.values(), ids=CASES)
def test_the_link_type_says_what_comes_first(link_type, data, key):
    dissection = dissect(data, link_type)
    (packet,) = tshark.packets(tshark.capture_of([(link_type, len(data), data)]))
    assert [each for each in compare(dissection, packet) if name_of(each, dissection, packet) is None] == []
    assert dissection.value(key) == packet.values(key)[0]
    assert dissection.value("udp.payload") == b"abc".hex()


@pytest.mark.parametrize(("link_type", "data"), [(12, FOUR), (14, FOUR), (12, SIX), (14, SIX)])
def test_the_numbers_that_some_systems_write_for_raw_ip(link_type, data):
    """DLT_RAW is 12, and 14 on OpenBSD; both turn up in files, though LINKTYPE_RAW is 101."""
    assert [layer.key for layer in dissect(data, link_type).layers] == [
        layer.key for layer in dissect(data, 101).layers
    ]


def test_an_unknown_link_type_is_data():
    for link_type in (0, 113, 147, 65535, -1):
        assert [layer.key for layer in dissect(FOUR, link_type).layers] == ["data"]
