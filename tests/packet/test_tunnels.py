"""Packets inside of packets: checksums, numbers with the lowest byte first, what is bounded, and what is told of them."""

import pytest

from netkit.errors import BadFieldError
from netkit.packet import dissect
from netkit.packet.depth import MOST_LAYERS
from netkit.packet.summary import brief, ends_of, summary
from netkit.packet.tunnel.wireguard import WireguardData, WireguardInitiation
from tests.packet.invariants import broken_promises
from tests.packet.making import ipv4, ipv6, slow_sum
from tests.packet.steps import steps

MACS = bytes.fromhex("020000000002020000000001")
UDP = bytes.fromhex("c0de07d1000b0000") + b"abc"
FOUR, SIX = ipv4(17, UDP), ipv6(17, UDP)


def rules(dissection):
    return [problem.rule for problem in dissection.problems]


def names(dissection):
    return [layer.protocol.__name__ for layer in dissection.layers]


def checked(data, link_type=101, original_length=None):
    dissection = dissect(data, link_type, original_length=original_length)
    assert broken_promises(dissection, data) == []
    return dissection


def udp(port, message, length=None):
    size = len(message) + 8 if length is None else length
    return bytes([0xC0, 0xDE]) + port.to_bytes(2, "big") + size.to_bytes(2, "big") + b"\0\0" + message


def vxlan(frame):
    return udp(4789, bytes.fromhex("0800000000007b00") + frame)


# IP in IP


@pytest.mark.parametrize("protocol", [4, 94])
def test_which_version_lies_inside_is_said_by_the_packet_inside(protocol):
    assert names(checked(ipv4(protocol, FOUR))) == ["Ipv4", "Ipv4", "Udp", "UdpPayload"]
    assert names(checked(ipv4(protocol, SIX)))[:2] == ["Ipv4", "Ipv6"]


def test_protocol_41_is_ipv6_whatever_the_packet_inside_says():
    assert rules(checked(ipv4(41, ipv4(17, UDP + bytes(20)))))[:1] == ["ipv6.version.wrong"]


def test_the_checksum_inside_covers_the_addresses_inside():
    """Under the outer addresses the sum would be wrong: those of IPv6 are others."""
    segment = bytes.fromhex("c0de07d1000b0000") + b"abc"
    addresses = SIX[8:40]
    right = slow_sum(addresses + len(segment).to_bytes(4, "big") + b"\0\0\0\x11" + segment) ^ 0xFFFF
    inner = ipv6(17, segment[:6] + right.to_bytes(2, "big") + segment[8:])
    dissection = checked(ipv4(41, inner))
    assert rules(dissection) == []
    assert dissection.field("udp.checksum").note == "right"
    bad = ipv6(17, segment[:6] + (right ^ 1).to_bytes(2, "big") + segment[8:])
    assert rules(checked(ipv4(41, bad))) == ["udp.checksum.bad"]


# GRE


def gre(head, content, checksum=None):
    packet = bytes.fromhex(head) + content
    if int(head[0], 16) & 8:
        right = slow_sum(packet) ^ 0xFFFF if checksum is None else checksum
        packet = packet[:4] + right.to_bytes(2, "big") + packet[6:]
    return ipv4(47, packet)


def test_the_checksum_of_gre_covers_header_and_packet():
    good = checked(gre("8000 0800 0000 0000", FOUR))
    assert rules(good) == []
    assert good.field("gre.checksum").note == "right"
    bad = checked(gre("8000 0800 0000 0000", FOUR, checksum=0x1234))
    assert rules(bad) == ["gre.checksum.bad"]
    assert bad.field("gre.checksum").note == f"wrong: 0x{good.value('gre.checksum'):04x} would be right"
    packet = gre("8000 0800 0000 0000", FOUR)
    changed = packet[:-1] + bytes([packet[-1] ^ 1])
    assert rules(checked(changed)) == ["gre.checksum.bad"]
    cut = dissect(changed[:-1], 101, original_length=len(changed))
    assert rules(cut) == ["packet.cut"]


@pytest.mark.parametrize("flags", range(16))
def test_each_flag_of_gre_announces_a_field(flags):
    head = (
        f"{flags:x}000 0800" + " 0000 0000" * (flags >= 4) + " 00000001" * bool(flags & 2) + " 00000002" * (flags & 1)
    )
    dissection = checked(gre(head + " 00000000" * bool(flags & 4), FOUR))
    assert rules(dissection) == []
    assert dissection.value("udp.payload") == b"abc".hex()
    assert (dissection.value("gre.key") is not None) == bool(flags & 2)
    assert (dissection.value("gre.sequence_number") is not None) == bool(flags & 1)


def test_a_route_without_end_is_not_followed_for_ever():
    dissection = checked(ipv4(47, bytes.fromhex("40000800 00000000") + bytes.fromhex("00020000") * 16000))
    assert names(dissection)[-1] == "Data"
    assert len(dissection.layers[1].parts) < 300


def test_the_enhanced_header_is_that_of_pptp_alone():
    for head, table in (("2001 880b", "GreEnhanced"), ("2000 880b", "Gre"), ("2001 0800", "Gre")):
        assert names(checked(gre(f"{head} 00000001", b"")))[1] == table


@pytest.mark.parametrize("head", ["3081 880b 0023 0001 00000007 00000003", "f800 0800", "2000 883e 00000001 015b0203"])
def test_gre_that_breaks_off_says_so(head):
    packet = bytes.fromhex(head)
    for stop in range(len(packet)):
        assert not rules(checked(ipv4(47, packet[:stop]))) or rules(checked(ipv4(47, packet[:stop])))[0].startswith(
            "gre"
        )


# VXLAN


def test_the_padding_of_a_frame_inside_is_its_trailer():
    """Only the outermost frame is sent over a link that asks for 60 bytes."""
    arp = bytes.fromhex("0806 0001080006040001 020000000001 c0000201 000000000000 c6336402")
    dissection = checked(MACS + b"\x08\0" + ipv4(17, vxlan(MACS + arp + bytes(18))), 1)
    assert rules(dissection) == []
    assert dissection.value("eth.padding") is None
    assert dissection.value("eth.trailer") == bytes(18).hex()


def test_a_network_that_does_not_count_is_told():
    assert rules(checked(ipv4(17, udp(4789, bytes(8) + MACS + b"\x08\0" + FOUR)))) == ["vxlan.flags.no_network"]
    assert rules(checked(ipv4(17, vxlan(MACS + b"\x08\0" + FOUR)))) == []


# WireGuard


def wireguard(kind, size, reserved=b"\0\0\0"):
    return bytes([kind]) + reserved + bytes(range(1, size - 3))


@pytest.mark.parametrize(
    ("kind", "size", "known"),
    [
        (1, 148, True), (1, 147, False), (1, 149, False), (2, 92, True), (2, 93, False), (3, 64, True), (3, 63, False),
        (4, 32, True), (4, 31, False), (4, 80, True), (4, 81, True), (0, 148, False), (5, 64, False),
    ],
)  # fmt: skip
def test_wireguard_is_known_by_type_and_length_on_any_port(kind, size, known):
    for port in (51820, 31337):
        dissection = checked(ipv4(17, udp(port, wireguard(kind, size))))
        assert (dissection.layers[-1].key == "wg") == known
        assert rules(dissection) == []


def test_bytes_behind_the_type_may_be_other_than_zero_only_in_a_handshake():
    for kind, size, known in ((1, 148, True), (2, 92, True), (3, 64, False), (4, 48, False)):
        dissection = checked(ipv4(17, udp(51820, wireguard(kind, size, b"\1\2\3"))))
        assert (dissection.layers[-1].key == "wg") == known


def test_wireguard_is_known_though_the_capture_kept_only_its_beginning():
    packet = ipv4(17, udp(51820, wireguard(4, 80)))
    dissection = checked(packet[:60], original_length=len(packet))
    assert dissection.value("wg.counter") == int.from_bytes(bytes(range(5, 13)), "little")
    assert rules(dissection) == ["packet.cut"]


def test_numbers_with_the_lowest_byte_first():
    data = WireguardData(receiver=0x11223344, counter=7)
    assert data.encode().hex() == "04000000" + "44332211" + "0700000000000000"
    assert (data.receiver, data.counter) == (0x11223344, 7)
    assert data.replace(counter=1 << 40).counter == 1 << 40
    with pytest.raises(BadFieldError):
        WireguardData(receiver=1 << 32, counter=0)
    field = dissect(ipv4(17, udp(51820, data.encode() + bytes(16))), 101).field("wg.receiver")
    assert (field.value, field.text, field.raw) == (0x11223344, "0x11223344", 0x44332211)


def test_keys_are_written_in_base_64():
    rest = {
        "sender": 1,
        "encrypted_static": bytes(48),
        "encrypted_timestamp": bytes(28),
        "mac1": bytes(16),
        "mac2": bytes(16),
    }
    made = WireguardInitiation(ephemeral="AQ" + "A" * 41 + "=", **rest)
    assert made.encode()[8:40] == b"\1" + bytes(31)
    assert made.ephemeral == "AQ" + "A" * 41 + "="
    for wrong in ("AQ==", "no base 64", 7):
        with pytest.raises(BadFieldError):
            WireguardInitiation(ephemeral=wrong, **rest)


# ESP


def test_what_stands_at_ipsec_s_port_of_udp():
    for message, layers in (
        (b"\xff", ["NatKeepalive"]),
        (bytes(4) + b"ike", ["NonEspMarker", "Data"]),
        (b"\0\0\0\1\0\0\0\2sealed", ["Esp"]),
        (b"\xff\xff\xff\xff\0\0\0\2", ["Esp"]),
    ):
        assert names(checked(ipv4(17, udp(4500, message))))[2:] == layers
    assert rules(checked(ipv4(17, udp(4500, b"\0\0\0")))) == ["esp.truncated"]
    assert rules(checked(ipv4(17, udp(4500, b"")))) == []


def test_what_is_encrypted_says_so():
    field = checked(ipv4(50, bytes(8) + b"sealed")).field("esp.encrypted_data")
    assert field.value == b"sealed".hex()
    assert "encrypted" in field.meaning


# How deep


def nested(wrap):
    packet = FOUR
    while len(packet) < 65_000:
        packet = wrap(packet)
    return packet


@pytest.mark.parametrize(
    "wrap",
    [
        lambda packet: ipv4(4, packet),
        lambda packet: ipv6(4, packet),
        lambda packet: gre("8000 0800 0000 0000", packet, checksum=1),
        lambda packet: ipv4(17, vxlan(MACS + b"\x08\0" + packet)),
        lambda packet: ipv4(97, b"\x30\0" + MACS + b"\x08\0" + packet),
        lambda packet: ipv4(47, bytes.fromhex("2000880b00000001 0021") + packet),
    ],
    ids=["IPv4", "IPv6", "GRE", "VXLAN", "EtherIP", "PPP"],
)
def test_thousands_of_packets_in_one_another_are_no_more_work_than_the_layers_that_are_read(wrap):
    packet = nested(wrap)

    def work():
        dissection = dissect(packet, 101)
        return dissection, rules(dissection), dissection.encode()

    taken, (dissection, found, encoded) = steps(work)
    assert encoded == packet
    assert taken < 100 * len(dissection.layers)
    assert found.count("packet.nesting.deep") == 1
    assert MOST_LAYERS <= len(dissection.layers) <= MOST_LAYERS + 8


# What a person is told


def test_a_packet_in_a_tunnel_is_told_with_its_own_addresses_and_ports():
    inner = ipv6(17, UDP)
    packet = dissect(ipv4(17, vxlan(MACS + b"\x86\xdd" + inner)), 101)
    assert summary(packet) == (
        "in a tunnel (VXLAN) from 192.0.2.1 to 198.51.100.2: "
        "a datagram of 3 bytes travels from 2001:db8::1 port 49374 to 2001:db8::2 port 2001"
    )
    assert brief(packet) == "VXLAN tunnel: UDP 49374 → 2001: 3 bytes"
    assert ends_of(packet) == ("192.0.2.1", "198.51.100.2")
    assert ends_of(dissect(ipv6(4, FOUR), 101)) == ("2001:db8::1", "2001:db8::2")


def test_tunnels_in_tunnels_are_named_from_the_inside():
    packet = dissect(ipv4(17, vxlan(MACS + b"\x08\0" + ipv4(47, bytes.fromhex("00000800") + FOUR))), 101)
    assert summary(packet).startswith("in a tunnel (GRE in VXLAN) from 192.0.2.1")


def test_a_tunnel_that_carries_nothing_known_is_told_by_its_outside():
    assert summary(dissect(ipv4(47, bytes.fromhex("00001234") + b"data"), 101)).startswith("a packet travels")


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (wireguard(1, 148), "a session is asked for (WireGuard initiation)"),
        (wireguard(4, 32), "nothing is sent but a sign of life (WireGuard keepalive)"),
        (wireguard(4, 64), "an encrypted packet travels (WireGuard data)"),
    ],
)
def test_what_wireguard_says(message, said):
    assert summary(dissect(ipv4(17, udp(51820, message)), 101)) == (
        f"{said} from 192.0.2.1 port 49374 to 198.51.100.2 port 51820"
    )
