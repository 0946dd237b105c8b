"""The kinds of answers that are more than one number or word."""

from __future__ import annotations

import ipaddress
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import AnswerError
from netkit.lab.answer import KINDS, parse_answer
from netkit.lab.value import spell


def parse(kind, text, choices=(), rows=()):
    return parse_answer(kind, text, choices, rows, task="1")


@given(st.integers(0, 2**128 - 1))
def test_an_ipv6_address_in_every_form(number):
    address = ipaddress.IPv6Address(number)
    for text in (str(address), address.exploded, address.exploded.upper(), f" {address} "):
        assert ipaddress.IPv6Address(parse("ipv6", text)) == address
        assert parse("address", text) == parse("ipv6", text) == str(address) or address.ipv4_mapped


@given(st.integers(0, 2**32 - 1), st.integers(0, 32))
def test_a_prefix_by_its_length_and_by_its_mask(number, length):
    address, mask = ipaddress.IPv4Address(number), ipaddress.IPv4Network((0, length)).netmask
    assert parse("prefix", f"{address}/{length}") == parse("prefix", f"{address}/{mask}") == f"{address}/{length}"


@pytest.mark.parametrize("text", ["12.5", "12.5 ms", "0.0125 s", "12500 us", "12500µs", "12,500 us", "12500000 ns"])
def test_a_time_in_every_unit(text):
    assert parse("milliseconds", text) == pytest.approx(12.5)


@given(st.permutations(["A", "B", "C", "D"]))
def test_an_order_and_a_set(letters):
    for text in (" ".join(letters), ",".join(letters), " → ".join(letters).lower(), "\n".join(letters)):
        assert parse("order", text, "ABCD") == tuple(letters)
        assert parse("set", text, "ABCD") == frozenset("ABCD")
    assert parse("set", ", ".join(letters[:2]), "ABCD") == frozenset(letters[:2])


def test_a_set_without_anything():
    assert parse("set", "none", "ABC") == frozenset()
    assert spell(frozenset()) == "none"


def test_choices_of_several_words():
    choices = ("name error", "no data", "answer")
    for text in ("no data name error", "Name Error no data", "no data and name error", "no data\nname error"):
        assert parse("set", text, choices) == {"name error", "no data"}
    assert parse("set", "no data", choices) == {"no data"}
    assert parse("set", "no data, name error", choices) == {"name error", "no data"}
    assert parse("table", "1 = no data, 2 = answer", choices, ("1", "2", "3")) == ("no data", "answer", "")
    assert parse("table", "no data, answer, name error", choices, ("1", "2", "3")) == (
        "no data",
        "answer",
        "name error",
    )


@given(st.data())
def test_a_table_in_any_order_of_its_rows(data):
    rows = ("version", "header length", "ttl")
    cells = data.draw(st.lists(st.from_regex(r"[0-9a-f]{1,4}", fullmatch=True), min_size=3, max_size=3))
    pairs = list(zip(rows, cells, strict=True))
    random.Random(data.draw(st.integers(0, 99))).shuffle(pairs)
    for between in (", ", "\n", "; "):
        assert parse("table", between.join(f"{row} = {cell}" for row, cell in pairs), (), rows) == tuple(cells)


def test_the_thousands_of_a_number_in_a_table_are_no_border():
    rows = ("address", "port")
    for text in (
        "address=192.0.2.1 port=47,335",
        "port=47,335, address=192.0.2.1",
        "port = 47,335\naddress = 192.0.2.1",
    ):
        assert parse("table", text, (), rows) == ("192.0.2.1", "47335")
    assert parse("table", "sum=1,234,567", (), ("sum",)) == ("1234567",)
    # a row may have a number for its name, and a cell may be short
    assert parse("table", "5=1,113=2", (), ("5", "113")) == ("1", "2")
    assert parse("table", "a=1,b=22", (), ("a", "b")) == ("1", "22")


def test_a_packet_as_hex_and_as_a_line_to_be_built():
    line = 'ipv4 source=192.0.2.1 destination=192.0.2.2 / udp source_port=1 destination_port=2 / data "hi"'
    digits = parse("packet", line)
    assert len(digits) == 2 * 30
    assert parse("packet", "45 00:00-1E") == "4500001e"


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("ipv6", ["", "1.2.3.4", "::g", "1::2::3", "::1%eth0"]),
        ("prefix", ["", "192.0.2.0", "192.0.2.0/33", "x/8"]),
        ("prefixes", ["", "192.0.2.0/24 nonsense"]),
        ("addresses", ["", "192.0.2.1 nonsense", " ".join(["192.0.2.1"] * 65)]),
        ("milliseconds", ["", "soon", "1 fortnight", "-1", "1e9", "9" * 40]),
        ("order", ["", "A", "A B C D", "A A B", "\x00"]),
        ("set", ["", "D", "A D", "A A" * 100]),
        ("table", ["", "a", "a b c d", "x=1", "\x1b[31m"]),
        ("packet", ["", "4", "zz", "00" * 65_536, "ipv4 nonsense=1", "\x1b[0m"]),
        ("form", ["", "   "]),
    ],
)
def test_what_is_no_answer_of_its_kind(kind, texts):
    for text in texts:
        with pytest.raises(AnswerError):
            parse(kind, text, ("A", "B", "C"), ("a", "b", "c"))


@given(st.text(max_size=80), st.sampled_from(sorted(KINDS)))
def test_any_text_is_an_answer_or_refused(text, kind):
    try:
        value = parse(kind, text, ("A", "B", "C"), ("a", "b", "c"))
    except AnswerError:
        return
    assert spell(value)


FIELDS = ("destination MAC", "source MAC", "time to live", "header checksum", "TCP checksum")
ALSO = {"eth.dst": "destination MAC", "eth.src": "source MAC", "ttl": "time to live", "ip.ttl": "time to live"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ttl", {"time to live"}),
        ("TTL, ip.ttl", {"time to live"}),
        ("eth.src eth.dst", {"source MAC", "destination MAC"}),
        ("eth.src source mac time to live", {"source MAC", "time to live"}),
        ("ttl and header checksum", {"time to live", "header checksum"}),
    ],
)
def test_other_words_for_a_choice(text, meant):
    assert parse_answer("set", text, FIELDS, task="1", also=ALSO) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("checksum", "'checksum' is said too shortly: it may mean header checksum / TCP checksum"),
        ("ttl, checksum", "'checksum' is said too shortly: it may mean header checksum / TCP checksum"),
        ("ttl, moon", "'moon' is none of these: destination MAC"),
        ("moon", "'moon' is none of these: destination MAC"),
    ],
)
def test_the_word_that_is_not_understood_is_named(text, told):
    with pytest.raises(AnswerError) as caught:
        parse_answer("set", text, FIELDS, task="1", also=ALSO)
    assert caught.value.why.startswith(told)


def test_another_word_is_for_the_choices_that_are_asked_for():
    with pytest.raises(AnswerError):
        parse_answer("table", "a = ttl", ("port",), ("a",), task="1", also=ALSO)
