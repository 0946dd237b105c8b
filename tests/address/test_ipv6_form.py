"""Which rules of RFC 5952 a text does not keep: none just where it is the recommended one; each example breaks the rule it stands for."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import departures, format_ipv4, format_ipv6, format_ipv6_full, parse_ipv6
from tests.address.numbers import SIX


@st.composite
def written(draw):
    """A number, and some legal text for it: with zeros, capitals, a gap anywhere where it may be, and a dotted end."""
    number = draw(SIX)
    groups = [number >> shift & 0xFFFF for shift in range(112, -1, -16)]
    dotted = draw(st.booleans())
    texts = [f"{group:0{draw(st.integers(1, 4))}x}" for group in groups]
    texts = [text.upper() if draw(st.booleans()) else text for text in texts]
    count = 8
    if dotted:
        texts[6:] = [format_ipv4(number & 0xFFFFFFFF)]
        count = 6
    gaps = [(at, end) for at in range(count) for end in range(at + 1, count + 1) if not any(groups[at:end])]
    gap = draw(st.none() | st.sampled_from(gaps)) if gaps else None
    if gap is None:
        return number, ":".join(texts)
    return number, ":".join(texts[: gap[0]]) + "::" + ":".join(texts[gap[1] :])


@given(written())
def test_every_legal_text_is_read_and_departs_unless_it_is_the_canonical_one(case):
    number, text = case
    assert parse_ipv6(text) == number == int(ipaddress.IPv6Address(text))
    found = departures(text)
    assert (not found) == (text == format_ipv6(number))
    for one in found:
        assert 0 <= one.start < one.start + one.length <= len(text)
        assert one.rule.startswith("RFC 5952 §")


@given(SIX)
def test_the_canonical_text_keeps_every_rule_and_the_full_one_reads_the_same(number):
    assert departures(format_ipv6(number)) == []
    assert parse_ipv6(format_ipv6_full(number)) == number
    # Not `ipaddress`'s own `exploded`: from Python 3.13 on it writes the last 32 bits of an IPv4-mapped address as IPv4.
    assert number.to_bytes(16, "big").hex(":", 2) == format_ipv6_full(number)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("2001:0db8::1", {"§4.1": "0"}),
        ("2001:db8::0001", {"§4.1": "000"}),
        ("2001:db8:0:0:0:0:2:1", {"§4.2.1": "0:0:0:0"}),
        ("2001:db8::0:1", {"§4.2.1": "::"}),
        ("2001:db8::1:1:1:1:1", {"§4.2.2": "::"}),
        ("2001::1:0:0:0:1", {"§4.2.3": "::"}),
        ("2001:db8:0:0:1::1", {"§4.2.3": "::"}),
        ("2001:db8::A", {"§4.3": "A"}),
        ("::ffff:c000:201", {"§5": "::ffff:c000:201"}),
        ("::192.0.2.1", {"§5": "192.0.2.1"}),
        ("2001:DB8::0:0001", {"§4.1": "000", "§4.2.1": "::", "§4.3": "DB8"}),
    ],
)
def test_the_rule_and_its_place(text, rules):
    found = {one.rule.removeprefix("RFC 5952 "): text[one.start : one.start + one.length] for one in departures(text)}
    assert found == rules


def test_no_address_has_no_form():
    with pytest.raises(ValueError, match="is no IPv6 address"):
        departures("1::2::3")
