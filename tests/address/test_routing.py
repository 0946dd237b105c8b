"""The longest match beside a plain loop and netaddr, and routing tables as `ip route` prints them."""

import netaddr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.address import (
    Prefix,
    Route,
    Table,
    common_bits,
    look_up,
    parse_address,
    parse_prefix,
    parse_route,
    parse_table,
)
from netkit.errors import AddressError
from tests.address.numbers import addresses, near_prefixes, prefixes

either = st.sampled_from([4, 6]).flatmap(lambda version: near_prefixes(version, (20, 32)) | prefixes(version))
tables = st.lists(st.tuples(either, st.none() | st.integers(0, 3)), max_size=25).map(
    lambda rows: [
        Route(prefix=prefix, label=f"R{order}", metric=metric, order=order)
        for order, (prefix, metric) in enumerate(rows, 1)
    ]
)
near = st.integers(0, 300).map(lambda low: parse_address("192.0.2.0").__class__(4, 0xC0000200 + low))


@settings(max_examples=60)
@given(tables, addresses | near)
def test_the_choice_is_that_of_a_plain_loop(routes, destination):
    found = look_up(Table(routes), destination)
    holding = [route for route in routes if route.prefix.holds(destination)]
    assert sorted(found.matches, key=lambda route: route.order) == holding
    assert [route.prefix.length for route in found.matches] == sorted(
        (route.prefix.length for route in holding), reverse=True
    )
    if not holding:
        assert found.route is None
        assert not found.chosen
        return
    longest = max(route.prefix.length for route in holding)
    best = [route for route in holding if route.prefix.length == longest]
    cheapest = min(route.metric or 0 for route in best)
    assert list(found.chosen) == [route for route in best if (route.metric or 0) == cheapest]
    assert found.tie == ("" if len(best) == 1 else "equal" if len(found.chosen) > 1 else "metric")


@settings(max_examples=60)
@given(tables, addresses | near)
def test_the_longest_prefix_is_netaddrs(routes, destination):
    theirs = netaddr.largest_matching_cidr(str(destination), [])
    assert theirs is None
    same = [str(route.prefix) for route in routes if route.prefix.version == destination.version]
    theirs = netaddr.smallest_matching_cidr(str(destination), same)
    found = look_up(Table(routes), destination).route
    assert (None if found is None else netaddr.IPNetwork(str(found.prefix))) == theirs


@settings(max_examples=60)
@given(tables, addresses | near)
def test_the_walk_meets_every_match_after_as_many_bits_as_its_prefix_has(routes, destination):
    steps = look_up(Table(routes), destination).steps
    for depth, step in enumerate(steps):
        assert step.depth == depth
        assert all(route.prefix == Prefix.of(destination, depth) for route in step.routes)
        assert step.goes_on == (depth < len(steps) - 1)
        # a branch goes on just where some prefix does
        onward = any(
            route.prefix.version == destination.version
            and route.prefix.length > depth
            and common_bits(route, destination) > depth
            for route in routes
        )
        assert step.goes_on == onward


@given(either, addresses | near)
def test_common_bits_end_where_the_first_differs(prefix, destination):
    if prefix.version != destination.version:
        return
    same = common_bits(Route(prefix=prefix), destination)
    width = destination.width
    ours, theirs = f"{prefix.number:0{width}b}"[: prefix.length], f"{destination.number:0{width}b}"
    assert ours[:same] == theirs[:same]
    assert same == prefix.length or ours[same] != theirs[same]


def chosen(lines, destination):
    return look_up(Table(parse_table(lines)), parse_address(destination)).route


def test_the_traps_of_catalogue_3_5():
    """Neither the order of the table nor the metric nor the default beats a longer prefix."""
    lines = [
        "0.0.0.0/0 D metric 0",
        "10.0.0.0/8 A metric 1",
        "10.1.0.0/16 B metric 900",
        "10.1.2.0/24 C metric 5",
        "10.1.2.0/24 E metric 4",
    ]
    assert chosen(lines, "10.1.2.3").label == "E"
    assert chosen(lines, "10.1.9.9").label == "B"
    assert chosen(lines, "10.9.9.9").label == "A"
    assert chosen(lines, "11.0.0.1").label == "D"
    assert chosen(lines[::-1], "10.1.9.9").label == "B"
    assert chosen(lines[1:], "11.0.0.1") is None


IP_ROUTE = """\
default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.10 metric 100
default via 192.0.2.2 dev wlan0 proto dhcp src 192.0.2.11 metric 600
192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.10 metric 100
203.0.113.5 via 192.0.2.9 dev eth0
198.51.100.0/24 dev tun0 scope link linkdown
10.0.0.0/8 via inet6 fe80::9 dev eth0
unreachable 172.16.0.0/12 metric 1024
blackhole 100.64.0.0/10
192.168.0.0/16 proto static metric 20
\tnexthop via 192.0.2.7 dev eth0 weight 1
\tnexthop via 192.0.2.8 dev eth0 weight 1 onlink
local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
"""


def test_the_lines_of_ip_route():
    routes = parse_table(IP_ROUTE.splitlines())
    read = [
        (
            route.kind,
            str(route.prefix),
            None if route.next_hop is None else str(route.next_hop),
            route.interface,
            route.metric,
        )
        for route in routes
    ]
    assert read == [
        ("unicast", "0.0.0.0/0", "192.0.2.1", "eth0", 100),
        ("unicast", "0.0.0.0/0", "192.0.2.2", "wlan0", 600),
        ("unicast", "192.0.2.0/24", None, "eth0", 100),
        ("unicast", "203.0.113.5/32", "192.0.2.9", "eth0", None),
        ("unicast", "198.51.100.0/24", None, "tun0", None),
        ("unicast", "10.0.0.0/8", "fe80::9", "eth0", None),
        ("unreachable", "172.16.0.0/12", None, "", 1024),
        ("blackhole", "100.64.0.0/10", None, "", None),
        ("unicast", "192.168.0.0/16", "192.0.2.7", "eth0", 20),
        ("unicast", "192.168.0.0/16", "192.0.2.8", "eth0", 20),
        ("local", "127.0.0.0/8", None, "lo", None),
    ]
    assert [route.order for route in routes] == list(range(1, 12))


def test_the_lines_of_ip_6_route():
    lines = [
        "2001:db8:1::/64 dev eth0 proto ra metric 100 expires 86380sec pref medium",
        "fe80::/64 dev eth0 proto kernel metric 256 pref medium",
        "default via fe80::1 dev eth0 proto ra metric 100 expires 1780sec mtu 1500 hoplimit 64 pref high",
        "multicast ff00::/8 dev eth0 table local proto kernel metric 256 pref medium",
        "anycast 2001:db8:1:: dev eth0 table local proto kernel metric 0 pref medium",
    ]
    routes = parse_table(lines)
    assert [(route.kind, str(route.prefix)) for route in routes] == [
        ("unicast", "2001:db8:1::/64"),
        ("unicast", "fe80::/64"),
        ("unicast", "::/0"),
        ("multicast", "ff00::/8"),
        ("anycast", "2001:db8:1::/128"),
    ]


@pytest.mark.parametrize(("other", "version"), [("192.0.2.0/24 dev eth0", 4), ("2001:db8::/64 dev eth0", 6)])
def test_a_default_that_says_no_version_has_that_of_the_table(other, version):
    assert parse_table(["default dev wg0", other])[0].prefix == Prefix(version, 0, 0)
    assert parse_table(["default dev wg0"])[0].prefix == Prefix(4, 0, 0)
    assert parse_table(["default=fe80::1"])[0].prefix == Prefix(6, 0, 0)


@pytest.mark.parametrize(
    "text", ["192.0.2.0/24=10.0.0.1", "192.0.2.0/24 10.0.0.1", "192.0.2.0/24 -> 10.0.0.1", "192.0.2.0/24 via 10.0.0.1"]
)
def test_the_short_forms(text):
    route = parse_route(text)
    assert (route.prefix, route.next_hop) == (parse_prefix("192.0.2.0/24"), parse_address("10.0.0.1"))


@pytest.mark.parametrize(
    ("lines", "line", "pointed", "says"),
    [
        (["# a comment", "", "192.0.2.1/24 via 10.0.0.1"], 3, "1", "other 8 are zero"),
        (["192.0.2.0/24 via 10.0.0"], 1, "", "four decimal numbers"),
        (["192.0.2.0/24 via"], 1, "", "four decimal numbers"),
        (["192.0.2.0/24 via 10.0.0.1 metric low"], 1, "low", "metric is a number"),
        (["192.0.2.0/24 R1 via-nothing"], 1, "via-nothing", "next hop"),
        (["192.0.2.0/24"], 1, "", "where packets go"),
        (["192.0.2.0/24", "198.51.100.0/24 R1"], 1, "", "where packets go"),
        (["blackhole"], 1, "", "begins with its prefix"),
        (["somewhere R1"], 1, "s", "four decimal numbers"),
        (["192.0.2.0/24 10.0.0.999"], 1, "999", "at most 255"),
    ],
)
def test_a_line_that_is_no_route_is_named_and_pointed_at(lines, line, pointed, says):
    with pytest.raises(AddressError) as caught:
        parse_table(lines)
    error = caught.value
    assert error.where.startswith(f"line {line}:")
    assert error.text[error.start : error.start + error.length] == pointed
    assert says in error.why


@given(st.lists(st.text("0123456789abcdef:./= ->viadevmtrcn\tdefault", max_size=40), max_size=5))
def test_any_text_is_a_table_or_an_error_of_ours(lines):
    try:
        routes = parse_table(lines)
    except AddressError:
        return
    assert all(route.where for route in routes)


def test_a_table_has_an_end(monkeypatch):
    monkeypatch.setattr("netkit.address.routing.text.MOST_ROUTES", 100)
    assert len(parse_table(f"10.0.0.{at} R1" for at in range(100))) == 100
    with pytest.raises(AddressError, match="more than 100 routes"):
        parse_table(f"10.0.0.{at} R1" for at in range(101))
