"""Sequence numbers around the end of their space, beside counting on a circle."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.tcp.sequence import HALF, MODULUS, add, after, ahead, before, distance

NUMBERS = st.integers(0, MODULUS - 1) | st.sampled_from([0, 1, HALF - 1, HALF, HALF + 1, MODULUS - 1, MODULUS - 11])
STEPS = st.integers(1 - HALF, HALF - 1)


@given(NUMBERS, STEPS)
def test_a_number_that_was_counted_to_is_as_far_ahead_as_was_counted(number, step):
    other = add(number, step)
    assert 0 <= other < MODULUS
    assert ahead(other, number) == step
    assert (before(other, number), after(other, number)) == (step < 0, step > 0)
    assert before(other, number) == after(number, other)
    assert distance(number, other) == step % MODULUS


@given(NUMBERS)
def test_half_a_circle_away_there_is_no_order(number):
    """RFC 1982 §3.2: of two numbers exactly half the space apart neither is greater; both look behind the other."""
    other = add(number, HALF)
    assert before(number, other)
    assert before(other, number)
    assert not after(number, other)


def test_after_the_last_number_comes_0():
    assert add(MODULUS - 1, 1) == 0
    assert after(0, MODULUS - 1)
    assert before(MODULUS - 1, 0)
    assert distance(MODULUS - 1, 0) == 1
    assert ahead(5, MODULUS - 5) == 10
