"""Prefixes, masks, hosts and reverse names beside ipaddress, and the formulas of subnetting by hand."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import (
    Address,
    Prefix,
    address_class,
    broadcast_address,
    host_bits_for,
    host_range,
    mask_number,
    on_link,
    parse_address,
    parse_address_with_length,
    parse_prefix,
    reverse_name,
    reverse_zones,
)
from netkit.errors import AddressError
from tests.address.numbers import addresses, prefixes

NETWORKS = {4: ipaddress.IPv4Network, 6: ipaddress.IPv6Network}


@given(st.sampled_from([4, 6]).flatmap(prefixes))
def test_a_prefix_is_what_ipaddress_makes_of_it(prefix):
    theirs = NETWORKS[prefix.version]((prefix.number, prefix.length))
    assert (prefix.number, prefix.last, prefix.size) == (
        int(theirs.network_address),
        int(theirs.broadcast_address),
        theirs.num_addresses,
    )
    assert (prefix.mask, prefix.wildcard) == (int(theirs.netmask), int(theirs.hostmask))
    assert parse_prefix(str(prefix)) == prefix
    assert ipaddress.ip_network(str(prefix)) == theirs
    if prefix.length:
        assert prefix.parent() == parse_prefix(str(theirs.supernet()))
        assert prefix.parent().halves() == tuple(sorted([prefix, prefix.sibling()]))


@given(addresses, st.integers(0, 128))
def test_an_address_with_a_length_lies_in_its_prefix(address, length):
    length = min(length, address.width)
    theirs = ipaddress.ip_interface(f"{address}/{length}")
    text = f"{address}/{length}"
    assert parse_address_with_length(text) == (address, length)
    prefix = Prefix.of(address, length)
    assert prefix == Prefix(address.version, int(theirs.network.network_address), length)
    assert prefix.holds(address)
    if prefix.number == address.number:
        assert parse_prefix(text) == prefix
    else:
        with pytest.raises(AddressError) as caught:
            parse_prefix(text)
        assert str(prefix) in caught.value.hint


@given(st.sampled_from([4, 6]).flatmap(lambda version: st.tuples(prefixes(version), prefixes(version))))
def test_holding_is_being_a_subnet(pair):
    one, other = pair
    assert one.holds(other) == ipaddress.ip_network(str(other)).subnet_of(ipaddress.ip_network(str(one)))


@given(st.integers(0, 32))
def test_a_mask_behind_the_slash_is_a_length(length):
    mask = ipaddress.ip_network((0, length)).netmask
    assert parse_address_with_length(f"192.0.2.1/{mask}") == (parse_address("192.0.2.1"), length)
    assert mask_number(length) == int(mask)


@given(st.sampled_from([4, 6]).flatmap(prefixes))
def test_hosts_are_those_of_ipaddress(prefix):
    hosts = host_range(prefix)
    assert hosts.count == hosts.last.number - hosts.first.number + 1
    if prefix.size > 1 << 12:
        return
    theirs = list(ipaddress.ip_network(str(prefix)).hosts()) or [ipaddress.ip_address(prefix.number)]
    assert (hosts.first.number, hosts.last.number, hosts.count) == (int(theirs[0]), int(theirs[-1]), len(theirs))


@pytest.mark.parametrize(
    ("text", "count", "broadcast", "rfc"),
    [
        ("192.0.2.0/24", 254, "192.0.2.255", "RFC 1122 §3.2.1.3"),
        ("192.0.2.64/26", 62, "192.0.2.127", "RFC 1122 §3.2.1.3"),
        ("192.0.2.0/30", 2, "192.0.2.3", "RFC 1122 §3.2.1.3"),
        ("192.0.2.0/31", 2, None, "RFC 3021"),
        ("192.0.2.1/32", 1, None, ""),
        ("2001:db8::/64", (1 << 64) - 1, None, "RFC 4291 §2.6.1"),
        ("2001:db8::/127", 2, None, "RFC 6164"),
        ("2001:db8::1/128", 1, None, ""),
    ],
)
def test_how_many_hosts_and_by_which_rule(text, count, broadcast, rfc):
    prefix = parse_prefix(text)
    hosts = host_range(prefix)
    assert (hosts.count, hosts.rfc) == (count, rfc)
    assert broadcast_address(prefix) == (None if broadcast is None else parse_address(broadcast))


@given(st.integers(1, (1 << 32) - 2))
def test_host_bits_are_the_fewest_that_do(hosts):
    bits = host_bits_for(hosts)
    assert (1 << bits) - 2 >= hosts
    assert bits == 2 or (1 << (bits - 1)) - 2 < hosts


@pytest.mark.parametrize("hosts", [0, -1, (1 << 32) - 1])
def test_no_subnet_has_so_many_hosts(hosts):
    with pytest.raises(ValueError, match="at least one host"):
        host_bits_for(hosts)


def test_subnets_by_their_number():
    """Catalogue 4.5 and 4.6: the k-th /64 of P/p is P + k·2^64, counted from 0, and there are 2^(64 − p)."""
    site = parse_prefix("2001:db8::/48")
    assert site.subnets(64) == 1 << 16
    assert str(site.subnet(64, 0)) == "2001:db8::/64"
    assert str(site.subnet(64, 10)) == "2001:db8:0:a::/64"
    assert str(site.subnet(64, 0xFFFF)) == "2001:db8:0:ffff::/64"
    for length, index in ((47, 0), (129, 0), (64, 1 << 16), (64, -1)):
        with pytest.raises(AddressError):
            site.subnet(length, index)


def test_the_senders_prefix_decides_who_is_on_the_link():
    """Catalogue 3.4: not the dots decide but the mask, and it is the sender's."""
    a, b, c = map(parse_address, ("10.1.2.3", "10.1.3.4", "10.1.2.200"))
    assert on_link(a, 23, b)
    assert not on_link(a, 24, b)
    assert not on_link(a, 25, c)
    assert on_link(a, 24, c)


@given(addresses)
def test_reverse_names_are_those_of_ipaddress(address):
    assert reverse_name(address) == ipaddress.ip_address(str(address)).reverse_pointer


@given(st.sampled_from([4, 6]).flatmap(prefixes))
def test_reverse_zones_hold_the_names_of_the_prefix_and_no_others(prefix):
    zones = reverse_zones(prefix)
    assert len(zones) <= (256 if prefix.version == 4 else 16)
    for number in (prefix.number, prefix.last):
        assert any(reverse_name(Address(prefix.version, number)).endswith(zone) for zone in zones)
    if prefix.version == 6 or prefix.length <= 24:
        for outside in (prefix.number - 1, prefix.last + 1):
            if 0 <= outside < 1 << prefix.width:
                name = reverse_name(Address(prefix.version, outside))
                assert not any(name.endswith("." + zone) or name == zone for zone in zones)


@pytest.mark.parametrize(
    ("text", "letter", "length"),
    [
        ("127.0.0.1", "A", 8),
        ("128.0.0.1", "B", 16),
        ("191.255.0.1", "B", 16),
        ("192.0.0.1", "C", 24),
        ("224.0.0.1", "D", None),
        ("240.0.0.1", "E", None),
    ],
)
def test_the_classes_of_rfc_791(text, letter, length):
    found = address_class(parse_address(text).number)
    assert (found.letter, found.length) == (letter, length)


def test_a_prefix_with_host_bits_can_not_be_made():
    with pytest.raises(AddressError, match="host bits"):
        Prefix(4, 1, 24)
    for bad in ((4, 0, 33), (6, 0, -1), (4, 1 << 32, 32)):
        with pytest.raises(AddressError):
            Prefix(*bad)
