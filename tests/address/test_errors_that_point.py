"""Texts that are no address: refused where the standard library refuses, at the right place, with the rule and what may have been meant."""

import ipaddress
import socket

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netkit.address import (
    format_ipv4,
    loose_ipv4,
    parse_address,
    parse_eui64,
    parse_ipv4,
    parse_ipv6,
    parse_mac,
    parse_prefix,
)
from netkit.errors import AddressError


def refused(parse, text):
    with pytest.raises(AddressError) as caught:
        parse(text)
    return caught.value


def caught(parse, text):
    """The error that `text` is, or None."""
    try:
        parse(text)
    except AddressError as error:
        return error
    return None


def accepts(parse, text):
    try:
        return int(parse(text))
    except ValueError:
        return None


@given(
    st.text("0123456789.", max_size=17)
    | st.lists(st.integers(0, 300), min_size=1, max_size=6).map(lambda them: ".".join(map(str, them)))
)
@example("1.2.3.4")
@example("1.2.3.04")
@example("1.2.3.00")
def test_ipv4_is_taken_and_refused_as_ipaddress_does(text):
    assert accepts(parse_ipv4, text) == accepts(ipaddress.IPv4Address, text)


@given(
    st.text("0123456789abcdefABCDEFg:.", max_size=45)
    | st.lists(st.sampled_from(["", "0", "1", "ab", "FFFF", "00a0", "12345", "1.2.3.4", "1.2.3"]), max_size=10).map(
        ":".join
    )
)
@example("::")
@example("1:2:3:4:5:6:7::")
@example("1:2:3:4:5:6:7::8")
@example("::1.2.3.4")
@example("1:2:3:4:5:6:1.2.3.4")
@example("1:2:3:4:5:6:7:1.2.3.4")
@example("1.2.3.4::")
@example(":1:2:3:4:5:6:7")
@example("1:2:3:4:5:6:7:")
@example(":::")
@example("::1::")
def test_ipv6_is_taken_and_refused_as_ipaddress_does(text):
    assert accepts(parse_ipv6, text) == accepts(ipaddress.IPv6Address, text)


@given(st.text("0123456789.xXabf", max_size=20))
@example("010.0.0.1")
@example("192.168.1")
@example("0x7f.1")
@example("1.2.3.08")
@example("4294967296")
@example("0x")
def test_what_loose_readers_make_of_a_text_is_what_inet_aton_makes(text):
    try:
        theirs = int.from_bytes(socket.inet_aton(text), "big")
    except OSError:
        theirs = None
    assert loose_ipv4(text) == theirs


@given(
    st.text(max_size=30), st.sampled_from([parse_ipv4, parse_ipv6, parse_mac, parse_eui64, parse_address, parse_prefix])
)
def test_any_text_is_an_address_or_an_error_that_points_into_it(text, parse):
    error = caught(parse, text)
    if error is None:
        return
    assert error.what
    assert error.why
    assert 0 <= error.start <= len(text)
    assert error.start + error.length <= len(text)
    assert "^" in error.where


@pytest.mark.parametrize(
    ("parse", "text", "pointed", "says"),
    [
        (parse_ipv4, "192.0.2.256", "256", "at most 255"),
        (parse_ipv4, "010.0.0.1", "010", "octal"),
        (parse_ipv4, "0x7f.0.0.1", "0x7f", "decimal"),
        (parse_ipv4, "192.168.1", "", "four decimal numbers"),
        (parse_ipv4, "1.2.3.4.5", ".5", "four decimal numbers"),
        (parse_ipv4, "1..3.4", "", "four decimal numbers"),
        (parse_ipv4, "1.2.x.4", "x", "four decimal numbers"),
        (parse_ipv6, "2001:db8::1::2", "::", "one :: is all"),
        (parse_ipv6, "2001:db8:12345::", "12345", "at most four digits"),
        (parse_ipv6, "2001:db8:zz::1", "z", "hex digits"),
        (parse_ipv6, "1:2:3:4:5:6:7", "", "eight groups"),
        (parse_ipv6, "1:2:3:4:5:6:7:8:9", "9", "eight groups"),
        (parse_ipv6, "1:2:3:4::5:6:7:8", "::", "already 128 bits"),
        (parse_ipv6, "[::1]", "[", "URL"),
        (parse_ipv6, "::1.2.3.256", "256", "at most 255"),
        (parse_ipv6, "::1.2.3.4:5", "1.2.3.4", "last 32 bits"),
        (parse_ipv6, "fe80::1%eth0", "%eth0", "which link"),
        (parse_mac, "02:00:00:00:00:0g", "g", "six bytes"),
        (parse_mac, "2:0:0:0:0:a", "2", "six bytes"),
        (parse_mac, "02-00:00-00:00-0a", ":", "six bytes"),
        (parse_eui64, "00-00-5e-ff-fe-00-53", "", "eight bytes"),
        (parse_prefix, "192.0.2.77/26", "77", "other 6 are zero"),
        (parse_prefix, "192.0.2.64/33", "33", "0 to 32"),
        (parse_prefix, "192.0.2.64/", "", "how many bits"),
        (parse_prefix, "192.0.2.64/06", "06", "0 to 32"),
        (parse_prefix, "192.0.2.0/255.0.255.0", "255.0.255.0", "ones, then zeros"),
        (parse_prefix, "2001:db8::42/64", "42", "other 64 are zero"),
        (parse_prefix, "2001:db8:0:0:1:2:3:4/64", "1", "other 64 are zero"),
        (parse_prefix, "2001:db8::/129", "129", "0 to 128"),
        (parse_prefix, "10/8", "", "four decimal numbers"),
        (parse_prefix, "fe80::1%eth0/64", "%eth0", ""),
        (parse_address, "fe80::1%", "%", "name or the number of a link"),
    ],
)
def test_the_place_and_the_rule(parse, text, pointed, says):
    error = refused(parse, text)
    assert text[error.start : error.start + error.length] == pointed
    assert says in error.why + error.what
    mark = error.where.splitlines()[1]
    assert mark.index("^") == error.start


@pytest.mark.parametrize(
    ("parse", "text", "meant"),
    [
        (parse_ipv4, "010.0.0.1", ["10.0.0.1", "8.0.0.1"]),
        (parse_ipv4, "192.168.1", ["192.168.0.1"]),
        (parse_ipv4, "0x7f.1", ["127.0.0.1"]),
        (parse_prefix, "192.0.2.77/26", ["192.0.2.64/26", "192.0.2.77"]),
        (parse_prefix, "10/8", ["10.0.0.0/8"]),
        (parse_prefix, "10.1/16", ["10.1.0.0/16"]),
        (parse_prefix, "192.0.2.0/0.0.0.255", ["255.255.255.0", "/24"]),
        (parse_prefix, "2001:db8::1/64", ["2001:db8::/64"]),
        (parse_ipv6, "[2001:db8::1]", ["2001:db8::1"]),
    ],
)
def test_what_was_perhaps_meant_is_named(parse, text, meant):
    hint = refused(parse, text).hint
    assert all(part in hint for part in meant), hint


def test_a_very_long_text_is_shown_in_part():
    error = refused(parse_ipv6, "1:" * 5000)
    assert len(error.where) < 300
    assert len(error.what) < 200
    assert len(refused(parse_prefix, "9" * 10**5 + "/8").where) < 300


def test_an_error_is_a_value_error_in_one_line():
    error = refused(parse_ipv4, "1.2.3.256")
    assert isinstance(error, ValueError)
    assert "\n" not in str(error)


@given(st.integers(0, (1 << 32) - 1))
def test_leading_zeros_are_named_with_both_readings(number):
    octets = format_ipv4(number).split(".")
    text = ".".join([*octets[:3], f"0{octets[3]}"])
    error = refused(parse_ipv4, text)
    assert text[error.start :] == f"0{octets[3]}"
    assert format_ipv4(number) in error.hint
