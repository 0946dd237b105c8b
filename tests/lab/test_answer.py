"""Answers as people type them: every usual form of one value is one value, and nothing else passes for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.errors import AnswerError, ExitCode
from netkit.lab.answer import KINDS, parse_answer

NUMBERS = st.integers(0, 10**12)
BYTES6 = st.binary(min_size=6, max_size=6)


def parse(kind: str, text: str, choices: tuple[str, ...] = ()):
    return parse_answer(kind, text, choices, task="1")


@given(NUMBERS)
def test_a_number_in_every_form(number):
    for text in (f"{number}", f"{number:,}", f"{number:#x}", f" {number}  ", f"{number} bytes", f"{number:,} bytes"):
        assert parse("number", text) == number


@given(st.binary(min_size=4, max_size=4))
def test_an_ipv4_address(data):
    text = ".".join(map(str, data))
    assert parse("ipv4", f" {text} ") == text


@given(BYTES6)
def test_a_mac_address_in_every_form(data):
    wanted = data.hex(":")
    digits = data.hex()
    dotted = f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
    for text in (wanted, wanted.upper(), data.hex("-"), dotted):
        assert parse("mac", text) == wanted


@given(st.lists(st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True), min_size=1, max_size=5))
def test_a_name_with_or_without_its_final_dot(labels):
    name = ".".join(labels)
    assert parse("name", name.upper()) == parse("name", f"{name}.") == name


@given(st.frozensets(st.integers(1, 10_000), min_size=1, max_size=8))
def test_packet_numbers_in_any_order_and_form(numbers):
    words = [str(number) for number in numbers]
    for text in (" ".join(words), ",".join(words), ", ".join(reversed(words)), f"packets {' and '.join(words)}"):
        assert parse("packets", text) == numbers


@given(st.integers(1, 500), st.integers(0, 50))
def test_a_range_of_packets(first, more):
    assert parse("packets", f"{first}-{first + more}") == frozenset(range(first, first + more + 1))


@pytest.mark.parametrize("text", ["router", "Router", "the router", "ROUTER.", "rou", " router "])
def test_a_choice_by_its_word(text):
    assert parse("choice", text, ("client", "router", "resolver", "web server")) == "router"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("number", "many"), ("number", "1.5"), ("number", "1,5"), ("number", "12,34"), ("number", ""), ("number", "0x"), ("number", "5a8"),
        ("number", "9" * 500), ("number", "1448 1448"),
        ("ipv4", "192.0.2"), ("ipv4", "192.0.2.256"), ("ipv4", "192.0.2.1/24"), ("ipv4", "::1"), ("ipv4", "router"),
        ("mac", "02:00:00:00:00"), ("mac", "02:00:00:00:00:0g"),
        ("packets", "four five"), ("packets", "4-"), ("packets", "1-999999"), ("packets", ""),
        ("hex", "4"), ("hex", "zz"), ("hex", ""),
        ("choice", "r"), ("choice", "moon"), ("choice", ""),
        ("name", "two words"), ("name", ""),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_refused_with_what_is_wanted(kind, text):
    choices = ("client", "router", "resolver", "web server")
    with pytest.raises(AnswerError) as refused:
        parse(kind, text, choices)
    assert refused.value.exit_code == ExitCode.USAGE
    assert "task 1" in refused.value.what
    assert refused.value.why
    assert refused.value.hint


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=60))
def test_no_text_breaks_the_reading(kind, text):
    try:
        value = parse(kind, text, ("client", "router"))
    except AnswerError:
        return
    assert isinstance(value, int | float | str | frozenset | tuple)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ["1" + " " * 3_000_000 + "x", "9" * 3_000_000, "1,\n" * 1_000_000])
def test_a_text_that_nobody_types_is_refused_before_it_is_looked_through(kind, text):
    with pytest.raises(AnswerError, match="is not the kind of answer") as caught:
        parse(kind, text, ("a", "b"))
    # a whole text in a sentence would be as long as it
    assert len(str(caught.value)) < 1000
    assert "3,000,00" in caught.value.why


def test_as_many_bytes_as_a_packet_has_are_no_text_that_is_too_long():
    assert parse("packet", ", ".join(["0x45"] * 65_535)) == "45" * 65_535
