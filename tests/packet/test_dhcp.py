"""DHCP over IPv4 and IPv6: what is said of bytes that can't be, and what hostile ones do not do."""

import random

import pytest

from netkit.packet import dissect
from netkit.packet.application.dhcp.message4 import Dhcp
from netkit.packet.application.dhcp.option import DEEPEST
from netkit.packet.pictures import tables
from netkit.packet.summary import summary
from tests.packet.invariants import broken_promises
from tests.vectors.reading import vectors

ETHERNET = bytes.fromhex("020000000002020000000001")
END = b"\xff"
DISCOVER = b"\x35\x01\x01"
HEADER = Dhcp(operation=1, transaction_id=1).encode() + bytes(16)
COOKIE = bytes((99, 130, 83, 99))


def over_ipv4(message, *, source=68, destination=67, original_length=None):
    """A message over UDP and IPv4, without their checksums: IP's is not looked at here."""
    udp = source.to_bytes(2) + destination.to_bytes(2) + (len(message) + 8).to_bytes(2) + bytes(2) + message
    packet = (
        bytes.fromhex("4500") + (len(udp) + 20).to_bytes(2) + bytes.fromhex("000100004011") + bytes(2) + bytes(8) + udp
    )
    return dissect(ETHERNET + b"\x08\x00" + packet, original_length=original_length and original_length + 14)


def over_ipv6(message, *, source=546, destination=547):
    udp = source.to_bytes(2) + destination.to_bytes(2) + (len(message) + 8).to_bytes(2) + b"\x12\x34" + message
    packet = bytes.fromhex("60000000") + len(udp).to_bytes(2) + b"\x11\x40" + bytes(32) + udp
    return dissect(ETHERNET + b"\x86\xdd" + packet)


def message(options, *, header=HEADER, server=b"", file=b"", cookie=COOKIE):
    return header + server.ljust(64, b"\0") + file.ljust(128, b"\0") + cookie + options


def option(code, data=b""):
    return bytes((code, len(data))) + data


def option6(code, data=b""):
    return code.to_bytes(2) + len(data).to_bytes(2) + data


def rules(packet):
    """What is said of DHCP and of names."""
    assert broken_promises(packet, packet.data) == []
    return [p.rule for p in packet.problems if p.rule.startswith(("dhcp", "dns."))]


WRONG = {
    "dhcp.end.missing": message(DISCOVER),
    "dhcp.option.truncated": message(DISCOVER + b"\x0c\x09ab"),
    "dhcp.option.length": message(DISCOVER + option(1, b"\xff\xff\xff") + END),
    "dhcp.overload.unknown": message(option(52, b"\x07") + DISCOVER + END),
    "dhcp.route.prefix": message(DISCOVER + option(121, bytes((33, 1, 2, 3, 4, 5, 6, 7, 8, 9))) + END),
    "dhcp.hardware_length.long": message(DISCOVER + END, header=HEADER[:2] + b"\x11" + HEADER[3:]),
    "dhcp.name.compressed": message(DISCOVER + option(81, b"\x05\xff\xff\x04host\xc0\x00") + END),
    "dhcp.suboption.truncated": message(DISCOVER + option(82, b"\x01\x05ab") + END),
    "dhcp.suboption.length": message(DISCOVER + option(82, option(5, b"abc")) + END),
    "dns.name.label.type": message(DISCOVER + option(119, b"\x41" + bytes(70)) + END),
}
RIGHT = {
    "dhcp.end.missing": message(DISCOVER + END),
    "dhcp.option.truncated": message(DISCOVER + b"\x0c\x02ab" + END),
    "dhcp.option.length": message(DISCOVER + option(1, b"\xff\xff\xff\x00") + END),
    "dhcp.overload.unknown": message(option(52, b"\x01") + DISCOVER + END),
    "dhcp.route.prefix": message(DISCOVER + option(121, bytes((32, 1, 2, 3, 4, 5, 6, 7, 8))) + END),
    "dhcp.hardware_length.long": message(DISCOVER + END, header=HEADER[:2] + b"\x10" + HEADER[3:]),
    "dhcp.name.compressed": message(DISCOVER + option(81, b"\x05\xff\xff\x04host") + END),
    "dhcp.suboption.truncated": message(DISCOVER + option(82, b"\x01\x02ab") + END),
    "dhcp.suboption.length": message(DISCOVER + option(82, option(5, b"abcd")) + END),
    "dns.name.label.type": message(DISCOVER + option(119, b"\x03abc\x00") + END),
}


@pytest.mark.parametrize("rule", WRONG)
def test_what_is_wrong_over_ipv4_is_said_and_nothing_else(rule):
    assert rules(over_ipv4(WRONG[rule])) == [rule]
    assert rules(over_ipv4(RIGHT[rule])) == []


SOLICIT = bytes.fromhex("01000001")
WRONG6 = {
    "dhcpv6.truncated": SOLICIT[:2],
    "dhcpv6.option.truncated": SOLICIT + b"\x00\x08\x00\x02\x00",
    "dhcpv6.option.length": SOLICIT + option6(23, bytes(15)),
    "dhcpv6.vendor_option.truncated": SOLICIT + option6(17, bytes(4) + b"\x00\x01\x00\x09a"),
    "dhcpv6.ntp_suboption.length": SOLICIT + option6(56, option6(1, bytes(15))),
    "dhcpv6.ntp_suboption.truncated": SOLICIT + option6(56, b"\x00\x01\x00\x10"),
    "dhcp.name.compressed": SOLICIT + option6(24, b"\x03abc\x00\xc0\x00"),
}
RIGHT6 = {
    "dhcpv6.truncated": SOLICIT,
    "dhcpv6.option.truncated": SOLICIT + b"\x00\x08\x00\x02\x00\x00",
    "dhcpv6.option.length": SOLICIT + option6(23, bytes(16)),
    "dhcpv6.vendor_option.truncated": SOLICIT + option6(17, bytes(4) + b"\x00\x01\x00\x01a"),
    "dhcpv6.ntp_suboption.length": SOLICIT + option6(56, option6(1, bytes(16))),
    "dhcpv6.ntp_suboption.truncated": SOLICIT + option6(56, b"\x00\x01\x00\x10" + bytes(16)),
    "dhcp.name.compressed": SOLICIT + option6(24, b"\x03abc\x00\x03def\x00"),
}


@pytest.mark.parametrize("rule", WRONG6)
def test_what_is_wrong_over_ipv6_is_said_and_nothing_else(rule):
    assert rules(over_ipv6(WRONG6[rule])) == [rule]
    assert rules(over_ipv6(RIGHT6[rule])) == []


def test_an_option_whose_length_can_not_be_is_kept_whole():
    packet = over_ipv4(WRONG["dhcp.option.length"])
    assert packet.value("dhcp.option.subnet_mask") is None
    assert packet.values("dhcp.option.value") == ["ffffff"]


def test_fields_for_names_hold_options_where_the_overload_says_so():
    names = {"server": option(12, b"host") + END, "file": option(15, b"example.com") + END}
    both = over_ipv4(message(option(52, b"\x03") + DISCOVER + END, **names))
    assert (both.value("dhcp.option.hostname"), both.value("dhcp.option.domain_name")) == ("host", "example.com")
    assert both.value("dhcp.server") is None
    assert both.field("dhcp.option.hostname").group == "server name field, option 1: host name"
    file_only = over_ipv4(message(option(52, b"\x01") + DISCOVER + END, **names))
    assert file_only.value("dhcp.option.hostname") is None
    assert file_only.value("dhcp.option.domain_name") == "example.com"
    none = over_ipv4(message(DISCOVER + END, **names))
    assert none.value("dhcp.option.domain_name") is None


def test_without_the_magic_number_there_are_no_options():
    packet = over_ipv4(message(DISCOVER + END + bytes(60), cookie=bytes(4)))
    assert packet.value("dhcp.option.dhcp") is None
    assert packet.field("dhcp.vendor_specific_options").width_bits == 64 * 8
    assert rules(packet) == []


def test_a_list_of_names_over_two_options_is_not_read_by_halves():
    packet = over_ipv4(message(DISCOVER + option(119, b"\x03abc\x02d") + option(119, b"e\x00") + END))
    assert packet.values("dhcp.option.part") == ["036162630264", "6500"]
    assert rules(packet) == []


def test_a_capture_that_kept_less_is_no_fault_of_the_options():
    whole = message(DISCOVER + option(12, b"a long name") + END)
    data = over_ipv4(whole).data
    for length in range(282, len(data)):
        packet = dissect(data[:length], original_length=len(data))
        assert rules(packet) == []


def test_a_boot_server_is_known_by_its_port_and_the_magic_number():
    ports = {"source": 50_000, "destination": 4011}
    assert over_ipv4(message(DISCOVER + END), **ports).value("dhcp.option.dhcp") == 1
    assert over_ipv4(message(DISCOVER + END, cookie=bytes(4)), **ports).value("dhcp.type") is None


def test_messages_in_messages_are_read_down_to_a_bound():
    relay, inner = bytes((12, 0)) + bytes(32), SOLICIT
    for _ in range(8):
        inner = relay + option6(9, inner)
    packet = over_ipv6(inner)
    assert packet.values("dhcpv6.msgtype") == [12] * 8 + [1]
    assert rules(packet) == []
    for _ in range(1000):
        inner = relay + option6(9, inner)
    packet = over_ipv6(inner)
    assert packet.values("dhcpv6.msgtype") == [12] * (DEEPEST + 1)
    assert rules(packet) == ["dhcpv6.nesting.deep"]


def test_options_in_options_are_read_down_to_a_bound():
    inner = b""
    for _ in range(1000):
        inner = option6(3, bytes(12) + inner)
    packet = over_ipv6(SOLICIT + inner)
    assert len(packet.values("dhcpv6.iaid")) == DEEPEST + 1
    assert rules(packet) == ["dhcpv6.nesting.deep"]


@pytest.mark.parametrize("seed", range(40))
def test_no_bytes_are_too_strange(seed):
    chance = random.Random(seed)
    codes = [1, 3, 12, 43, 52, 53, 55, 61, 77, 81, 82, 94, 97, 119, 120, 121, 124, 125, 146, 255, 0, 200]
    for _ in range(30):
        noise = b"".join(option(chance.choice(codes), chance.randbytes(chance.randrange(24))) for _ in range(6))
        names = {"server": chance.randbytes(64), "file": chance.randbytes(128)}
        rules(over_ipv4(message(noise[: chance.randrange(len(noise))], **names)))
        codes6 = chance.choices(range(150), k=6)
        noise = b"".join(option6(code, chance.randbytes(chance.randrange(40))) for code in codes6)
        rules(over_ipv6(bytes((chance.choice((1, 7, 12)),)) + noise[: chance.randrange(len(noise))]))


def test_a_moment_before_1970_survives():
    """Seconds since 1900 with the first bit set begin in 1968."""
    table = next(
        table for table in tables() if table.__name__ == "Number" and type(table.value.kind).__name__ == "_Since"
    )
    for raw in (0, 1, 0x7FFFFFFF, 0x80000000, 0x80000001, 0x83AA7E7F, 0x83AA7E80, 0xFFFFFFFF):
        header = table.decode(bytes(2) + raw.to_bytes(4, "big"))
        assert header.replace() == header, hex(raw)


def test_each_message_is_told_in_a_sentence():
    told = [summary(dissect(vector.data, vector.link_type)) for vector in vectors() if vector.protocol == "dhcp"]
    assert any(
        "has no address yet, and looks for somebody who gives one (DHCP discover)" in sentence for sentence in told
    )
    assert any("gives" in sentence and "(DHCP acknowledge)" in sentence for sentence in told)
    assert not any("None" in sentence for sentence in told)
    told = [summary(dissect(vector.data, vector.link_type)) for vector in vectors() if vector.protocol == "dhcpv6"]
    assert all("DHCPv6" in sentence and " from " in sentence for sentence in told)
