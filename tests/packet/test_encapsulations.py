"""What carries packets through another network: which bytes decide what follows, what is bounded, and who else is asked."""

import pytest

from netkit.packet import build, dissect
from netkit.packet.depth import MOST_LAYERS
from netkit.packet.summary import brief
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, ipv6
from tests.packet.steps import steps

MACS = bytes.fromhex("020000000002020000000001")
UDP = bytes.fromhex("c0de07d1000b0000") + b"abc"
FOUR, SIX = ipv4(17, UDP), ipv6(17, UDP)
FRAME = MACS + b"\x08\0" + FOUR


def checked(data, link_type=101):
    dissection = dissect(data, link_type)
    assert broken_promises(dissection, data) == []
    return dissection


def rules(dissection):
    return [problem.rule for problem in dissection.problems]


def names(dissection):
    return [layer.protocol.__name__ for layer in dissection.layers]


def udp(port, message, source=0xC0DE):
    head = source.to_bytes(2, "big") + port.to_bytes(2, "big") + (len(message) + 8).to_bytes(2, "big")
    return ipv4(17, head + b"\0\0" + message)


def labelled(content, label=16, *, bottom=True):
    return MACS + b"\x88\x47" + (label << 12 | bottom << 8 | 64).to_bytes(4, "big") + content


# MPLS and pseudowires


def test_what_follows_the_last_label_is_said_by_its_first_bits():
    for content, found in (
        (FOUR, "Ipv4"),
        (SIX, "Ipv6"),
        (bytes.fromhex("10000021") + FOUR, "AssociatedChannel"),
        (FRAME, "Ethernet"),
        (b"\x70" + bytes(30), "Data"),
    ):
        assert names(checked(labelled(content), 1))[2] == found


def test_labels_lie_on_one_another():
    packet = checked(labelled((17 << 12 | 1 << 8 | 3).to_bytes(4, "big") + FOUR, bottom=False), 1)
    assert packet.values("mpls.label") == [16, 17]
    assert packet.values("mpls.bottom") == [False, True]
    assert packet.values("mpls.ttl") == [64, 3]


@pytest.mark.parametrize(
    ("word", "sequence"), [("00000000", 0), ("00001234", 0x1234), ("", None)], ids=["not counted", "counted", "none"]
)
def test_a_control_word_is_told_from_an_address(word, sequence):
    real = bytes.fromhex("001b21000001001b21000002")
    packet = checked(labelled(bytes.fromhex(word) + real + b"\x08\0" + FOUR), 1)
    assert packet.value("pweth.cw.sequence_number") == sequence
    assert packet.values("eth.dst")[1] == "00:1b:21:00:00:01"
    assert packet.value("udp.payload") == b"abc".hex()


def test_labels_of_their_own_meaning():
    assert names(checked(labelled(FOUR, label=14), 1))[2:] == ["Data"]  # OAM alert: no packet follows
    assert names(checked(labelled(FOUR, label=13), 1))[2] == "AssociatedChannel"


# GENEVE


def geneve(options, content, words=None):
    size = len(options) // 4 if words is None else words
    return udp(6081, bytes([size]) + bytes.fromhex("00655800007b00") + options + content)


def test_an_option_longer_than_all_of_them_is_told_and_what_follows_is_read():
    packet = checked(geneve(bytes.fromhex("0102011f") + bytes(4), FRAME))
    assert rules(packet) == ["geneve.option.long"]
    assert packet.values("eth.type") == [0x0800]


@pytest.mark.parametrize("words", range(64))
def test_options_end_where_the_header_says(words):
    packet = checked(geneve(bytes.fromhex("01020100") * 63, FRAME, words))
    assert len(packet.values("geneve.option.class")) == min(words, 63) or rules(packet)


# ERSPAN


@pytest.mark.parametrize(
    ("head", "header", "layers"),
    [
        ("0000 88be", "", ["Ethernet"]),
        ("1000 88be 00000001", "1064 0001 00000007", ["Erspan2", "Ethernet"]),
        ("1000 88be 00000001", "2064 0001 00000007 0001 8000", ["Erspan3", "Ethernet"]),
        ("1000 22eb 00000001", "2064 0001 00000007 0001 8001 0c000001 00000002", ["Erspan3", "Ethernet"]),
        ("1000 22eb 00000001", "2064 0001 00000007 0001 8800", ["Erspan3", "Data"]),
        ("1000 88be 00000001", "3064 0001 00000007", ["Data"]),
    ],
)
def test_the_type_of_erspan_is_told_by_gre_and_the_first_bits(head, header, layers):
    packet = checked(ipv4(47, bytes.fromhex(head) + bytes.fromhex(header) + FRAME))
    assert names(packet)[2 : 2 + len(layers)] == layers


# NSH


def test_values_of_services_are_filled_up_to_words():
    metadata = bytes.fromhex("0102 03 01 aa000000 0103 04 00")
    packet = checked(MACS + b"\x89\x4f" + bytes.fromhex("0fc5 02 01 000001ff") + metadata + FOUR, 1)
    assert packet.values("nsh.metadata") == ["aa"]
    assert packet.values("nsh.metadatalen") == [1, 0]
    assert packet.value("ip.dst") == "198.51.100.2"


@pytest.mark.parametrize("words", [2, 3, 40, 63])
def test_the_length_of_nsh_says_where_what_it_carries_begins(words):
    head = bytes([0x0F, 0xC0 | words]) + bytes.fromhex("0f 01 000001ff")
    packet = checked(MACS + b"\x89\x4f" + head + bytes(4 * words - 8) + FOUR, 1)
    assert packet.value("ip.dst") == "198.51.100.2"
    assert rules(packet) == []


# Teredo, L2TP, GTP: what the port alone does not tell


def test_who_comes_next_is_asked_where_the_bytes_are_not_of_the_port():
    answer = bytes.fromhex("0007 8000 0001 0000 0000 0000 0161 00 0001 0001")
    assert names(checked(udp(5355, answer, source=3544)))[2] == "Llmnr"
    assert names(checked(udp(1701, bytes.fromhex("0003 0000 00000001"))))[2] == "UdpPayload"
    assert names(checked(udp(2152, bytes.fromhex("48ff 0000 00000001"))))[2] == "UdpPayload"


def test_an_origin_is_turned_over():
    packet = checked(udp(3544, bytes.fromhex("0000 0dd8 3ffffdfe") + SIX))
    assert (packet.value("teredo.orig.port"), packet.value("teredo.orig.addr")) == (0xFFFF ^ 0x0DD8, "192.0.2.1")
    assert packet.value("ipv6.dst") == "2001:db8::2"


def test_the_length_of_l2tp_ends_the_frame():
    packet = checked(
        udp(1701, bytes.fromhex("4002") + (10 + len(FOUR)).to_bytes(2, "big") + b"\0\1\0\2\0\x21" + FOUR + b"behind")
    )
    assert rules(packet) == []
    assert packet.layers[-1].encode() == b"behind"


@pytest.mark.parametrize("flags", range(8))
def test_each_flag_of_gtp_announces_a_field(flags):
    numbers = bytes.fromhex("0007 09 00") if flags else b""
    packet = checked(
        udp(2152, bytes([0x30 | flags, 0xFF]) + len(numbers + FOUR).to_bytes(2, "big") + bytes(4) + numbers + FOUR)
    )
    assert rules(packet) == []
    assert packet.value("gtp.seq_number") == (7 if flags & 2 else None)
    assert packet.value("gtp.npdu_number") == (9 if flags & 1 else None)
    assert packet.value("gtp.ext_hdr.next") == (0 if flags & 4 else None)
    assert packet.values("ip.dst")[1:] == ["198.51.100.2"]


def test_extensions_that_would_never_end():
    endless = bytes.fromhex("00000085") + bytes.fromhex("00") * 60_000
    packet = checked(udp(2152, bytes.fromhex("34ff") + len(endless).to_bytes(2, "big") + bytes(4) + endless))
    assert rules(packet) == ["gtp.extension.length.zero"]
    assert len(packet.layers) < 8


# Frame Relay


@pytest.mark.parametrize(
    ("address", "last"), [("1841", "fr.second_dlci"), ("18400d", "fr.lower_dlci"), ("18400c0d", "fr.lower_dlci")]
)
def test_an_address_of_frame_relay_ends_where_it_says(address, last):
    for kind, packet in (("03cc", FOUR), ("038e", SIX), ("030080000000 86dd", SIX), ("0800", FOUR)):
        dissection = checked(bytes.fromhex(address + kind) + packet, 107)
        assert dissection.value("udp.payload") == b"abc".hex()
        assert dissection.value(last) is not None


# How deep, and how many


@pytest.mark.parametrize(
    "wrap",
    [
        lambda packet: ipv4(137, b"\0\1\1\x40" + packet),
        lambda packet: geneve(b"", MACS + b"\x08\0" + packet),
        lambda packet: udp(2152, b"\x30\xff" + len(packet).to_bytes(2, "big") + bytes(4) + packet),
        lambda packet: ipv4(47, bytes.fromhex("0000894f 0fc20f01000001ff") + packet),
        lambda packet: udp(1701, bytes.fromhex("0002 0001 0002 0021") + packet),
        lambda packet: ipv4(47, bytes.fromhex("00006559 184103cc") + packet),
        lambda packet: udp(3544, ipv6(4, packet)),
    ],
    ids=["MPLS", "GENEVE", "GTP", "NSH", "L2TP", "Frame Relay", "Teredo"],
)
def test_thousands_of_packets_in_one_another_are_no_more_work_than_the_layers_that_are_read(wrap):
    packet = FOUR
    while len(packet) < 65_000:
        packet = wrap(packet)

    def work():
        dissection = dissect(packet, 101)
        return dissection, rules(dissection), dissection.encode()

    taken, (dissection, found, encoded) = steps(work)
    assert encoded == packet
    assert taken < 150 * len(dissection.layers)
    assert found.count("packet.nesting.deep") == 1
    assert MOST_LAYERS <= len(dissection.layers) <= MOST_LAYERS + 8


def test_thousands_of_labels_are_not_followed():
    packet = dissect(MACS + b"\x88\x47" + b"\0\1\0\x40" * 16_000, 1)
    assert len(packet.layers) <= MOST_LAYERS + 2
    assert "packet.nesting.deep" in rules(packet)


# Building


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "ethernet / mpls label=20 / mpls label=21 / ipv4 / udp",
            {"eth.type": 0x8847, "mpls.label": 20, "mpls.bottom": False},
        ),
        (
            "ipv4 / udp / geneve vni=7 / ethernet / arp",
            {"udp.dstport": 6081, "geneve.vni": 7, "geneve.proto_type": 0x6558},
        ),
        ("ipv4 / udp / gtp teid=9 / ipv6 / udp", {"udp.dstport": 2152, "gtp.teid": 9, "gtp.length": 48}),
        ("ipv4 / gre / nsh / ipv4 / udp", {"gre.proto": 0x894F, "nsh.nextproto": 1}),
        ("ethernet / backbone_tag isid=5 / ipv4 / udp", {"eth.type": 0x88E7, "ieee8021ah.isid": 5}),
        ("ipv4 / udp / l2tp / ppp / ipv4", {"udp.dstport": 1701, "l2tp.type": False, "ppp.protocol": 0x21}),
        ("frame_relay / ipv6 / udp", {"fr.nlpid": 0x8E, "fr.control": 3}),
        ("infiniband_address / ipv4 / udp", {"ipoib.type": 0x0800}),
        ("ipv4 / udp / teredo_origin / ipv6 / udp", {"udp.dstport": 3544, "teredo.orig.addr": "192.0.2.1"}),
        ("ipnet / ipv4 / udp", {"ipnet.family": 2, "ipnet.pktlen": 28}),
    ],
)
def test_what_is_filled_in(line, told):
    packet = build(line).dissect()
    assert rules(packet) == []
    assert {key: packet.value(key) for key in told} == told


def test_a_packet_behind_labels_is_told_with_its_own_addresses():
    assert brief(checked(labelled(FOUR), 1)) == "MPLS tunnel: UDP 49374 → 2001: 3 bytes"
