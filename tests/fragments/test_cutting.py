"""Packets cut into fragments: each right by itself, all together the packet; and everything that must not be cut."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.errors import NetkitError, PacketError, UsageError
from netkit.packet import dissect, fragment, reassemble
from tests.fragments.making import ether
from tests.packet.making import ipv4, ipv6, slow_sum

UDP = bytes.fromhex("c0de0bad")

HOP, ROUTING, DESTINATION = 0, 43, 60


def datagram(size):
    """A UDP datagram of so many bytes, without a checksum."""
    return UDP + size.to_bytes(2, "big") + b"\0\0" + bytes(at % 251 for at in range(size - 8))


def extension(next_header, words=0):
    """An extension header without anything in it but padding."""
    return bytes([next_header, words, 1, 4 + 8 * words]) + bytes(4 + 8 * words)


def refused(packet, *words, kind=UsageError, **how):
    with pytest.raises(kind) as caught:
        fragment(packet, **how)
    error = caught.value
    told = f"{error.what} {error.why} {error.hint}"
    for word in words:
        assert word in told, told
    return error


# IPv4


@settings(max_examples=120, deadline=None)
@given(
    size=st.integers(8, 4000),
    mtu=st.integers(68, 1600),
    options=st.lists(
        st.sampled_from([b"\x94\x04\0\0", b"\x07\x07\x04\0\0\0\0", b"\x01", b"\x82\x0b" + bytes(9)]), max_size=3
    ),
)
def test_ipv4_fragments_fit_and_are_the_packet(size, mtu, options):
    joined = b"".join(options)
    joined += bytes(-len(joined) % 4)
    payload = datagram(size)
    whole = dissect(ether(ipv4(17, payload, joined)))
    cut = fragment(whole, mtu)
    at = 0
    for number, each in enumerate(cut):
        packet = each.data[14:]
        header, data = packet[: (packet[0] & 15) * 4], packet[(packet[0] & 15) * 4 :]
        assert each.data[:14] == whole.data[:14]
        assert int.from_bytes(packet[2:4], "big") == len(packet) <= mtu
        assert slow_sum(header) == 0xFFFF
        place = int.from_bytes(packet[6:8], "big")
        assert place == (number < len(cut) - 1) << 13 | at // 8
        assert len(data) % 8 == 0 or number == len(cut) - 1
        assert len(data) + 8 > mtu - len(header) or number == len(cut) - 1, "more would have fitted"
        assert packet[:2] == whole.data[14:16] or number
        assert [problem.rule for problem in each.problems] == []
        at += len(data)
    assert at == size
    assert reassemble(cut).encode() == whole.data[14:]


def test_a_packet_that_fits_is_left_as_it_is():
    packet = dissect(ether(ipv4(17, datagram(80))) + bytes(20))
    assert fragment(packet, 100) == [packet]
    assert fragment(packet) == [packet]
    cut = fragment(packet, 99)
    assert len(cut) == 2
    assert not cut[1].data.endswith(bytes(20)), "what lay behind the packet is none of it"


def test_only_options_with_the_copied_flag_are_in_every_fragment():
    """RFC 791 §3.1: the route to be written down is in the first fragment alone, the router alert in all."""
    record, alert, none = b"\x07\x07\x04\0\0\0\0", b"\x94\x04\0\0", b"\x01"
    cut = fragment(dissect(ipv4(17, datagram(600), record + none + alert), 228), 200)
    assert cut[0].data[20:32] == record + none + alert
    assert {each.data[0] & 15 for each in cut[1:]} == {6}
    assert {each.data[20:24] for each in cut[1:]} == {alert}
    stream = b"\x88\x04\x12\x34"
    odd = b"\x83\x07\x04\0\0\0\0"  # a loose source route of seven bytes, copied
    later = fragment(dissect(ipv4(17, datagram(600), odd + b"\x07\x05\x04\0\0" + stream), 228), 200)[1].data
    assert later[0] & 15 == 8
    assert later[20:32] == odd + stream + b"\0"


def test_options_that_nobody_can_tell_apart_are_not_cut():
    error = refused(
        dissect(ipv4(17, datagram(600), b"\x94\x30\0\0"), 228), "options can't be read", kind=PacketError, mtu=200
    )
    assert error.where == "byte 20 of the header: 94 30 00 00"


def test_dont_fragment_is_obeyed_where_the_packet_does_not_fit():
    whole = bytearray(ipv4(17, datagram(600)))
    whole[6] |= 0x40
    packet = dissect(bytes(whole), 228)
    refused(
        packet, "the packet of 620 bytes must not be cut", "Don't Fragment", "RFC 791 §3.2", "code 4", "576", mtu=576
    )
    refused(packet, "Don't Fragment", "tells the sender (ICMP", size=80)
    assert fragment(packet, 620) == [packet]
    cut = fragment(packet, 576, anyway=True)
    assert [each.data[6] & 0x60 for each in cut] == [0x60, 0x40]
    again = reassemble(cut).encode()
    assert (again[:10], again[12:]) == (whole[:10], whole[12:])  # the checksum was none of it, and is right now
    assert slow_sum(again[:20]) == 0xFFFF


def test_a_fragment_is_cut_again_and_stays_in_its_place():
    content = datagram(1000)
    for outer, inner in ((576, 100), (404, 68), (1020, 576)):
        first = fragment(dissect(ipv4(17, content), 228), outer)
        again = [piece for each in first for piece in fragment(each, inner)]
        assert len(again) > len(first)
        places = [int.from_bytes(each.data[6:8], "big") for each in again]
        assert [place >> 13 for place in places] == [1] * (len(again) - 1) + [0]
        ends = [(place & 0x1FFF) * 8 + len(each.data) - 20 for place, each in zip(places, again, strict=True)]
        assert [(place & 0x1FFF) * 8 for place in places[1:]] == ends[:-1]
        assert reassemble(again).encode()[20:] == content


def test_the_size_of_fragments_can_be_said():
    cut = fragment(dissect(ipv4(17, datagram(100)), 228), size=24)
    assert [len(each.data) - 20 for each in cut] == [24, 24, 24, 24, 4]
    assert [len(each.data) for each in fragment(dissect(ipv4(17, datagram(8)), 228), size=8)] == [28]
    assert fragment(dissect(ipv4(17, datagram(24)), 228), size=8, identification=7)[2].data[4:6] == b"\0\x07"


@pytest.mark.parametrize("make", [ipv4, ipv6], ids=["IPv4", "IPv6"])
@pytest.mark.parametrize(
    ("size", "right"), [(0, "8 would"), (-8, "8 would"), (7, "8 would"), (9, "8 or 16 would"), (100, "96 or 104 would")]
)
def test_a_size_that_is_no_multiple_of_8_is_refused_with_what_would_be_right(make, size, right):
    packet = dissect(make(17, datagram(2000)), 228 if make is ipv4 else 229)
    section = "RFC 791 §3.2" if make is ipv4 else "RFC 8200 §4.5"
    refused(packet, f"can't have {size} bytes of data", "no multiple of 8", "blocks of 8", section, right, size=size)


def test_an_mtu_that_no_link_has_is_refused_with_the_least_one():
    refused(
        dissect(ipv4(17, datagram(200)), 228),
        "an MTU of 67 is too small for IPv4",
        "RFC 791 §3.2",
        "at least 68",
        mtu=67,
    )
    refused(
        dissect(ipv6(17, datagram(2000)), 229), "an MTU of 1279 is too small for IPv6", "RFC 8200 §5", "1280", mtu=1279
    )
    assert fragment(dissect(ipv4(17, datagram(200)), 228), 68)
    assert fragment(dissect(ipv6(17, datagram(2000)), 229), 1280)


def test_a_size_and_an_mtu_have_to_go_together():
    packet = dissect(ipv4(17, datagram(600)), 228)
    refused(
        packet,
        "104 bytes of data do not fit an MTU of 120",
        "header takes 20 bytes",
        "96 would be right",
        mtu=120,
        size=104,
    )
    assert len(fragment(packet, 120, size=96)[0].data) == 116
    refused(dissect(ipv6(17, datagram(2000)), 229), "1240 bytes of data do not fit", "1232 would", mtu=1280, size=1240)


def test_an_identification_has_the_bits_of_its_field():
    packet = dissect(ipv4(17, datagram(600)), 228)
    refused(packet, "65536 is no identification", "16 bits", mtu=300, identification=1 << 16)
    refused(dissect(ipv6(17, datagram(2000)), 229), "32 bits", mtu=1280, identification=-1)


# IPv6


@settings(max_examples=60, deadline=None)
@given(
    size=st.integers(8, 5000),
    mtu=st.integers(1280, 1600),
    kinds=st.sampled_from(
        [
            (),
            (HOP,),
            (ROUTING,),
            (HOP, ROUTING),
            (HOP, DESTINATION),
            (DESTINATION, ROUTING),
            (HOP, DESTINATION, ROUTING, DESTINATION),
        ]
    ),
)
def test_ipv6_fragments_fit_and_are_the_packet(size, mtu, kinds):
    """The headers that routers read are before the fragment header in every fragment, the others behind it in the first."""
    chain = b"".join(extension(following) for following in (*kinds[1:], 17) if kinds)
    content = chain + datagram(size)
    whole = dissect(ether(ipv6(kinds[0] if kinds else 17, content)))
    cut = fragment(whole, mtu, identification=0xABCDEF01)
    if 40 + len(content) <= mtu:
        assert cut == [whole]
        return
    routers = max((at + 1 for at, kind in enumerate(kinds) if kind in (HOP, ROUTING)), default=0)
    names = [*kinds, 17]
    at = 0
    for number, each in enumerate(cut):
        packet = each.data[14:]
        assert int.from_bytes(packet[4:6], "big") + 40 == len(packet) <= mtu
        before = packet[40 : 40 + 8 * routers]
        named = [packet[6], *before[::8]]
        assert named == [*names[:routers], 44]
        header, data = packet[40 + 8 * routers :][:8], packet[48 + 8 * routers :]
        assert header[0] == names[routers]
        assert header[1] == 0
        assert int.from_bytes(header[2:4], "big") == at // 8 << 3 | (number < len(cut) - 1)
        assert header[4:] == bytes.fromhex("abcdef01")
        assert len(data) % 8 == 0 or number == len(cut) - 1
        assert len(packet) + 8 > mtu or number == len(cut) - 1
        at += len(data)
    assert reassemble(cut).encode() == whole.data[14:]


def test_the_first_fragment_has_to_hold_all_headers():
    packet = dissect(ipv6(DESTINATION, extension(17, 3) + datagram(2000)), 229)
    refused(
        packet,
        "the first fragment of 32 bytes of data would not hold all",
        "RFC 7112 §5",
        "40 bytes of data or more",
        size=32,
    )
    assert len(fragment(packet, size=40)) == 51
    endless = dissect(ipv6(DESTINATION, extension(DESTINATION) * 300), 229)
    refused(endless, "would not hold all", mtu=1280)


def test_a_router_does_not_cut_ipv6_and_nobody_cuts_it_twice():
    cut = fragment(dissect(ipv6(17, datagram(3000)), 229), 1500)
    refused(cut[0], "can't be cut again", "only the sender", "RFC 8200 §4.5", mtu=1280)
    assert fragment(cut[-1], 1280) == [cut[-1]]


# Frames


def test_links_that_state_a_length_state_the_fragments():
    packet = ipv4(17, datagram(200))
    llc = bytes.fromhex("aaaa03 000000 0800")
    frame = bytes.fromhex("020000000002 020000000001") + (len(llc) + len(packet)).to_bytes(2, "big") + llc + packet
    ppp = b"\x00\x21" + packet
    session = bytes.fromhex("020000000002 020000000001 8864 11 00 0007") + len(ppp).to_bytes(2, "big") + ppp
    tagged = (
        bytes.fromhex("020000000002 020000000001 8100 0005")
        + (len(llc) + len(packet)).to_bytes(2, "big")
        + llc
        + packet
    )
    for whole in (frame, session, tagged):
        assert dissect(whole).problems == []
        cut = fragment(dissect(whole), 100)
        assert len(cut) == 3
        assert [each.problems for each in cut] == [[], [], []]
        assert [len(layer.name) > 0 for each in cut for layer in each.layers]
        assert reassemble(cut).encode() == packet


def test_what_is_no_whole_ip_packet_is_not_cut():
    refused(
        dissect(bytes.fromhex("ffffffffffff 020000000001 0806 0001 0800 06 04 0001") + bytes(20)),
        "only an IP packet",
        kind=PacketError,
    )
    short = dissect(ipv4(17, datagram(600))[:300], 228)
    refused(short, "not whole", "speaks of 600 bytes of data, and 280 are there", kind=PacketError, mtu=200)
    refused(dissect(ipv4(17, datagram(100), total_length=7), 228), "not whole", kind=PacketError, mtu=68)
    refused(dissect(ipv6(17, datagram(2000), payload_length=0), 229), "jumbogram", kind=PacketError, mtu=1280)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_a_packet_says_it_is_cut_or_refused(data):
    make = data.draw(st.sampled_from([ipv4, ipv6]))
    frame = bytearray(ether(make(17, datagram(1500))))
    for _ in range(data.draw(st.integers(0, 4))):
        frame[data.draw(st.integers(0, 79))] = data.draw(st.integers(0, 255))
    packet = dissect(bytes(frame))
    cut, refusal = [], None
    try:
        cut = fragment(packet, 1280)
    except NetkitError as error:
        refusal = error
    assert cut or refusal.why
    for first, second in itertools.pairwise(cut):
        assert first.layers[0].encode()[:12] == second.layers[0].encode()[:12]
