"""Summaries beside ipaddress and netaddr: the same prefixes, every step true, and the one prefix for all."""

import ipaddress

import netaddr
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.address import common_prefix, parse_prefix, parse_span, prefixes_between, summarize
from netkit.address.span import parse_spans
from netkit.address.summary import neighbours
from netkit.errors import AddressError
from tests.address.numbers import near_prefixes, prefixes

lists = st.sampled_from([4, 6]).flatmap(
    lambda version: st.lists(near_prefixes(version) | prefixes(version), min_size=1, max_size=20)
)


def theirs(prefix):
    return ipaddress.ip_network(str(prefix))


@given(lists)
def test_the_summary_is_that_of_ipaddress_and_netaddr(given_):
    summary = summarize(given_)
    assert [theirs(prefix) for prefix in summary.prefixes] == list(ipaddress.collapse_addresses(map(theirs, given_)))
    assert [str(net) for net in netaddr.cidr_merge([str(prefix) for prefix in given_])] == [
        str(net) for net in map(netaddr.IPNetwork, map(str, summary.prefixes))
    ]


@given(lists)
def test_every_step_is_true_and_uses_only_what_is_there(given_):
    there = set(given_)
    for merge in summarize(given_).merges:
        assert {merge.left, merge.right} <= there
        if merge.inside:
            assert merge.left == merge.whole
            assert merge.whole.holds(merge.right)
        else:
            assert merge.whole.halves() == (merge.left, merge.right)
        there.add(merge.whole)
    assert set(summarize(given_).prefixes) <= there


@given(lists)
def test_the_one_prefix_for_all_is_the_first_supernet_that_holds_them(given_):
    wanted = theirs(given_[0])
    while not all(theirs(prefix).subnet_of(wanted) for prefix in given_):
        wanted = wanted.supernet()
    assert theirs(common_prefix(given_)) == wanted


@given(st.sampled_from([(4, 32), (6, 128)]), st.data())
def test_a_range_becomes_the_prefixes_of_ipaddress(case, data):
    version, width = case
    top = (1 << width) - 1
    first = data.draw(st.integers(0, top) | st.integers(0, 600))
    last = data.draw(st.integers(first, top) | st.integers(first, min(first + 600, top)))
    make = ipaddress.IPv4Address if version == 4 else ipaddress.IPv6Address
    found = prefixes_between(version, first, last)
    assert [theirs(prefix) for prefix in found] == list(ipaddress.summarize_address_range(make(first), make(last)))
    assert len(found) <= 2 * width - 2
    assert list(summarize(found).prefixes) == found


@given(lists)
def test_neighbours_that_can_not_be_put_together_are_named(given_):
    summary = summarize(given_)
    for left, right in neighbours(summary):
        assert left.last + 1 == right.number
        assert left.length == right.length
        assert left.sibling() != right


def test_the_trap_of_catalogue_3_7():
    """10.0.5.0/24 and 10.0.6.0/24 are no /23: a summary begins at a multiple of its size."""
    pair = [parse_prefix("10.0.5.0/24"), parse_prefix("10.0.6.0/24")]
    assert list(summarize(pair).prefixes) == pair
    assert neighbours(summarize(pair)) == [tuple(pair)]
    assert str(common_prefix(pair)) == "10.0.4.0/22"


def test_versions_do_not_mix():
    pair = [parse_prefix("192.0.2.0/24"), parse_prefix("2001:db8::/32")]
    for call in (summarize, common_prefix):
        with pytest.raises(AddressError):
            call(pair)
    with pytest.raises(AddressError, match="nothing"):
        common_prefix([])


def test_ranges_as_one_word_or_three():
    spans = parse_spans(["192.0.2.10", "-", "192.0.2.11", "192.0.2.12-192.0.2.15", "2001:db8::/32", "192.0.2.1"])
    assert [[str(prefix) for prefix in span.prefixes] for span in spans] == [
        ["192.0.2.10/31"],
        ["192.0.2.12/30"],
        ["2001:db8::/32"],
        ["192.0.2.1/32"],
    ]


@pytest.mark.parametrize(
    ("text", "pointed", "says"),
    [
        ("192.0.2.9 - 192.0.2.1", "192.0.2.9 - 192.0.2.1", "lower address"),
        ("192.0.2.1 - 2001:db8::1", "192.0.2.1 - 2001:db8::1", "one version"),
        ("192.0.2.1 - 192.0.2.256", "256", "at most 255"),
        ("192.0.2.x - 192.0.2.5", "x", "four decimal numbers"),
        ("192.0.2.1 -", "", "four decimal numbers"),
        ("192.0.2.1/24", "1", "other 8 are zero"),
    ],
)
def test_a_range_that_is_none(text, pointed, says):
    with pytest.raises(AddressError) as caught:
        parse_span(text)
    error = caught.value
    assert text[error.start : error.start + error.length] == pointed
    assert says in error.why
