"""A filter over a batch is true of the packets that a plain loop says it is true of, whatever the filter."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import netkit.capture
from netkit.capture.columnar.frames import frames_of
from netkit.capture.columnar.plain import PlainBatch
from netkit.capture.columnar.quick import QuickBatch
from netkit.capture.filtering import compile_filter
from tests.capture.filtering.packets import true_of

CAPTURES = Path(__file__).parents[3] / "captures"
FILES = (
    ("page-load-01.pcapng", 16),
    ("dns-types.pcapng", 6),
    ("page-load-ipv6-01.pcapng", 10),
    ("traceroute.pcapng", 4),
)

NUMBERS = st.sampled_from(["0", "1", "2", "6", "17", "20", "52", "53", "64", "0x50", "80", "128", "200"])
SMALL = st.sampled_from(["0", "1", "2", "6", "0x12", "17", "64", "128", "255"])
NUMBER_FIELDS = st.sampled_from(
    ["frame.len", "ip.len", "tcp.port", "udp.port", "tcp.flags", "tcp.srcport", "tcp.len", "dns.resp.ttl", "ip.id"]
)
BYTE_FIELDS = st.sampled_from(["ip.ttl", "ip.proto", "ipv6.hlim", "tcp.hdr_len", "icmp.type"])
PROTOCOLS = st.sampled_from(["frame", "eth", "ip", "ipv6", "tcp", "udp", "dns", "http", "arp", "icmp"])
SIGNS = st.sampled_from(["==", "!=", "<", "<=", ">", ">=", "===", "!==", "eq", "all_ne"])
QUANTIFIERS = st.sampled_from(["", "any ", "all "])
TEXTS = st.sampled_from(['"www"', '"e"', '"test"', "77:77", "00"])
ADDRESSES = st.sampled_from(["192.0.2.0/24", "192.0.2.37", "203.0.113.80", "128.0.0.0/1", "198.51.100.53/31"])
ADDRESSES_6 = st.sampled_from(["2001:db8::/32", "2001:db8::1", "::/0", "2001:db8:8000::/33"])


def joined(*parts):
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


SLICES = joined(PROTOCOLS, st.sampled_from(["[0]", "[0:2]", "[2:]", "[-2:]", "[1-3]", "[0,2]", "[60]"]))
ARITHMETIC = joined(
    NUMBER_FIELDS, st.sampled_from([" + ", " - ", " * ", " / ", " % ", " & "]), st.one_of(SMALL, BYTE_FIELDS)
)
LEAVES = st.one_of(
    PROTOCOLS,
    NUMBER_FIELDS,
    SLICES,
    joined(QUANTIFIERS, NUMBER_FIELDS, " ", SIGNS, " ", NUMBERS),
    joined(QUANTIFIERS, BYTE_FIELDS, " ", SIGNS, " ", SMALL),
    joined(QUANTIFIERS, NUMBER_FIELDS, " ", SIGNS, " ", NUMBER_FIELDS),
    joined(QUANTIFIERS, st.sampled_from(["ip.src", "ip.addr", "dns.a"]), " ", SIGNS, " ", ADDRESSES),
    joined(QUANTIFIERS, st.sampled_from(["ipv6.src", "ipv6.addr", "dns.aaaa"]), " ", SIGNS, " ", ADDRESSES_6),
    joined(QUANTIFIERS, "ip.addr ", SIGNS, " ip.src"),
    joined(NUMBER_FIELDS, " in {", NUMBERS, ", ", NUMBERS, "..", NUMBERS, "}"),
    joined("ip.addr not in {", ADDRESSES, "}"),
    joined(PROTOCOLS, " contains ", TEXTS),
    joined(QUANTIFIERS, "dns.resp.name contains ", TEXTS),
    joined(PROTOCOLS, ' matches "', st.sampled_from(["w+[.]", "^.", "x$", "\\\\x00{3}"]), '"'),
    joined(SLICES, " ", SIGNS, " ", st.sampled_from(["00", "45:00", "02", '"GE"'])),
    joined(SLICES, " & ", st.sampled_from(["02", "80", "0f:0f"])),
    joined(ARITHMETIC, " ", SIGNS, " ", NUMBERS),
    joined(ARITHMETIC),
    joined(
        st.sampled_from(["len(frame)", "len(ip)", "count(tcp.port)", "count(dns.resp.name)"]), " ", SIGNS, " ", NUMBERS
    ),
    joined('upper(dns.qry.name) contains "WW"'),
    joined("abs(tcp.srcport - tcp.dstport) ", SIGNS, " ", NUMBERS),
)
FILTERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        joined("not (", inner, ")"),
        joined("(", inner, ") and (", inner, ")"),
        joined("(", inner, ") or (", inner, ")"),
        joined("!", inner),
    ),
    max_leaves=4,
)


@pytest.fixture(scope="module")
def records():
    found = []
    for name, most in FILES:
        with netkit.capture.open(CAPTURES / name) as capture:
            found += list(capture)[:most]
    return found


@settings(max_examples=250)
@given(text=FILTERS)
def test_a_batch_answers_as_a_loop_over_its_packets(records, text):
    made = compile_filter(text)
    wanted = [true_of(made.tree, record) for record in records]
    assert made.rows(PlainBatch(records)).tolist() == wanted
    assert made.rows(QuickBatch(frames_of(records))).tolist() == wanted


@settings(max_examples=100)
@given(one=LEAVES, other=LEAVES)
def test_the_laws_of_logic_hold(records, one, other):
    batch = PlainBatch(records)

    def rows(text):
        return compile_filter(text).rows(batch)

    assert (rows(f"not ({one})") == ~rows(one)).all()
    assert (rows(f"({one}) and ({other})") == (rows(one) & rows(other))).all()
    assert (rows(f"({one}) or ({other})") == (rows(one) | rows(other))).all()
    assert (rows(f"!(({one}) || ({other}))") == rows(f"!({one}) && !({other})")).all()


def test_of_no_packets_none_are_selected():
    batch = PlainBatch([])
    for text in (
        "",
        "tcp",
        "ip.addr == 192.0.2.0/24",
        "max(ip.ttl, 5) == 5",
        "frame contains 00",
        "not tcp",
        "ip.ttl & 1",
    ):
        assert compile_filter(text).rows(batch).tolist() == []


def test_the_empty_filter_selects_everything(records):
    assert np.all(compile_filter("  ").rows(PlainBatch(records)))


def test_a_filter_tells_its_text_and_its_keys():
    made = compile_filter("tcp.port == 80 and not ip.ttl < 64 or frame[0] == 00")
    assert str(made) == "tcp.port == 80 and not ip.ttl < 64 or frame[0] == 00"
    assert made.keys == {"tcp.port", "ip.ttl", "frame"}


def test_names_that_protocols_had_once_are_understood():
    assert compile_filter("bootp.option.dhcp == 1").keys == {"dhcp.option.dhcp"}
    assert compile_filter("ssl").keys == {"tls"}
