"""IANA's registries, whole: beside the files that IANA publishes, netaddr's copies, and what ipaddress makes of them."""

import csv
import ipaddress
import re
from itertools import pairwise
from pathlib import Path

import netaddr.ip.iana
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import (
    Address,
    globally_reachable,
    is_multicast,
    parse_address,
    parse_prefix,
    ranges_inside,
    ranges_of,
    router_may_forward,
    special_range,
)
from netkit.address.special.ipv4 import SPECIAL_IPV4
from netkit.address.special.ipv6 import SPECIAL_IPV6
from netkit.address.special.multicast_ipv4 import GROUPS_IPV4, MULTICAST_IPV4
from netkit.address.special.multicast_ipv6 import GROUPS_IPV6
from netkit.address.special.space_ipv6 import SPACE_IPV6

IANA = Path(__file__).parent / "iana"
ANSWERS = {"True": True, "False": False, "N/A": None, "": None}
COLUMNS = {
    "Source": "source",
    "Destination": "destination",
    "Forwardable": "forwardable",
    "Globally Reachable": "globally_reachable",
    "Reserved-by-Protocol": "reserved_by_protocol",
}


def published(version):
    """The registry's entries as IANA writes them, one for each prefix."""
    with (IANA / f"ipv{version}-special.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for block in row["Address Block"].split(","):
                yield block.split()[0], row


@pytest.mark.parametrize(("version", "table"), [(4, SPECIAL_IPV4), (6, SPECIAL_IPV6)])
def test_the_registry_is_whole_and_as_iana_has_it(version, table):
    entries = list(published(version))
    assert [str(one) for one in table] == [prefix for prefix, _ in entries]
    for one, (prefix, row) in zip(table, entries, strict=True):
        assert one.name == row["Name"].strip('"'), prefix
        assert one.allocated == row["Allocation Date"], prefix
        assert (one.terminated or "N/A") == row["Termination Date"], prefix
        assert re.findall(r"RFC (\d+)", one.rfc) == re.findall(r"\[RFC(\d+)\]", row["RFC"]), prefix
        for section in re.findall(r"Section ([\d.]+)", row["RFC"]):
            assert f"§{section}" in one.rfc, prefix
        for column, attribute in COLUMNS.items():
            assert getattr(one, attribute) is ANSWERS[re.sub(r" ?\[\d\]", "", row[column])], (prefix, column)
        assert bool(one.notes) == bool(re.search(r" \[\d\]", ",".join(row.values()))), prefix
        assert one.meaning
        assert one.registry == "special"


def test_the_map_of_ipv6_is_ianas_and_tiles_everything():
    theirs = {
        str(ipaddress.ip_network(str(network))): entry for network, entry in netaddr.ip.iana.IANA_INFO["IPv6"].items()
    }
    assert {str(one): one.name for one in SPACE_IPV6} == {
        prefix: entry["allocation"] for prefix, entry in theirs.items()
    }
    ends = [(one.first, one.last) for one in sorted(SPACE_IPV6, key=lambda one: one.first)]
    assert ends[0][0] == 0
    assert ends[-1][1] == (1 << 128) - 1
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(ends))


def test_the_blocks_of_ipv4_multicast_tile_it():
    whole, *blocks = MULTICAST_IPV4
    assert str(whole) == "224.0.0.0/4"
    outer = [
        one
        for one in blocks
        if not any(other is not one and other.first <= one.first and one.last <= other.last for other in blocks)
    ]
    outer.sort(key=lambda one: one.first)
    assert (outer[0].first, outer[-1].last) == (whole.first, whole.last)
    assert all(left.last + 1 == right.first for left, right in pairwise(outer))


def test_what_netaddr_knows_of_multicast_are_the_blocks():
    """IANA's ranges as netaddr bundles them: those that are a whole block have the name that netkit gives it."""
    blocks = {(one.first, one.last): one.name for one in MULTICAST_IPV4}
    theirs = {
        (int(where.first), int(where.last)): entry["descr"]
        for where, entry in netaddr.ip.iana.IANA_INFO["multicast"].items()
        if hasattr(where, "first")
    }
    both = {where: (name, theirs[where]) for where, name in blocks.items() if where in theirs}
    assert {name for name, _ in both.values()} >= {"Reserved", "GLOP Block", "DIS Transient Groups", "MCAST-TEST-NET"}
    for ours, iana in both.values():
        # RFC 2365 §4 calls 239.0.0.0/8 administratively scoped, and only 239.192.0.0/14 organization-local; IANA's list has one row for all
        assert ours == iana or (ours, iana) == ("Administratively Scoped Block", "Organization-Local Scope")


def test_the_groups_that_have_a_name_have_it_from_iana():
    theirs = {}
    for where, entry in netaddr.ip.iana.IANA_INFO["multicast"].items():
        if isinstance(where, netaddr.IPAddress):
            theirs[int(where)] = " ".join(entry["descr"].split())
    for one in GROUPS_IPV4:
        if one.first >> 24 == 239:  # relative addresses, counted from the end of a scope: 255 − 5 is SSDP's
            continue
        assert one.name.replace("OSPFIGP ", "") in theirs[one.first], str(one)
    assert all(one.first >> 120 == 0xFF for one in GROUPS_IPV6)


DIFFERENCES = {
    "192.0.0.0/24": "ipaddress has all of it since 3.11.10, 3.12.4 and 3.13; before that only its first eight addresses",
    "192.0.0.8/32": "lies behind the first eight of 192.0.0.0/24, see there",
    "192.88.99.0/24": "deprecated: the registry gives no answer; ipaddress does not list it, and says yes",
    "192.88.99.2/32": "ipaddress does not list it, and says yes",
    "64:ff9b:1::/48": "ipaddress has it since 3.11.10, 3.12.4 and 3.13",
    "100:0:0:1::/64": "registered in 2025; these Pythons are older",
    "2001::/32": "Teredo: the registry gives no answer; ipaddress says no",
    "2001:1::1/128": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2001:1::2/128": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2001:1::3/128": "an exception in 2001::/23, registered in 2024; these Pythons are older",
    "2001:3::/32": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2001:4:112::/48": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2001:10::/28": "deprecated: the registry gives no answer; ipaddress says no",
    "2001:20::/28": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2001:30::/28": "an exception in 2001::/23, which ipaddress knows since 3.11.10, 3.12.4 and 3.13",
    "2002::/16": "6to4: the registry gives no answer; ipaddress says yes, and no since 3.11.10, 3.12.4 and 3.13",
    "3fff::/20": "registered in 2024; these Pythons are older",
    "5f00::/16": "registered in 2024; these Pythons are older",
}
"""Where ipaddress answers otherwise than IANA's registry, in some Python that netkit runs on, and why."""


@pytest.mark.parametrize("one", [*SPECIAL_IPV4, *SPECIAL_IPV6], ids=str)
def test_ipaddress_agrees_or_the_difference_has_a_name(one):
    for number in {one.first, one.last}:
        address = Address(one.version, number)
        if globally_reachable(address) is not ipaddress.ip_address(str(address)).is_global:
            assert str(special_range(address)) in DIFFERENCES


@given(
    st.integers(0, (1 << 32) - 1).map(lambda number: Address(4, number))
    | st.integers(0, (1 << 128) - 1).map(lambda number: Address(6, number))
)
def test_anywhere_else_ipaddress_agrees(address):
    theirs = ipaddress.ip_address(str(address))
    assert is_multicast(address) == theirs.is_multicast
    found = special_range(address)
    if found is None and not is_multicast(address) and (address.version == 4 or address.number >> 125 == 1):
        assert globally_reachable(address) is True is theirs.is_global
    ranges = ranges_of(address)
    assert all(one.holds(address) for one in ranges)
    assert [one.size for one in ranges] == sorted(one.size for one in ranges)
    if address.version == 6:
        assert ranges[-1].registry == "space"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("192.0.0.9", ["Port Control Protocol Anycast", "IETF Protocol Assignments"]),
        ("0.0.0.0", ["This host on this network", "This network"]),  # noqa: S104  nothing is bound here
        ("255.255.255.255", ["Limited Broadcast", "Reserved"]),
        ("224.0.0.251", ["mDNS", "Local Network Control Block", "Multicast"]),
        ("2001::1", ["TEREDO", "IETF Protocol Assignments", "Global Unicast"]),
        ("ff02::1:ff00:1", ["Solicited-Node Address", "Multicast"]),
        ("ff05::fb", ["mDNSv6", "Multicast"]),
        ("ff0e::db8:0:7", ["Documentation Addresses", "Multicast"]),
        ("8.8.8.8", []),
        ("172.32.0.1", []),
    ],
)
def test_the_most_specific_comes_first_and_the_enclosing_ones_follow(text, names):
    assert [one.name for one in ranges_of(parse_address(text))] == names


@pytest.mark.parametrize(
    ("text", "reaches"),
    [
        # catalogue 3.8: 172.16.0.0/12 ends at 172.31, of 172/8 and 192/8 only parts are special, 100.64/10 is the provider's
        ("172.16.0.1", False), ("172.31.255.255", False), ("172.32.0.0", True), ("172.15.255.255", True),
        ("192.168.1.1", False), ("192.167.1.1", True), ("100.64.0.1", False), ("100.128.0.1", True),
        ("10.0.0.1", False), ("169.254.1.1", False), ("8.8.8.8", True), ("192.0.0.9", True), ("192.0.0.11", False),
        ("192.88.99.1", None), ("192.88.99.2", False), ("224.0.0.1", None),
        ("fd00::1", False), ("fe80::1", False), ("2606:4700::1", True), ("2002::1", None), ("4000::1", None), ("64:ff9b::1", True),
    ],
)  # fmt: skip
def test_who_is_reached_across_the_internet(text, reaches):
    assert globally_reachable(parse_address(text)) is reaches


@pytest.mark.parametrize(
    ("text", "forwarded"),
    [
        # catalogue 4.7: not loopback, not unspecified, not fe80::/10, not multicast of scope 2 or less
        ("::1", False), ("::", False), ("::2", True), ("fe80::1", False), ("febf::1", False), ("fec0::1", True), ("fd00::1", True),
        ("ff01::1", False), ("ff02::1", False), ("ff05::1", True), ("ff0e::1", True), ("ff32::1", False), ("2001:db8::1", True),
        ("127.0.0.1", False), ("0.0.0.1", False), ("169.254.0.1", False), ("224.0.0.1", False), ("224.0.1.1", True),
        ("255.255.255.255", False), ("10.0.0.1", True), ("192.0.2.1", True),
    ],
)  # fmt: skip
def test_what_a_router_may_forward(text, forwarded):
    assert router_may_forward(parse_address(text)) is forwarded


def test_ranges_inside_a_prefix():
    assert [str(one) for one in ranges_inside(parse_prefix("192.0.0.0/24"))] == [
        "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/32", "192.0.0.171/32",
    ]  # fmt: skip
    assert [str(one) for one in ranges_inside(parse_prefix("2001:db8::/32"))] == []
    assert {str(one) for one in ranges_inside(parse_prefix("::/0"))} == {str(one) for one in SPECIAL_IPV6}
