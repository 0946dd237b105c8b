"""What is made from MAC addresses and secrets, and what is in an address: beside netaddr and ipaddress, and the RFCs' own examples."""

import hashlib
import hmac
import ipaddress

import netaddr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.address import (
    Address,
    Mac,
    address_with_identifier,
    find_embedded,
    identifier_of,
    link_local_from_mac,
    mac_from_identifier,
    make_stable_identifier,
    modified_eui64,
    multicast_mac,
    multicast_parts,
    named_mac,
    parse_address,
    parse_eui64,
    parse_mac,
    parse_prefix,
    reserved_identifier,
    solicited_node,
    solicited_node_mac,
    teredo_port,
    translated,
    translation_of,
    unique_local_parts,
    vendor_of,
)
from netkit.address.mac import ipv4_groups
from netkit.errors import AddressError
from tests.address.numbers import FOUR, MACS, SIX, addresses6


@given(MACS)
def test_modified_eui64_and_link_local_are_netaddrs(number):
    theirs = netaddr.EUI(number, version=48)
    assert modified_eui64(number) == int(theirs.modified_eui64())
    assert str(link_local_from_mac(number)) == str(theirs.ipv6_link_local())
    assert mac_from_identifier(modified_eui64(number)) == number


@given(st.integers(0, (1 << 64) - 1))
def test_an_identifier_tells_a_mac_only_with_ff_fe_in_its_middle(identifier):
    found = mac_from_identifier(identifier)
    assert (found is not None) == (identifier.to_bytes(8, "big")[3:5] == b"\xff\xfe")
    if found is not None:
        assert modified_eui64(found) == identifier


def test_the_example_of_rfc_2464():
    """RFC 2464 §4: 34-56-78-9A-BC-DE has the identifier 36-56-78-FF-FE-9A-BC-DE."""
    assert modified_eui64(parse_mac("34-56-78-9A-BC-DE")) == parse_eui64("36-56-78-FF-FE-9A-BC-DE")


def test_the_examples_of_rfc_4291():
    """RFC 4291 §2.7.1: the solicited-node group of 4037::01:800:200E:8C6C is FF02::1:FF0E:8C6C; its frame by RFC 2464 §7."""
    address = parse_address("4037::01:800:200E:8C6C")
    assert str(solicited_node(address)) == "ff02::1:ff0e:8c6c"
    assert str(Mac(solicited_node_mac(address))) == "33:33:ff:0e:8c:6c"


@given(addresses6)
def test_a_solicitation_goes_to_33_33_ff_and_the_last_three_bytes(address):
    if address.number >> 120 == 0xFF:
        with pytest.raises(AddressError):
            solicited_node(address)
        return
    assert solicited_node_mac(address).to_bytes(6, "big") == b"\x33\x33\xff" + address.data[-3:]
    assert multicast_parts(solicited_node(address).number).scope == 2


@given(st.integers(0, (1 << 28) - 1).map(lambda low: Address(4, 0xE << 28 | low)))
def test_thirty_two_groups_share_a_frame(group):
    """RFC 1112 §6.4: the low-order 23 bits of the group go into the low-order 23 bits of 01-00-5E-00-00-00."""
    mac = multicast_mac(group)
    assert mac == 0x01005E000000 | group.number & 0x7FFFFF
    groups = ipv4_groups(mac)
    assert group in groups
    assert len(set(groups)) == 32
    assert {multicast_mac(one) for one in groups} == {mac}
    assert named_mac(mac).name in ("IPv4 multicast", "documentation, groups")


def test_unicast_has_no_group_frame():
    with pytest.raises(AddressError, match="no multicast group"):
        multicast_mac(parse_address("192.0.2.1"))


@given(SIX)
def test_embedded_addresses_are_those_that_ipaddress_finds(number):
    theirs = ipaddress.IPv6Address(number)
    found = {one.name: one.address for one in find_embedded(number)}
    assert found.get("IPv4-mapped") == (int(theirs.ipv4_mapped) if theirs.ipv4_mapped is not None else None)
    assert found.get("6to4") == (int(theirs.sixtofour) if theirs.sixtofour is not None else None)
    pair = (found.get("Teredo server"), found.get("Teredo client"))
    assert pair == (tuple(map(int, theirs.teredo)) if theirs.teredo is not None else (None, None))


@given(FOUR, FOUR, st.integers(0, 0xFFFF))
def test_teredo_is_taken_apart(server, client, port):
    """RFC 4380 §4: prefix, server, flags, port and client, the last two with each bit turned over."""
    number = 0x20010000 << 96 | server << 64 | 0x8000 << 48 | (port ^ 0xFFFF) << 32 | client ^ 0xFFFFFFFF
    assert [one.address for one in find_embedded(number)[:2]] == [server, client]
    assert teredo_port(number) == port


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        ("2001:db8::/32", "2001:db8:c000:221::"),
        ("2001:db8:100::/40", "2001:db8:1c0:2:21::"),
        ("2001:db8:122::/48", "2001:db8:122:c000:2:2100::"),
        ("2001:db8:122:300::/56", "2001:db8:122:3c0:0:221::"),
        ("2001:db8:122:344::/64", "2001:db8:122:344:c0:2:2100::"),
        ("2001:db8:122:344::/96", "2001:db8:122:344::192.0.2.33"),
        ("64:ff9b::/96", "64:ff9b::192.0.2.33"),
    ],
)
def test_the_examples_of_rfc_6052(prefix, text):
    """RFC 6052 §2.4, tables 1 and 2: 192.0.2.33 behind prefixes of each length."""
    block = parse_prefix(prefix)
    number = translated(block.number, block.length, parse_address("192.0.2.33").number)
    assert Address(6, number) == parse_address(text)


@given(FOUR, st.sampled_from([32, 40, 48, 56, 64, 96]), SIX)
def test_translation_can_be_undone_and_leaves_bits_64_to_71_alone(address, length, number):
    prefix = number >> (128 - length) << (128 - length) & ~(0xFF << 56)
    made = translated(prefix, length, address)
    assert translation_of(made, length) == address
    assert made >> 56 & 0xFF == 0
    assert made >> (128 - length) == prefix >> (128 - length)


@pytest.mark.parametrize("length", [0, 33, 72, 128])
def test_other_lengths_translate_nothing(length):
    for call in (lambda: translated(0, length, 1), lambda: translation_of(1, length)):
        with pytest.raises(ValueError, match="32, 40, 48, 56, 64 or 96"):
            call()


PREFIX = parse_prefix("2001:db8:1:2::/64")


def test_a_stable_identifier_is_the_hash_that_it_says():
    made = make_stable_identifier(PREFIX, secret=b"s3cret", interface="eth0", network_id="home", counter=2)
    message = bytes.fromhex("20010db800010002") + b"eth0\0home\0\2"
    digest = hmac.new(b"s3cret", message, hashlib.sha256).digest()
    assert (made.message, made.digest) == (message, digest)
    assert made.identifier == int.from_bytes(digest[-8:], "big")
    assert made.address == Address(6, PREFIX.number | made.identifier)
    assert identifier_of(made.address) == made.identifier


@given(st.binary(max_size=40), st.text(max_size=8), st.text(max_size=8), st.integers(0, 254))
def test_each_input_of_rfc_7217_changes_the_identifier(secret, interface, network, counter):
    def made(**changed):
        given_ = {"secret": secret, "interface": interface, "network_id": network, "counter": counter} | changed
        return make_stable_identifier(given_.pop("prefix", PREFIX), **given_).identifier

    again = made()
    assert made() == again
    assert reserved_identifier(again) is None
    others = [
        made(prefix=parse_prefix("2001:db8:1:3::/64")),
        made(secret=secret + b"x"),
        made(interface=interface + "x"),
        made(network_id=network + "x"),
        made(counter=counter + 1),
    ]
    assert again not in others


def test_a_stable_identifier_needs_a_64():
    for text in ("2001:db8::/48", "192.0.2.0/24"):
        with pytest.raises(AddressError, match="no room"):
            make_stable_identifier(parse_prefix(text), secret=b"", interface="eth0")
    with pytest.raises(ValueError, match="one byte"):
        make_stable_identifier(PREFIX, secret=b"", interface="eth0", counter=256)
    with pytest.raises(AddressError):
        address_with_identifier(parse_prefix("2001:db8::/65"), 1)


@pytest.mark.parametrize(
    ("identifier", "kept"),
    [
        (0, True), (1, False), (0x02005EFFFE000000, True), (0x02005EFFFE005212, True), (0x02005EFFFE005213, True),
        (0x02005EFFFEFFFFFF, True), (0x02005EFFFF000000, False), (0xFDFFFFFFFFFFFF80, True), (0xFDFFFFFFFFFFFFFF, True),
        (0xFDFFFFFFFFFFFF7F, False),
    ],
)  # fmt: skip
def test_identifiers_that_no_host_may_take(identifier, kept):
    assert (reserved_identifier(identifier) is not None) == kept


@pytest.mark.parametrize(
    ("text", "flags", "scope", "prefix", "rendezvous"),
    [
        ("ff02::1", 0, "link-local", None, None),
        ("ff0e::101", 0, "global", None, None),
        ("ff13::1", 1, "realm-local", None, None),
        # RFC 3306 §6: 3FFE:FFFF:1::/48 makes FF3x:0030:3FFE:FFFF:0001::/96
        ("ff38:30:3ffe:ffff:1::1", 3, "organization-local", "3ffe:ffff:1::/48", None),
        # RFC 3956 §7: 2001:DB8::/32 with RIID 1 to F makes FF7x:y20:2001:DB8::/64, RP 2001:DB8::y
        ("ff7e:f20:2001:db8::1234", 7, "global", "2001:db8::/32", "2001:db8::f"),
        ("ff7e:b40:2001:db8:beef:feed:0:1", 7, "global", "2001:db8:beef:feed::/64", "2001:db8:beef:feed::b"),
        # RFC 3956 §6.3: RIID 0 is reserved
        ("ff7e:40:2001:db8:beef:feed:0:1", 7, "global", "2001:db8:beef:feed::/64", None),
        # RFC 4607: source-specific, a prefix length of 0
        ("ff3e::8000:1", 3, "global", None, None),
        ("ff06::1", 0, "unassigned", None, None),
    ],
)
def test_the_parts_of_ipv6_multicast(text, flags, scope, prefix, rendezvous):
    parts = multicast_parts(parse_address(text).number)
    assert (parts.flags, parts.scope_name) == (flags, scope)
    assert (None if parts.prefix is None else str(parts.prefix)) == prefix
    assert parts.rendezvous == (None if rendezvous is None else parse_address(rendezvous).number)
    assert (parts.transient, parts.prefix_based) == (bool(flags & 1), bool(flags & 2))


def test_unicast_has_no_multicast_parts():
    assert multicast_parts(parse_address("2001:db8::1").number) is None


@given(st.integers(0, 1), st.integers(0, (1 << 40) - 1), st.integers(0, 0xFFFF), st.integers(0, (1 << 64) - 1))
def test_the_parts_of_a_unique_local_address(local, global_id, subnet_id, identifier):
    """RFC 4193 §3.1: 7 bits 1111110, the L bit, 40 bits of global ID, 16 of subnet ID, 64 of interface ID."""
    bits = f"1111110{local}{global_id:040b}{subnet_id:016b}{identifier:064b}"
    parts = unique_local_parts(Address(6, int(bits, 2)))
    assert (parts.local, parts.global_id, parts.subnet_id) == (bool(local), global_id, subnet_id)
    assert parts.site.holds(Address(6, int(bits, 2)))
    assert parts.site.length == 48


def test_other_addresses_have_no_such_parts():
    assert [unique_local_parts(parse_address(text)) for text in ("2001:db8::1", "fe80::1", "192.0.2.1")] == [None] * 3


@settings(deadline=None)  # the first one loads netaddr's register
@given(MACS)
def test_vendors_are_netaddrs(number):
    mac = Mac(number)
    found = vendor_of(mac)
    if mac.local or mac.group:
        assert found is None
        return
    try:
        theirs = netaddr.EUI(number, version=48).oui.registration().org
    except netaddr.NotRegisteredError:
        assert found is None
    else:
        assert found is not None
        assert found.name == theirs or found.bits == 36


@pytest.mark.parametrize(
    ("text", "name", "bits", "divided"),
    [
        ("00:0c:29:aa:bb:cc", "VMware, Inc.", 24, False),
        ("00:50:c2:00:00:01", "T.L.S. Corp.", 36, False),
        ("70:b3:d5:00:00:00", "IEEE Registration Authority", 24, True),
    ],
)
def test_known_makers(text, name, bits, divided):
    found = vendor_of(Mac(parse_mac(text)))
    assert (found.name, found.bits, found.divided) == (name, bits, divided)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ff:ff:ff:ff:ff:ff", "broadcast"), ("01:80:c2:00:00:0e", "nearest bridge group"), ("01:80:c2:00:00:05", "reserved for bridges"),
        ("01:00:5e:00:00:fb", "IPv4 multicast"), ("01:00:5e:80:00:00", None), ("33:33:00:00:00:01", "IPv6 multicast"),
        ("00:00:5e:00:01:0a", "VRRP for IPv4"), ("00:00:5e:00:02:0a", "VRRP for IPv6"), ("00:00:5e:00:53:01", "documentation"),
        ("02:00:00:00:00:0a", None), ("00:00:00:00:00:00", "no address"),
    ],
)  # fmt: skip
def test_addresses_with_a_meaning(text, name):
    found = named_mac(parse_mac(text))
    assert (found.name if found else None) == name
