"""What carries a packet over a link: lengths that lie, tags and addresses of every kind, and what is told of them."""

import pytest

from netkit.packet import dissect
from netkit.packet.depth import MOST_LAYERS
from netkit.packet.summary import brief, protocol_of, summary
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, ipv6

MACS = bytes.fromhex("020000000002020000000001")
UDP = bytes.fromhex("c0de07d1000b0000") + b"abc"
FOUR, SIX = ipv4(17, UDP), ipv6(17, UDP)
ARP = bytes.fromhex("0001080006040001 020000000001 c0000201 000000000000 c6336402")


def rules(dissection):
    return [problem.rule for problem in dissection.problems]


def names(dissection):
    return [layer.protocol.__name__ for layer in dissection.layers]


def checked(data, link_type=1, original_length=None):
    dissection = dissect(data, link_type, original_length=original_length)
    assert broken_promises(dissection, data) == []
    return dissection


# Type or length


def test_from_1536_on_it_is_a_type_up_to_1500_a_length_and_between_them_nothing():
    for number, table in (
        (1, "Ieee8023"),
        (1500, "Ieee8023"),
        (1501, "EthernetUndefined"),
        (1535, "EthernetUndefined"),
    ):
        assert names(checked(MACS + number.to_bytes(2, "big") + bytes(1500)))[0] == table
    assert names(checked(MACS + b"\x06\x00data"))[0] == "Ethernet"
    assert rules(checked(MACS + b"\x05\xffdata")) == ["ethernet.type.undefined"]


def test_behind_a_tag_every_number_above_1500_is_a_type():
    assert names(checked(MACS + b"\x81\0\0\1\x05\xdcBB\3" + bytes(1497)))[1] == "VlanLength"
    assert names(checked(MACS + b"\x81\0\0\1\x05\xdd" + bytes(60)))[1] == "Vlan"


@pytest.mark.parametrize("head", [MACS, MACS + b"\x81\0\0\1"], ids=["802.3", "802.1Q"])
def test_a_length_that_is_too_long_does_not_keep_what_is_inside_from_being_judged(head):
    llc = bytes.fromhex("aaaa030000000800")
    good = checked(head + (len(llc + FOUR) + 5).to_bytes(2, "big") + llc + FOUR)
    assert rules(good) == ["ethernet.length.long" if head == MACS else "vlan.length.long"]
    assert good.field("ip.checksum").note == "right"
    assert rules(checked(head + len(llc + FOUR).to_bytes(2, "big") + llc + FOUR)) == []


def test_a_frame_that_begins_with_ones_has_no_llc():
    assert names(checked(MACS + b"\0\x1e\xff\xff" + bytes(28))) == ["Ieee8023", "Data"]


def test_zeros_are_padding_only_in_a_frame_that_they_bring_to_60_bytes():
    tagged = MACS + bytes.fromhex("8100000508060001") + ARP[2:]
    assert names(checked(tagged + bytes(14)))[-1] == "EthernetPadding"
    assert names(checked(tagged + bytes(13)))[-1] == "VlanTrailer"
    assert names(checked(tagged + bytes(18)))[-2:] == ["EthernetPadding", "VlanTrailer"]
    assert names(checked(tagged + b"\1" * 18))[-1] == "VlanTrailer"


def test_a_frame_that_was_cut_does_not_say_whether_zeros_fill_it_up():
    assert names(checked(MACS + b"\x08\x06" + ARP + bytes(4), original_length=60))[-1] == "Data"


# LLC


@pytest.mark.parametrize(
    ("control", "table", "note"),
    [
        ("03", "Llc", "UI, information without a number"),
        ("bf", "Llc", "XID, what each side can do; poll or final"),
        ("0203", "LlcNumbered", "information number 1; number 1 is expected next; poll or final"),
        ("0106", "LlcNumbered", "RR, ready for more; number 3 is expected next"),
        ("0506", "LlcNumbered", "RNR, not ready; number 3 is expected next"),
    ],
)
def test_the_format_of_llc_is_said_by_its_control_field(control, table, note):
    content = bytes.fromhex("f0f1" + control)
    dissection = checked(MACS + len(content).to_bytes(2, "big") + content)
    assert names(dissection)[1] == table
    assert dissection.field("llc.control").note == note
    assert dissection.field("llc.ssap").note == "a response, from NetBIOS"


def test_snap_carries_a_type_only_in_a_frame_of_information():
    for control, following in (("03", "Ipv4"), ("0000", "Ipv4"), ("13", "Data"), ("0100", "Data"), ("f3", "Data")):
        content = bytes.fromhex(f"aaaa{control}000000") + b"\x08\0" + FOUR
        dissection = checked(MACS + len(content).to_bytes(2, "big") + content)
        assert names(dissection)[2] == following
        assert (dissection.value("llc.type") is not None) == (following == "Ipv4")


# Tags


def test_tags_may_follow_one_another_but_not_for_ever():
    for tag, key in (("81000001", "vlan.id"), ("88a80001", "ieee8021ad.svid")):
        dissection = checked(MACS + bytes.fromhex(tag) * 16000)
        assert rules(dissection) == ["packet.nesting.deep"]
        assert len(dissection.layers) == MOST_LAYERS + 1
        assert dissection.value(key) == 1


def test_a_frame_in_a_frame_is_not_followed_for_ever():
    dissection = checked(MACS + (b"\x65\x58" + MACS) * 4000)
    assert rules(dissection) == ["packet.nesting.deep"]


# Linux cooked capture and BSD loopback


@pytest.mark.parametrize(
    ("length", "tables"),
    [
        (0, ["CookedUnused"]),
        (4, ["CookedIpv4Address", "CookedUnused"]),
        (6, ["CookedEthernetAddress", "CookedUnused"]),
        (7, ["CookedAddress", "CookedUnused"]),
        (8, ["CookedAddress"]),
        (20, ["CookedAddress"]),
    ],
)
def test_the_address_of_a_cooked_packet_leaves_what_it_does_not_need(length, tables):
    address = bytes(range(1, 9))
    first = checked(bytes.fromhex("00000020") + length.to_bytes(2, "big") + address + b"\x08\0" + FOUR, 113)
    second = checked(bytes.fromhex("0800000000000003 0020 00") + bytes([length]) + address + FOUR, 276)
    for dissection in (first, second):
        inside = {field.field.table.__name__ for field in dissection.layers[0].fields}
        assert sorted(
            inside & {"CookedIpv4Address", "CookedEthernetAddress", "CookedAddress", "CookedUnused"}
        ) == sorted(tables)
        assert dissection.value("udp.payload") == b"abc".hex()


@pytest.mark.parametrize(
    ("link", "number", "key"), [(1, 0x0800, "sll.etype"), (778, 0x0800, "sll.gretype"), (1, 4, "sll.ltype")]
)
def test_what_the_protocol_of_a_cooked_packet_means_depends_on_its_size_and_the_link(link, number, key):
    head = b"\0\0" + link.to_bytes(2, "big") + bytes(10)
    assert checked(head + number.to_bytes(2, "big") + FOUR, 113).value(key) == number


@pytest.mark.parametrize(
    ("raw", "family", "carried"),
    [
        ("02000000", 2, FOUR),
        ("00000002", 2, FOUR),
        ("00020000", 2, FOUR),
        ("00000200", 2, FOUR),
        ("18000000", 24, SIX),
        ("1c000000", 28, SIX),
        ("0000001e", 30, SIX),
        ("07000000", 7, b"osi"),
    ],
)
def test_the_family_of_bsd_loopback_is_found_in_any_order(raw, family, carried):
    dissection = checked(bytes.fromhex(raw) + carried, 0)
    assert dissection.value("null.family") == family
    assert (dissection.value("udp.payload") == b"abc".hex()) == (family != 7)


def test_the_family_of_loop_is_in_network_order_whatever_it_says():
    assert checked(bytes.fromhex("02000000") + FOUR, 108).value("null.family") == 0x02000000
    assert checked(bytes.fromhex("00000002") + FOUR, 108).value("ip.src") == "192.0.2.1"


@pytest.mark.parametrize(("raw", "number"), [("00080000", 0x0800), ("00000800", 0x0800), ("000086dd", 0x86DD)])
def test_linux_wrote_a_type_in_place_of_the_family(raw, number):
    assert checked(bytes.fromhex(raw) + (FOUR if number == 0x0800 else SIX), 0).value("null.type") == number


# PPP


@pytest.mark.parametrize("head", ["0021", "21", "ff030021", "ff0321"])
def test_ppp_may_leave_out_what_both_sides_know(head):
    for link_type in (9, 50):
        dissection = checked(bytes.fromhex(head) + FOUR, link_type)
        assert dissection.value("ppp.protocol") == 0x21
        assert (dissection.value("ppp.address") is None) == (not head.startswith("ff"))
        assert dissection.value("udp.payload") == b"abc".hex()


def test_ppp_over_ethernet_has_no_bytes_of_hdlc():
    frame = MACS + bytes.fromhex("886411000001") + (len(FOUR) + 4).to_bytes(2, "big") + bytes.fromhex("ff030021") + FOUR
    assert names(checked(frame)) == ["Ethernet", "PppoeSession", "Ppp", "Data"]


def test_what_lies_behind_a_session_s_frame_is_data():
    frame = MACS + bytes.fromhex("8864110000010021 0021") + FOUR
    assert names(checked(frame + bytes(20)))[-1] == "Data"
    assert rules(checked(frame[:18] + b"\0\x40" + frame[20:])) == ["pppoe.length.long"]
    assert rules(checked(frame)) == []


# ARP


def test_arp_of_any_link_that_breaks_off_says_so():
    packet = MACS + bytes.fromhex("0806 0013 0800 06 04 0001 04 00 00 04") + b"number" + b"suba" + bytes(8)
    assert rules(checked(packet)) == []
    for stop in range(15, len(packet)):
        assert rules(checked(packet[:stop]))[0].endswith(".truncated")


# What a person is told


def test_a_frame_that_is_padded_is_told_by_what_it_carries():
    packet = dissect(MACS + b"\x08\x06" + ARP + bytes(18))
    assert (protocol_of(packet), summary(packet)) == ("ARP", "192.0.2.1 asks: who has 198.51.100.2?")


@pytest.mark.parametrize(
    ("operation", "said", "short"),
    [
        (2, "192.0.2.1 tells 198.51.100.2: I am at 02:00:00:00:00:01", "ARP I am at 02:00:00:00:00:01"),
        (3, "02:00:00:00:00:01 asks: which address has 00:00:00:00:00:00?", "ARP which address has 00:00:00:00:00:00?"),
        (4, "192.0.2.1 tells 00:00:00:00:00:00: you have 198.51.100.2", "ARP you have 198.51.100.2"),
    ],
)
def test_what_arp_says(operation, said, short):
    packet = dissect(MACS + b"\x08\x06" + ARP[:7] + bytes([operation]) + ARP[8:])
    assert (summary(packet), brief(packet)) == (said, short)


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("0003424203", "a frame of 17 bytes (for spanning tree) travels"),
        ("81000007 0003424203", "a frame of 21 bytes (for spanning tree, in VLAN 7) travels"),
        ("8863 1109 0000 0004 01010000", "a frame of 24 bytes (PPPoE initiation) travels"),
        ("1234", "a frame of 14 bytes travels"),
    ],
)
def test_what_a_frame_is_for(frame, said):
    packet = dissect(MACS + bytes.fromhex(frame))
    assert summary(packet) == f"{said} from 02:00:00:00:00:01 to 02:00:00:00:00:02"
