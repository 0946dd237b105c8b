"""Numbers, addresses and words for others: each for exactly one, the same each time, and what they are stays what they are."""

import ipaddress
import itertools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from netkit.address import format_ipv4, format_ipv6, format_mac, parse_ipv4, parse_ipv6, parse_mac
from netkit.capture.anonymous.addresses import Addresses
from netkit.capture.anonymous.words import Words
from netkit.capture.rewriting.keyed import Keyed
from netkit.capture.rewriting.vocabulary import VOCABULARY

KEYED = Keyed(b"a key")
ADDRESSES, WORDS = Addresses(KEYED), Words(KEYED)
IPV4, IPV6, MAC = st.integers(0, 2**32 - 1), st.integers(0, 2**128 - 1), st.integers(0, 2**48 - 1)


def ipv4(text):
    return format_ipv4(ADDRESSES.ipv4(parse_ipv4(text)))


def ipv6(text):
    return format_ipv6(ADDRESSES.ipv6(parse_ipv6(text)))


def mac(text):
    return format_mac(ADDRESSES.mac(parse_mac(text)))


@pytest.mark.parametrize("size", [1, 2, 3, 10, 26, 90, 156, 1000])
def test_a_permutation_gives_each_number_once(size):
    assert sorted(KEYED.permuted("test", value, size) for value in range(size)) == list(range(size))
    fixed = {0, size // 2}
    found = [KEYED.permuted("test", value, size, fixed) for value in range(size)]
    assert sorted(found) == list(range(size))
    assert all(found[value] == value for value in fixed)


def test_keys_and_names_tell_permutations_apart():
    def permutation(keyed, name):
        return [keyed.permuted(name, value, 1000) for value in range(1000)]

    assert permutation(KEYED, "one") == permutation(Keyed(b"a key"), "one")
    assert permutation(KEYED, "one") != permutation(KEYED, "two")
    assert permutation(KEYED, "one") != permutation(Keyed(b"another"), "one")


def test_a_number_has_as_many_bits_as_are_asked_for():
    for bits in (1, 7, 8, 63, 600, 5000):
        found = {KEYED.number(b"%d" % n, bits) for n in range(50)}
        assert all(number < 1 << bits for number in found)
        assert max(found) >> bits - 1


def common(one, other, width):
    """How many first bits two addresses share."""
    return width - (one ^ other).bit_length()


@settings(deadline=None, max_examples=60)
@given(IPV4, IPV4)
def test_ipv4_keeps_prefixes_and_no_two_become_one(one, other):
    new = ADDRESSES.ipv4(one), ADDRESSES.ipv4(other)
    assert common(*new, 32) == common(one, other, 32)


@settings(deadline=None, max_examples=60)
@given(IPV4, st.integers(0, 32))
def test_neighbours_stay_neighbours(one, shared):
    other = one ^ (1 << 32 - shared >> 1)
    assert common(ADDRESSES.ipv4(one), ADDRESSES.ipv4(other), 32) == common(one, other, 32)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_ipv6_keeps_the_prefixes_of_networks(one, other, interface):
    for first, second in (
        (one, other),
        (one, one ^ 1),
        (one, one ^ 1 << 40),
        (0x20010DB8 << 32 | one >> 32, 0x20010DB8 << 32),
    ):
        assume(first >> 48 != 0x2002 and second >> 48 != 0x2002 and first and second)
        new = [ADDRESSES.ipv6(network << 64 | interface) >> 64 for network in (first, second)]
        assert common(*new, 64) == common(first, second, 64)


@settings(deadline=None, max_examples=60)
@given(st.lists(IPV6, min_size=2, max_size=30, unique=True))
def test_no_two_addresses_of_ipv6_become_one(addresses):
    low = [address & 0xFFFF for address in addresses]
    mapped = [0xFFFF << 32 | address & 0xFFFFFFFF for address in addresses]
    all_of_them = {*addresses, *low, *mapped, *(0xFE80 << 112 | address & 0xFFFFFFFFFF for address in addresses)}
    assert len({ADDRESSES.ipv6(address) for address in all_of_them}) == len(all_of_them)


@settings(deadline=None, max_examples=60)
@given(st.lists(MAC, min_size=2, max_size=30, unique=True))
def test_no_two_mac_addresses_become_one_and_groups_stay_groups(addresses):
    found = [ADDRESSES.mac(address) for address in addresses]
    assert len(set(found)) == len(found)
    for old, new in zip(addresses, found, strict=True):
        assert old >> 40 & 3 == new >> 40 & 3


@pytest.mark.parametrize(
    "text",
    [
        "0.0.0.7", "0.1.2.3", "127.0.0.1", "127.53.0.7", "224.0.0.1", "239.255.255.250", "255.255.255.255", "240.1.2.3",
        "::", "::1", "ff02::1", "ff02::1:2", "ff02::fb", "ff05::2",
    ],
)  # fmt: skip
def test_special_addresses_stay(text):
    assert (ipv6 if ":" in text else ipv4)(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "ff:ff:ff:ff:ff:ff",
        "00:00:00:00:00:00",
        "01:00:5e:00:00:fb",
        "33:33:00:00:00:01",
        "01:80:c2:00:00:0e",
        "00:00:5e:00:01:07",
    ],
)
def test_special_mac_addresses_stay(text):
    assert mac(text) == text


CLASSES_IPV4 = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"]
CLASSES_IPV6 = ["2001:db8::/32", "fc00::/8", "fd00::/8", "2002::/16", "fe80::/64", "64:ff9b::/96", "::ffff:0:0/96"]


@pytest.mark.parametrize("network", [*CLASSES_IPV4, *CLASSES_IPV6])
@settings(deadline=None, max_examples=60)
@given(st.integers(0, 2**128 - 1))
def test_an_address_stays_in_its_class_and_changes(network, number):
    block = ipaddress.ip_network(network)
    address = block.network_address + number % block.num_addresses
    new = ipaddress.ip_address((ADDRESSES.ipv4 if block.version == 4 else ADDRESSES.ipv6)(int(address)))
    assert new in block


@settings(deadline=None, max_examples=60)
@given(IPV4)
def test_nothing_comes_to_lie_in_a_class_that_it_was_not_in(address):
    new = ADDRESSES.ipv4(address)
    for network in map(ipaddress.ip_network, [*CLASSES_IPV4, "0.0.0.0/8", "127.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4"]):
        assert (ipaddress.ip_address(address) in network) == (ipaddress.ip_address(new) in network)


def test_almost_every_address_is_another_afterwards():
    block = [parse_ipv4("192.0.2.0") + n for n in range(256)] + [parse_ipv4("10.0.0.0") + n * 257 for n in range(1000)]
    assert not set(block) & {ADDRESSES.ipv4(address) for address in block}


SOMEBODY = st.builds(
    lambda first, rest, last: first << 42 | rest << 24 | last,
    st.integers(1, 63),
    st.integers(0, 2**16 - 1),
    st.integers(1, 2**24 - 1),
)
"""MAC addresses that are no group's and not local, of a maker."""


@settings(deadline=None, max_examples=60)
@given(SOMEBODY, st.sampled_from(["fe80::", "2001:db8:1:2::"]))
def test_what_is_made_of_a_mac_address_is_made_of_its_stand_in(address, prefix):
    """RFC 4291 appendix A: ff fe in the middle, and the bit that says local is turned. RFC 2464 §7, RFC 4291 §2.7.1: its groups."""

    def interface(number):
        return (number >> 24 ^ 0x020000) << 40 | 0xFFFE << 24 | number & 0xFFFFFF

    network = parse_ipv6(prefix)
    new = ADDRESSES.mac(address)
    old_ip, new_ip = network | interface(address), ADDRESSES.ipv6(network | interface(address))
    assert new_ip & (1 << 64) - 1 == interface(new)
    group = parse_ipv6("ff02::1:ff00:0")
    assert ADDRESSES.ipv6(group | old_ip & 0xFFFFFF) == group | new_ip & 0xFFFFFF
    frame = parse_mac("33:33:ff:00:00:00")
    assert ADDRESSES.mac(frame | old_ip & 0xFFFFFF) == frame | new_ip & 0xFFFFFF


@settings(deadline=None, max_examples=60)
@given(IPV4)
def test_an_ipv4_address_inside_one_of_ipv6_is_the_same_as_by_itself(address):
    new = ADDRESSES.ipv4(address)
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        assume(address >= 1 << 16)
        assert ADDRESSES.ipv6(parse_ipv6(prefix) | address) == parse_ipv6(prefix) | new
    six_to_four = ADDRESSES.ipv6(0x2002 << 112 | address << 80 | 1)
    assert six_to_four >> 80 == 0x2002 << 32 | new


WORD = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789"), min_size=1, max_size=12)


@settings(deadline=None, max_examples=60)
@given(st.lists(WORD, min_size=2, max_size=20, unique=True))
def test_no_two_words_become_one(words):
    found = [WORDS.label(word.encode()).decode() for word in words]
    assert len(set(found)) == len(found)
    for old, new in zip(words, found, strict=True):
        assert len(old) == len(new)
        assert old.isdigit() == new.isdigit()
        assert old.isalpha() == new.isalpha()
        assert (old in VOCABULARY) == (new in VOCABULARY)


def test_short_words_are_permuted_among_themselves():
    letters = "abcdefghijklmnopqrstuvwxyz"
    pairs = ["".join(pair).encode() for pair in itertools.product(letters, repeat=2)]
    assert sorted(WORDS.label(pair) for pair in pairs) == sorted(pairs)
    numbers = [b"%d" % number for number in range(1000)]
    assert sorted(map(WORDS.label, numbers)) == sorted(numbers)
    assert all((int(number) < 256) == (int(WORDS.label(number)) < 256) for number in numbers)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=120))
def test_any_bytes_stay_as_long_as_they_are(data):
    new = WORDS.text(data)
    assert len(new) == len(data)
    assert new.isascii()
    assert WORDS.text(data) == new


@settings(deadline=None, max_examples=60)
@given(st.from_regex(rb"[A-Za-z0-9.@/?=&-]{1,60}", fullmatch=True))
def test_what_stands_between_words_and_the_capitals_stay(text):
    new = WORDS.text(text)
    for old, changed in zip(text.decode(), new.decode(), strict=True):
        assert old.isalnum() == changed.isalnum()
        assert old.isalnum() or old == changed
    assert WORDS.text(text.lower()) == new.lower()


def test_words_of_protocols_stay_and_names_do_not():
    assert WORDS.text(b"HTTP/1.1") == b"HTTP/1.1"
    assert WORDS.text(b"Content-Type: text/html; charset=utf-8") == b"Content-Type: text/html; charset=utf-8"
    new = WORDS.text(b"Host: www.Example-School.org")
    assert new.startswith(b"Host: ")
    assert new.endswith(b".org")
    assert b"school" not in new.lower()
    assert WORDS.label(b"_ldap") == b"_ldap"


def test_a_very_long_word_is_changed_in_pieces():
    word = b"abcdefghij" * 30
    new = WORDS.text(word)
    assert len(new) == 300
    assert b"abcdefgh" not in new


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(min_size=1, max_size=63), max_size=4), st.sampled_from([b"\0", b"\xc0\x0c", b""]))
def test_a_name_keeps_its_labels_and_its_pointer(labels, end):
    wire = b"".join(bytes((len(label),)) + label for label in labels) + end
    new = WORDS.wire(wire)
    assert new == b"".join(bytes((len(label),)) + WORDS.label(label) for label in labels) + end
