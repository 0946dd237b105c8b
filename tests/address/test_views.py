"""Whatever is asked about can be told: to eyes, to ears and to programs, on any page; and what is told agrees with the numbers."""

import ipaddress
import json

import netaddr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.address import Mac, Prefix, Route, Table, look_up, parse_prefix, plan_subnets
from netkit.address.explain_view import explain
from netkit.address.need import Need
from netkit.address.plan_view import plan_view
from netkit.address.routing.view import route_view
from netkit.address.span import Span
from netkit.address.subject import Eui64Subject, IpSubject, MacSubject, parse_subject
from netkit.address.summarize_view import summarize_view
from netkit.render.json import document_text
from tests.address.numbers import MACS, addresses, near_prefixes, prefixes
from tests.render.drawing import MODES, drawn

ip_texts = st.builds(
    lambda address, length: f"{address}" if length is None else f"{address}/{min(length, address.width)}",
    addresses,
    st.none() | st.integers(0, 128),
)
mac_texts = MACS.map(lambda number: str(Mac(number)))
eui_texts = st.integers(0, (1 << 64) - 1).map(lambda number: number.to_bytes(8, "big").hex("-"))


def told(document):
    """The document as its data, after it was drawn in every way and on several pages."""
    for mode in MODES:
        for width in (30, 80, 120):
            lines = drawn(document.blocks, mode=mode, width=width)
            assert lines
            assert all(line.isprintable() for line in lines)
    return json.loads(document_text(document.schema, document.data))


@settings(deadline=None, max_examples=60)
@given(ip_texts | mac_texts | eui_texts, st.booleans())
def test_anything_can_be_explained(text, everything):
    data = told(explain([parse_subject(text)], everything=everything))
    entry = data["explained"][0]
    assert entry["given"] == text
    match parse_subject(text):
        case MacSubject(mac=mac):
            theirs = netaddr.EUI(mac.number, version=48)
            assert entry["address"] == str(mac)
            assert (entry["group"], entry["local"]) == (bool(theirs.words[0] & 1), bool(theirs.words[0] & 2))
        case Eui64Subject(number=number):
            assert entry["number"] == number
        case IpSubject() as subject:
            theirs = ipaddress.ip_interface(text)
            assert entry["number"] == int(theirs)
            assert entry["version"] == theirs.version
            if subject.length is not None:
                subnet = entry["subnet"]
                assert subnet["network"] == str(parse_prefix(str(theirs.network)).first_address)
                assert ipaddress.ip_address(subnet["mask"]) == theirs.network.netmask
                assert ipaddress.ip_address(subnet["wildcard"]) == theirs.network.hostmask
                assert subnet["addresses"] == theirs.network.num_addresses
                assert entry["kind"] == ("prefix" if theirs.ip == theirs.network.network_address else "address")


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from([4, 6]).flatmap(
        lambda version: st.lists(near_prefixes(version) | prefixes(version), min_size=1, max_size=8)
    )
)
def test_any_summary_can_be_told(given_):
    spans = [Span(text=str(prefix), version=prefix.version, prefixes=(prefix,)) for prefix in given_]
    (summary,) = told(summarize_view(spans))["summaries"]
    assert summary["prefixes"] == [
        str(parse_prefix(str(net)))
        for net in ipaddress.collapse_addresses(ipaddress.ip_network(str(one)) for one in given_)
    ]
    assert summary["cover_beyond"] == summary["cover_addresses"] - summary["addresses"] >= 0


@settings(deadline=None, max_examples=30)
@given(
    st.tuples(
        st.integers(8, 16),
        st.lists(st.integers(1, 200).map(lambda hosts: Need(name=str(hosts), hosts=hosts)), min_size=1, max_size=2),
    )
    | st.tuples(
        st.just(0),
        st.lists(st.integers(3, 128).map(lambda length: Need(name="site", length=length)), min_size=1, max_size=5),
    )
)
def test_any_plan_can_be_told(case):
    length, needs = case
    block = Prefix(4, 0, length - length % 8) if length else Prefix(6, 0, 0)
    plan = plan_subnets(block, needs)
    data = told(plan_view(plan))
    assert [one["name"] for one in data["subnets"]] == [need.name for need in needs]
    assert data["used"] + data["free_addresses"] == block.size


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from([4, 6]).flatmap(lambda version: st.lists(near_prefixes(version) | prefixes(version), max_size=8)),
    addresses,
)
def test_any_lookup_can_be_told(given_, destination):
    table = Table([Route(prefix=prefix, label=f"R{order}", order=order) for order, prefix in enumerate(given_, 1)])
    data = told(route_view(table, [look_up(table, destination)]))
    route = data["lookups"][0]["route"]
    holding = [prefix for prefix in given_ if prefix.holds(destination)]
    assert (route is None) == (not holding)
    if holding:
        assert route["prefix"] == str(max(holding, key=lambda prefix: prefix.length))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("8.8.8.8", "8.8.8.8 · IPv4 address · an ordinary public address"),
        ("2606:4700::1", "2606:4700::1 · IPv6 address · an ordinary public address"),
        ("10.0.0.0/8", "10.0.0.0/8 · IPv4 prefix · 16,777,216 addresses, 16,777,214 hosts · Private-Use: "),
        ("192.0.2.0/31", "192.0.2.0/31 · IPv4 prefix · 2 addresses · Documentation (TEST-NET-1): "),
        ("0.0.0.0/0", "ordinary and special addresses"),
        ("2001:db8::/48", "2001:db8::/48 · IPv6 prefix · 65,536 subnets of /64 · Documentation: "),
        ("fec0::1", "Reserved by IETF: once site-local"),
        ("ff02::fb", "mDNSv6: names without a server"),
        ("fe80::1%eth0", "IPv6 address, on the link eth0 · Link-Local Unicast: "),
        ("ff:ff:ff:ff:ff:ff", "MAC address · broadcast: everyone on this link"),
        ("02-00-00-ff-fe-00-00-0a", "looks as if made from the MAC address 00:00:00:00:00:0a"),
        ("02-00-00-00-00-00-00-0a", "without ff:fe in the middle"),
    ],
)
def test_the_first_sentence(text, says):
    assert says in " ".join(drawn(explain([parse_subject(text)]).blocks, width=200)[:1])


def test_a_prefix_that_ends_inside_a_hex_digit_is_shown_in_binary_too():
    lines = drawn(explain([parse_subject("2001:db8:0:a::/61")]).blocks)
    # host bits are set: 000a is 0000000000001|010 at bit 61
    assert "  address  00000000 00001|010   000a" in lines
    assert "  mask     11111111 11111|000   fff8" in lines
    assert "  prefix   00000000 00001|000   0008" in lines
