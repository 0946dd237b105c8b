"""Axes: the numbers are round, they reach from below the least to above the greatest, and they are written as what they are."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.render.reduction import drawable, reduced, scattered
from netkit.render.scale import LARGEST, number, scale_of
from netkit.render.steps import stepped
from netkit.view import Axis, PlotShape, Series

NUMBERS = st.floats(-LARGEST, LARGEST) | st.integers(-(10**12), 10**12)
PLAIN = Axis(label="value")


@given(st.lists(NUMBERS, max_size=8), st.integers(2, 30))
def test_the_ticks_are_round_and_cover_the_range(values, most):
    scale = scale_of(PLAIN, values, most)
    step = scale.digit * Fraction(10) ** scale.power
    assert scale.digit in {1, 2, 5}
    assert 1 <= scale.last - scale.first <= most
    for value in values:
        assert scale.first * step <= Fraction(str(value)) <= scale.last * step


@given(st.lists(NUMBERS, min_size=2, max_size=8), st.integers(2, 30))
def test_no_finer_round_steps_would_do(values, most):
    scale = scale_of(PLAIN, values, most)
    finer = Fraction(10) ** scale.power * {1: Fraction(1, 2), 2: 1, 5: 2}[scale.digit]
    low, high = Fraction(str(min(values))), Fraction(str(max(values)))
    if low != high:
        assert -(-high // finer) - low // finer > most


@given(st.lists(st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6), min_size=1), st.integers(2, 12))
def test_a_tick_says_where_it_lies(values, most):
    scale = scale_of(PLAIN, values, most)
    step = scale.digit * Fraction(10) ** scale.power
    ticks = list(scale.ticks())
    assert [place for place, _ in ticks][:: len(ticks) - 1] == [0, 1]
    for count, (_, text) in enumerate(ticks):
        assert Fraction(text.replace(",", "")) == (scale.first + count) * step


@given(st.lists(NUMBERS, min_size=1, max_size=8), NUMBERS)
def test_a_place_lies_between_the_ends(values, other):
    scale = scale_of(PLAIN, values, 5)
    places = [scale.at(value) for value in sorted(values)]
    assert all(0 <= place <= 1 for place in [*places, scale.at(other)])
    assert all(a <= b for a, b in pairwise(places))


@pytest.mark.parametrize(
    ("unit", "values", "name", "texts"),
    [
        ("s", [0, 2], "t (s)", ["0.0", "0.5", "1.0", "1.5", "2.0"]),
        ("s", [0, 0.04], "t (ms)", ["0", "10", "20", "30", "40"]),
        ("s", [0.0001, 0.0003], "t (µs)", ["100", "150", "200", "250", "300"]),
        ("bytes", [0, 20416], "t (bytes)", ["0", "10,000", "20,000", "30,000"]),
        ("bytes", [0, 2_000_000], "t (kB)", ["0", "500", "1,000", "1,500", "2,000"]),
        ("segments", [-3, 12], "t (segments)", ["-5", "0", "5", "10", "15"]),
        ("", [], "t", ["0.0", "0.5", "1.0"]),
        ("", [7, 7], "t", ["0", "2", "4", "6", "8"]),
        ("", [float("nan"), float("inf"), 10**400, 1], "t", ["0.0", "0.5", "1.0"]),
        ("", [0, 4e200], "t", ["0", "1e200", "2e200", "3e200", "4e200"]),
    ],
)
def test_units_and_numbers_as_a_person_would_write_them(unit, values, name, texts):
    scale = scale_of(Axis(label="t", unit=unit), values, 4)
    assert scale.name == name
    shown = [text for _, text in scale.ticks()]
    assert shown == texts


def test_an_axis_may_ask_for_more_than_its_points_need():
    assert [text for _, text in scale_of(Axis(label="", least=0, most=100), [40, 60], 5).ticks()][::5] == ["0", "100"]


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (-0.0, "0"), (20416, "20,416"), (0.1 + 0.2, "0.3"), (12345.678, "12,345.7")]
)
def test_numbers_read_out(value, text):
    assert number(value) == text


POINTS = st.lists(st.tuples(st.integers(0, 1000), st.integers(-50, 50)), min_size=1, max_size=200)


@given(POINTS, st.integers(1, 50))
def test_what_sticks_out_of_a_column_is_kept(points, columns):
    points = drawable(Series(name="", points=points))
    scale = scale_of(PLAIN, [0, 1000], 5)
    kept = reduced(points, scale, columns)

    def by_column(some):
        found = {}
        for x, y in some:
            found.setdefault(min(int(scale.at(x) * columns), columns - 1), []).append((x, y))
        return found

    before, after = by_column(points), by_column(kept)
    assert before.keys() == after.keys()
    for column, some in after.items():
        heights = [y for _, y in before[column]]
        assert {min(heights), max(heights)} <= {y for _, y in some}
        assert some[0] == before[column][0]
        assert some[-1] == before[column][-1]
        assert len(some) <= 4
    rest = iter(points)
    assert all(point in rest for point in kept)


@given(POINTS)
def test_marks_in_one_place_are_drawn_once(points):
    x, y = scale_of(PLAIN, [0, 1000], 5), scale_of(PLAIN, [-50, 50], 5)
    kept = list(scattered(points, x, y, 10, 10))
    cells = [(round(x.at(a) * 10), round(y.at(b) * 10)) for a, b in kept]
    assert len(set(cells)) == len(cells)
    assert set(cells) == {(round(x.at(a) * 10), round(y.at(b) * 10)) for a, b in points}


def test_a_line_goes_from_left_to_right_and_marks_stay_in_their_order():
    points = [(2, 1), (float("nan"), 0), (1, float("-inf")), (0, 3)]
    assert drawable(Series(name="", points=points)) == [(0, 3), (2, 1)]
    assert drawable(Series(name="", points=points, shape=PlotShape.MARKS)) == [(2, 1), (0, 3)]


def test_a_step_holds_until_the_next():
    assert stepped([(0, 1), (5, 2), (6, 2), (9, 0)]) == [(0, 1), (5, 1), (5, 2), (6, 2), (9, 2), (9, 0)]
    assert stepped([]) == []
