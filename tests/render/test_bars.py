"""Bars are in proportion, fit the page, and what is not nothing is seen; aloud there are the numbers."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.render.layout import arrange, arrange_aloud
from netkit.render.lines import flatten, measure
from netkit.render.page import Page
from netkit.view import Bar, Bars

VALUES = st.lists(st.integers(0, 10**9), min_size=1, max_size=20)


def drawn(values, page):
    rows = [Bar(label=f"{number} s", value=value, note=f"{value} bytes") for number, value in enumerate(values)]
    return [flatten(line) for line in arrange([Bars(rows=rows)], page)]


@given(VALUES, st.integers(25, 120), st.sampled_from(["utf-8", "ascii"]))
def test_each_row_has_its_note_and_fits(values, width, encoding):
    lines = drawn(values, Page(width=width, encoding=encoding))
    assert len(lines) == len(values)
    for value, line in zip(values, lines, strict=True):
        assert line.endswith(f"{value} bytes")
        assert measure(line) <= max(width, measure(f"  19 s  {max(values)} bytes"))


@given(VALUES)
def test_longer_bars_are_of_larger_values(values):
    lengths = [line.count("#") for line in drawn(values, Page(width=80, encoding="ascii"))]
    for value, length in zip(values, lengths, strict=True):
        assert (length > 0) == (value > 0)
        assert all(length <= other for each, other in zip(values, lengths, strict=True) if value <= each)


def test_aloud_there_are_no_bars():
    block = Bars(rows=[Bar(label="0 s", value=3, note="3 bytes, 1 packet")], caption="Bytes each 1 s")
    assert [flatten(line) for line in arrange_aloud([block], Page())] == ["Bytes each 1 s", "0 s: 3 bytes, 1 packet"]


@given(st.integers(1, 10**6), st.data(), st.sampled_from(["utf-8", "ascii"]))
def test_a_track_is_full_only_at_its_whole_and_empty_only_at_nothing(whole, data, encoding):
    value = data.draw(st.integers(0, whole))
    block = Bars(rows=[Bar(label="lab", value=value, note="so far", whole=whole)])
    (line,) = (flatten(line) for line in arrange([block], Page(width=60, encoding=encoding)))
    full, left = ("█", "░") if encoding == "utf-8" else ("#", "-")
    assert line.count(full) + line.count(left) == 20
    assert (line.count(full) == 20) == (value == whole)
    assert (line.count(left) == 20) == (value == 0)
    assert abs(line.count(full) - 20 * value / whole) <= 1
