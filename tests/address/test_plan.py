"""Subnet plans: valid and minimal, whatever is asked for; and what does not fit is told with what would."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import Address, Need, Prefix, host_range, parse_need, parse_prefix, plan_subnets
from netkit.address.need import numbered
from netkit.errors import AddressError

hosts = st.one_of(
    st.integers(1, 300), st.integers(1, 70000), st.sampled_from([2, 6, 14, 30, 62, 63, 126, 127, 254, 255])
)
needs4 = st.lists(
    hosts.map(lambda count: Need(name=str(count), hosts=count))
    | st.integers(16, 32).map(lambda length: Need(name="x", length=length)),
    min_size=1,
    max_size=12,
)
needs6 = st.lists(st.integers(48, 128).map(lambda length: Need(name="x", length=length)), min_size=1, max_size=12)
blocks4 = st.builds(
    lambda at, length: Prefix.of(Address(4, at), length), st.integers(0, (1 << 32) - 1), st.integers(8, 26)
)
blocks6 = st.builds(
    lambda at, length: Prefix.of(Address(6, at), length), st.integers(0, (1 << 128) - 1), st.integers(32, 60)
)


@given(st.tuples(blocks4, needs4) | st.tuples(blocks6, needs6))
def test_a_plan_is_valid_and_minimal_or_does_not_fit(case):
    block, needs = case
    smallest = [need.prefix_length(block.width) for need in needs]
    total = sum(1 << (block.width - length) for length in smallest)
    if total > block.size:
        with pytest.raises(AddressError) as caught:
            plan_subnets(block, needs)
        would_do = (total - 1).bit_length()
        assert f"/{block.width - would_do}" in caught.value.hint or would_do > block.width
        return
    plan = plan_subnets(block, needs)
    found = [subnet.prefix for subnet in plan.subnets]
    assert [subnet.need for subnet in plan.as_asked] == needs
    for subnet in plan.subnets:
        assert block.holds(subnet.prefix)
        assert subnet.prefix.number % subnet.prefix.size == 0
        if subnet.need.hosts is not None:
            assert host_range(subnet.prefix).count >= subnet.need.hosts
            # minimal: a half of it has no room, or is no subnet with two ends any more
            half = (1 << (block.width - subnet.prefix.length - 1)) - 2
            assert half < subnet.need.hosts or subnet.prefix.length == 30
        else:
            assert subnet.prefix.length == subnet.need.length
    # one behind the other from the beginning: no overlap, no gap, and so the least that these sizes can take
    assert found[0].number == block.number
    assert all(left.last + 1 == right.number for left, right in pairwise(found))
    assert sum(prefix.size for prefix in found) == plan.used == total
    # what is free is the rest, in as few prefixes as can be
    free = list(plan.free)
    assert sum(prefix.size for prefix in free) == block.size - total
    assert all(not prefix.holds(one) and not one.holds(prefix) for prefix in free for one in found)
    assert all(left.length != right.length or left.sibling() != right for left, right in pairwise(free))


def test_the_plan_of_the_textbook():
    plan = plan_subnets(parse_prefix("192.0.2.0/24"), [parse_need(text, 4) for text in ("2", "60", "28", "12", "2")])
    assert [(subnet.need.hosts, str(subnet.prefix)) for subnet in plan.subnets] == [
        (60, "192.0.2.0/26"), (28, "192.0.2.64/27"), (12, "192.0.2.96/28"), (2, "192.0.2.112/30"), (2, "192.0.2.116/30"),
    ]  # fmt: skip
    assert [str(prefix) for prefix in plan.free] == ["192.0.2.120/29", "192.0.2.128/25"]
    assert [subnet.need.hosts for subnet in plan.as_asked] == [2, 60, 28, 12, 2]


def test_links_and_sites_of_ipv6():
    plan = plan_subnets(parse_prefix("2001:db8::/48"), [parse_need(text, 6) for text in ("/64", "site=/56", "/64")])
    assert [str(subnet.prefix) for subnet in plan.subnets] == [
        "2001:db8::/56",
        "2001:db8:0:100::/64",
        "2001:db8:0:101::/64",
    ]


@pytest.mark.parametrize(
    ("block", "needs", "says", "hint"),
    [
        ("192.0.2.0/25", ["60", "60", "12"], "144 addresses (2 × 64 + 16), and 192.0.2.0/25 has 128", "/24"),
        ("192.0.2.0/24", ["300"], "larger than the whole block", "/23"),
        ("2001:db8::/56", ["/48"], "2^80 addresses", "/48"),
        ("10.0.0.0/8", ["/1", "/1", "/1"], "6,442,450,944", "no IPv4 block is large enough"),
    ],
)
def test_what_does_not_fit_is_told_with_what_would_do(block, needs, says, hint):
    prefix = parse_prefix(block)
    with pytest.raises(AddressError) as caught:
        plan_subnets(prefix, [parse_need(text, prefix.version) for text in needs])
    assert says in caught.value.why
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("text", "version", "pointed", "says"),
    [
        ("abc", 4, "abc", "number of hosts"),
        ("office=", 4, "", "number of hosts"),
        ("=60", 4, "=", "name"),
        ("0", 4, "0", "at least one host"),
        ("-3", 4, "-3", "number of hosts"),
        ("/33", 4, "/33", "32 bits"),
        ("60", 6, "60", "/64"),
        ("office=60", 6, "60", "/64"),
        ("/129", 6, "/129", "128 bits"),
        ("99999999999", 4, "99999999999", "at least one host"),
    ],
)
def test_a_size_that_is_none(text, version, pointed, says):
    with pytest.raises(AddressError) as caught:
        parse_need(text, version)
    error = caught.value
    assert text[error.start : error.start + error.length] == pointed
    assert says in error.why


def test_sizes_and_their_names():
    assert parse_need("office=1,000", 4) == Need(name="office", hosts=1000)
    assert parse_need("60", 4) == Need(name="60", hosts=60)
    assert parse_need("/56", 6) == Need(name="/56", length=56)
    assert [
        need.name for need in numbered([Need(name="a", hosts=1), Need(name="b", hosts=1), Need(name="a", hosts=2)])
    ] == ["a #1", "b", "a #2"]


def test_nothing_to_plan_and_too_much():
    block = parse_prefix("10.0.0.0/8")
    with pytest.raises(AddressError, match="nothing to plan"):
        plan_subnets(block, [])
    with pytest.raises(AddressError, match="at most"):
        plan_subnets(block, [Need(name="x", length=32)] * 10001)
