"""Addresses as text: beside ipaddress, inet_ntop, netaddr, and the rules and examples of RFC 5952."""

import ipaddress
import re
import socket

import netaddr
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netkit.address import format_ipv4, format_ipv6, format_mac, parse_ipv4, parse_ipv6, parse_mac

MAPPED = 0xFFFF << 32

# Zeros come in runs, which random numbers hardly ever have.
groups = st.lists(st.sampled_from([0, 0, 0, 1, 0xA, 0xABCD, 0xFFFF]), min_size=8, max_size=8)
ipv6_numbers = st.one_of(
    st.integers(0, (1 << 128) - 1),
    groups.map(lambda eight: sum(group << 112 - 16 * at for at, group in enumerate(eight))),
    st.integers(0, 0xFFFFFFFF).map(lambda low: MAPPED | low),
    st.integers(0, (1 << 49) - 1),
)


@given(st.integers(0, (1 << 32) - 1))
def test_ipv4(number):
    text = format_ipv4(number)
    assert text == str(ipaddress.IPv4Address(number)) == socket.inet_ntoa(number.to_bytes(4, "big"))
    assert parse_ipv4(text) == number


@pytest.mark.parametrize(
    "text", ["", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4/24", "0x1.2.3.4", "::1", "1..2.3"]
)  # fmt: skip
def test_text_that_is_no_ipv4_address(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_ipv4(text)


@given(ipv6_numbers)
@example(0)
@example(1)
@example(1 << 127)
@example((1 << 128) - 1)
def test_ipv6_is_written_as_rfc_5952_says(number):
    text = format_ipv6(number)
    assert parse_ipv6(text) == number == int(ipaddress.IPv6Address(text))
    assert text == text.lower()
    hexes = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    if number >> 32 == 0xFFFF:  # §5: the prefix is well known, so the rest is written as IPv4
        assert text == "::ffff:" + format_ipv4(number & 0xFFFFFFFF)
        return
    assert "." not in text
    runs = [len(run) for run in re.findall("0+", "".join("0" if not group else "x" for group in hexes))]
    longest = max(runs, default=0)
    assert text.count("::") == (longest > 1)  # §4.2.2: one group alone is not shortened
    left, _, right = text.partition("::")
    written = [group for group in (left + ":" + right).split(":") if group]
    assert all(group == f"{int(group, 16):x}" for group in written)  # §4.1
    assert len(written) == 8 - (longest if longest > 1 else 0)  # §4.2.1, §4.2.3: as short as can be
    if longest > 1:  # §4.2.3: the first of equals
        assert len([group for group in left.split(":") if group]) == next(
            at for at in range(8) if not any(hexes[at : at + longest]) and at + longest <= 8
        )


@given(ipv6_numbers)
def test_ipv6_is_written_as_inet_ntop_writes_it(number):
    if number >> 32 == 0 and number >> 16:
        return  # IPv4-compatible addresses are deprecated (RFC 4291 §2.5.5.1): Linux writes ::1.2.3.4, RFC 5952 asks for hex
    assert format_ipv6(number) == socket.inet_ntop(socket.AF_INET6, number.to_bytes(16, "big"))


@pytest.mark.parametrize(
    ("given_text", "canonical"),
    [
        ("2001:0db8::0001", "2001:db8::1"),  # RFC 5952 §4.1
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),  # §4.2.1
        ("2001:db8::0:1", "2001:db8::1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),  # §4.2.2
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),  # §4.2.3
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("2001:DB8::ABCD", "2001:db8::abcd"),  # §4.3
        ("::FFFF:192.0.2.1", "::ffff:192.0.2.1"),  # §5
        ("0:0:0:0:0:0:0:0", "::"),
        ("0:0:0:0:0:0:0:1", "::1"),
        ("1:0:0:0:0:0:0:0", "1::"),
        ("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"),
        ("0:0:3:4:5:6:7:8", "::3:4:5:6:7:8"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("::192.0.2.1", "::c000:201"),
    ],
)
def test_the_examples_of_rfc_5952(given_text, canonical):
    assert format_ipv6(parse_ipv6(given_text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "g::",
        "fe80::1%eth0",
        "::1/64",
        "1.2.3.4",
        " ::1",
        "[::1]",
    ],
)
def test_text_that_is_no_ipv6_address(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_ipv6(text)


@given(st.integers(0, (1 << 48) - 1))
def test_mac_addresses_beside_netaddr(number):
    text = format_mac(number)
    theirs = netaddr.EUI(number, version=48)
    theirs.dialect = netaddr.mac_unix_expanded
    assert text == str(theirs)
    for dialect in (netaddr.mac_unix_expanded, netaddr.mac_eui48, netaddr.mac_cisco):
        theirs.dialect = dialect
        assert parse_mac(str(theirs)) == number
        assert parse_mac(str(theirs).upper()) == number


@pytest.mark.parametrize(
    "text",
    [
        "", "02:00:00:00:00", "02:00:00:00:00:0a:0b", "2:0:0:0:0:a", "02:00:00:00:00:0g", "02-00:00-00:00-0a", "02:00:00:00:00:0a ",
        "0200.0000", "0200:0000:000a", "02000000000a0", "02:00:00:00:00:0a\n", "０2:00:00:00:00:0a",
    ],
)  # fmt: skip
def test_text_that_is_no_mac_address(text):
    with pytest.raises(ValueError, match="is no MAC address"):
        parse_mac(text)
