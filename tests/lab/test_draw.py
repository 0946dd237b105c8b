"""Draws: in range, the same each time, and independent of each other's labels."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.lab.draw import PRACTICE_KEY, Draw, student_key, variant_seed

seeds = st.binary(min_size=1, max_size=40)
labels = st.text(max_size=12)


@given(seeds, st.integers(0, 99), labels, st.integers(-(10**9), 10**9), st.integers(0, 10**9))
def test_a_number_is_in_its_range_and_the_same_each_time(seed, attempt, label, low, size):
    found = Draw(seed, attempt).number(label, low, low + size)
    assert low <= found <= low + size
    assert found == Draw(seed, attempt).number(label, low, low + size)


@given(seeds, labels, st.lists(labels, max_size=5))
def test_other_draws_before_it_change_nothing(seed, label, others):
    draw = Draw(seed)
    for other in others:
        draw.number(other, 0, 1000)
        draw.choice(other, "abc")
    assert draw.number(label, 0, 10**12) == Draw(seed).number(label, 0, 10**12)


@given(seeds, labels, st.lists(st.integers(), min_size=1, max_size=9))
def test_a_choice_is_one_of_the_options(seed, label, options):
    assert Draw(seed).choice(label, options) in options
    assert Draw(seed).choice(label, options[:1]) == options[0]


@given(seeds, labels, labels)
def test_labels_seeds_and_attempts_draw_apart(seed, first, second):
    wide = (0, 2**120)
    drawn = Draw(seed).number(first, *wide)
    assert drawn != Draw(seed, 1).number(first, *wide)
    assert drawn != Draw(seed + b"x").number(first, *wide)
    assert (drawn == Draw(seed).number(second, *wide)) == (first == second)


def test_a_label_that_looks_like_an_attempt_and_another_label_draws_apart():
    assert Draw(b"key", 1).number("1 a", 0, 2**120) != Draw(b"key", 11).number("a", 0, 2**120)


def test_draws_are_spread_evenly():
    found = Counter(Draw(str(number).encode()).number("load", 1, 24) for number in range(2400))
    assert set(found) == set(range(1, 25))
    assert 60 < min(found.values()) <= max(found.values()) < 145


def test_the_keys_are_those_of_the_design():
    """Fixed numbers: whoever changes the formula changes every student's lab."""
    import hashlib
    import hmac

    mine = hmac.new(PRACTICE_KEY, b"ada", hashlib.sha256).digest()
    assert student_key("ada") == mine
    assert variant_seed(mine, "first-packets", "1.0") == hmac.new(mine, b"first-packets 1.0", hashlib.sha256).digest()
    assert student_key("ada", b"a course's key") != mine
    assert len({student_key(name) for name in ("ada", "Ada", "ada ", "åda")}) == 4
    number = int.from_bytes(hmac.new(mine, b"3 page load", hashlib.sha256).digest(), "big") % 24
    assert Draw(mine, 3).number("page load", 0, 23) == number


@pytest.mark.parametrize("label", ["", " ", "\x00", "é", "a" * 10_000])
def test_any_label_will_do(label):
    assert 0 <= Draw(b"seed").number(label, 0, 5) <= 5
