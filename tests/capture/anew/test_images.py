"""The images of addresses, names, ports and numbers, each by itself."""

import datetime as dt
import ipaddress
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.address import parse_ipv4, parse_ipv6, parse_mac
from netkit.capture.anew.hardware import Hardware
from netkit.capture.anew.ipv4 import Ipv4
from netkit.capture.anew.ipv6 import Ipv6
from netkit.capture.anew.moments import DATE, Moments
from netkit.capture.anew.names import Names, labels_of
from netkit.capture.anew.numbers import Course, Numbers
from netkit.capture.anew.ports import Ports
from netkit.capture.rewriting.keyed import Keyed

seeds = st.binary(min_size=1, max_size=8)
few = settings(max_examples=60, deadline=None)
ipv4s = st.sets(st.integers(0, 2**32 - 1), min_size=1, max_size=12)
near = st.builds(
    lambda base, ends: {base << 8 | end for end in ends},
    st.integers(0x0A0000, 0x0AFFFF),
    st.sets(st.integers(1, 254), min_size=2, max_size=20),
)


def common(one, other, width=32):
    return width - (one ^ other).bit_length()


@few
@given(seeds, st.one_of(ipv4s, near))
def test_ipv4_is_one_to_one_and_keeps_subnets(seed, addresses):
    images = Ipv4(Keyed(seed), addresses)
    found = {address: images(address) for address in addresses}
    assert len(set(found.values())) == len(addresses)
    for one in addresses:
        for other in addresses:
            if one >> 8 == other >> 8:
                assert common(found[one], found[other]) == common(one, other)


@few
@given(seeds, near)
def test_no_host_becomes_the_name_or_the_broadcast_of_its_subnet(seed, addresses):
    images = Ipv4(Keyed(seed), addresses, broadcasts={max(addresses) | 0xFF})
    for length in range(25, 31):
        for address in addresses:
            rest = (1 << 32 - length) - 1
            if address & rest not in (0, rest):
                assert images(address) & rest not in (0, rest)
    assert images(max(addresses) | 0xFF) & 0xFF == 0xFF


def test_kinds_of_ipv4_addresses_stay_what_they_are():
    special = ["127.0.0.1", "224.0.0.251", "255.255.255.255", "0.0.0.9"]
    private = ["192.0.2.1", "10.1.2.3", "192.168.0.9", "172.20.1.1", "169.254.3.4", "100.64.1.1"]
    public = ["8.8.8.8", "1.1.1.1", "93.184.216.34", "45.1.2.3"]
    images = Ipv4(Keyed(b"x"), map(parse_ipv4, special + private + public))
    found = {text: ipaddress.ip_address(images(parse_ipv4(text))) for text in special + private + public}
    assert all(str(found[text]) == text for text in special)
    for text in private:
        assert str(found[text]) != text
        assert found[text].is_private == ipaddress.ip_address(text).is_private
        assert found[text].is_link_local == ipaddress.ip_address(text).is_link_local
    assert all(found[text] in ipaddress.ip_network("198.18.0.0/15") for text in public)


def test_addresses_in_texts_keep_their_count_of_digits():
    addresses = {parse_ipv4(text) for text in ("192.0.2.7", "192.0.2.45", "192.0.2.201", "10.0.0.1", "8.8.4.4")}
    for number in range(20):
        images = Ipv4(Keyed(b"%d" % number), addresses, spelled=addresses)
        assert images.unspelled() == []


@few
@given(seeds, st.integers(0, 2**48 - 1), st.integers(0, 2**64 - 1))
def test_what_is_made_of_a_mac_address_is_made_of_its_image(seed, mac, high):
    mac &= ~(1 << 40)
    hardware = Hardware(Keyed(seed), 0)
    ipv6 = Ipv6(Keyed(seed), (), Ipv4(Keyed(seed), ()), hardware, 0)
    image = hardware.mac(mac)
    assert image >> 40 & 3 == mac >> 40 & 3
    eui = lambda m: (m >> 24 ^ 0x020000) << 40 | 0xFFFE << 24 | m & 0xFFFFFF  # noqa: E731
    if mac and mac >> 24 != 0x5E:
        assert ipv6(0xFE80 << 112 | eui(mac)) == 0xFE80 << 112 | eui(image)
    group = parse_ipv6("ff02::1:ff00:0") | mac & 0xFFFFFF
    assert ipv6(group) & 0xFFFFFF == ipv6(0x20010DB8 << 96 | mac & 0xFFFFFF | 1 << 40) & 0xFFFFFF
    assert hardware.mac(0x3333FF << 24 | mac & 0xFFFFFF) == 0x3333FF << 24 | ipv6(group) & 0xFFFFFF
    assert high >= 0


@few
@given(seeds, st.sets(st.integers(0, 2**16 - 1), min_size=2, max_size=8), st.integers(1, 2**64 - 1))
def test_ipv6_is_one_to_one_keeps_networks_and_lengths_of_texts(seed, subnets, low):
    addresses = {0x20010DB8_000A << 80 | subnet << 64 | low for subnet in subnets}
    ipv6 = Ipv6(Keyed(seed), addresses, Ipv4(Keyed(seed), ()), Hardware(Keyed(seed), 0), 0)
    found = {ipv6(address) for address in addresses}
    assert len(found) == len(addresses)
    assert len({address >> 80 for address in found}) == 1
    for address in addresses:
        assert len(str(ipaddress.IPv6Address(ipv6(address)))) == len(str(ipaddress.IPv6Address(address)))


def test_groups_and_special_addresses_stay():
    hardware = Hardware(Keyed(b"x"), 0)
    ipv6 = Ipv6(Keyed(b"x"), (), Ipv4(Keyed(b"x"), ()), hardware, 0)
    for text in ("::", "::1", "ff02::1", "ff02::fb"):
        assert ipv6(parse_ipv6(text)) == parse_ipv6(text)
    for text in (
        "ff:ff:ff:ff:ff:ff",
        "01:00:5e:00:00:fb",
        "33:33:00:00:00:01",
        "00:00:00:00:00:00",
        "01:80:c2:00:00:00",
    ):
        assert hardware.mac(parse_mac(text)) == parse_mac(text)
    assert ipv6(parse_ipv6("fe80::1234")) >> 64 == 0xFE80 << 48


def names(seed, *texts):
    return Names(
        Keyed(seed), {labels_of(text) for text in texts}, lambda address, _: address ^ 5, lambda address, _: address ^ 5
    )


def test_names_change_label_by_label_and_keep_what_says_nothing():
    texts = (
        "www.quill.test",
        "ns1.quill.test",
        "www.bbc.co.uk",
        "_http._tcp.quill.test",
        "printer",
        "a.root-servers.net",
    )
    images = names(b"x", *texts)
    found = {text: b".".join(images(labels_of(text))).decode() for text in texts}
    assert all(len(old) == len(new) and old != new for old, new in found.items())
    middle = found["www.quill.test"].split(".")[1]
    assert found["ns1.quill.test"] == f"ns1.{middle}.test"
    assert found["_http._tcp.quill.test"] == f"_http._tcp.{middle}.test"
    assert found["www.bbc.co.uk"].endswith(".co.uk")
    assert b".".join(images((b"WWW", b"Quill", b"Test"))).decode() == f"WWW.{middle.capitalize()}.Test"
    assert b".".join(images(labels_of("5.2.0.192.in-addr.arpa"))) == b"0.2.0.192.in-addr.arpa"


@few
@given(
    seeds,
    st.sets(
        st.text("abcdef0123456789-", min_size=1, max_size=9).filter(lambda t: t.strip("-") == t),
        min_size=1,
        max_size=12,
    ),
)
def test_labels_are_one_to_one(seed, labels):
    images = names(seed, *(f"{label}.zone.test" for label in labels))
    found = {images((label.encode(), b"zone", b"test")) for label in labels}
    assert len(found) == len(labels)
    assert all([*map(len, each[1:])] == [4, 4] for each in found)


@few
@given(seeds, st.sets(st.integers(1, 65535), min_size=1, max_size=30))
def test_ports_are_one_to_one_and_well_known_ones_stay(seed, ports):
    images = Ports(Keyed(seed), ports, {5353, 8080})
    found = {port: images(port) for port in ports | {5353, 8080}}
    assert len(set(found.values())) == len(found)
    for port, image in found.items():
        assert (image == port) == (port < 1024 or port in (5353, 8080))
        assert image == port or image >= 32768


@few
@given(seeds, st.integers(0, 2**32 - 1), st.integers(2, 10**6))
def test_sequence_numbers_pass_2_to_the_32_when_asked(seed, first, length):
    key = (b"a", b"b", 1, 2)
    numbers = Numbers(Keyed(seed), {key: Course(first, length, zero=False)}, wrap=True)
    start = (first + numbers.shift(key)) % 2**32
    assert start < 2**32 <= start + length
    assert Numbers(Keyed(seed), {key: Course(0)}, wrap=True).shift(key) == 0


def test_counted_numbers_count_on_and_zero_stays():
    numbers = Numbers(Keyed(b"x"), {}, wrap=False)
    found = [numbers.counting(b"host", number, 16) for number in range(1, 65536)]
    assert sorted(found) == list(range(1, 65536))
    assert sum(later == earlier + 1 for earlier, later in itertools.pairwise(found)) == 65533
    assert numbers.counting(b"host", 0, 16) == 0


def test_dates_in_texts_move_with_the_times():
    first = 1_700_000_000 * 10**9
    moments = Moments(Keyed(b"x"), first)
    moved = DATE.fullmatch(b"Tue, 14 Nov 2023 22:13:20")
    told = dt.datetime.strptime(moments.date(moved).decode(), "%a, %d %b %Y %H:%M:%S").replace(tzinfo=dt.UTC)
    assert int(told.timestamp()) * 10**9 == moments(first)
    assert Moments(Keyed(b"x"), 5)(5) == 5
