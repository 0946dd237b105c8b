"""Lanes can be read back from the picture: whose each step is, and where things begin."""

import re

from hypothesis import given
from hypothesis import strategies as st

from netkit.view import Lane, LanePart, Lanes
from tests.render.drawing import drawn

SIGNS = "123456789abc·"


@st.composite
def owned(draw):
    """Whose each step is, as a text of signs, and the lane that says so."""
    owners = "".join(draw(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=40)))
    unit = draw(st.sampled_from([1, 8]))
    parts, at = [], 0
    for run in re.findall(r"((.)\2*)", owners):
        end = at + len(run[0])
        parts.append(LanePart(start=at * unit, end=end * unit, sign=run[1]))
        at = end
    return owners, unit, parts


@given(owned(), st.integers(60, 200))
def test_every_step_has_as_many_columns_as_every_other(owned, width):
    owners, unit, parts = owned
    block = Lanes(lanes=[Lane(label="whose", parts=parts)], start=0, end=len(owners) * unit, unit=unit)
    _, line = drawn([block], width=width)
    assert line.startswith("  whose  ")
    picture = line.removeprefix("  whose  ")
    columns, rest = divmod(len(picture), len(owners))
    assert not rest
    assert columns >= 1
    assert picture == "".join(sign * columns for sign in owners)


@given(owned(), st.integers(60, 200))
def test_the_numbers_stand_where_something_begins(owned, width):
    owners, unit, parts = owned
    block = Lanes(lanes=[Lane(label="whose", parts=parts)], start=0, end=len(owners) * unit, unit=unit)
    numbers, line = drawn([block], width=width)
    columns = (len(line) - 9) // len(owners)
    edges = {part.start for part in parts} | {part.end for part in parts}
    for found in re.finditer(r"\d+", numbers):
        if found.end() < width:
            assert int(found[0]) in edges
            assert found.start() == 9 + int(found[0]) // unit * columns


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(1, 10**7), st.integers(30, 200))
def test_nothing_that_is_there_is_too_small_to_be_seen(end, start, size, width):
    part = LanePart(start=start, end=start + size, sign="x")
    _, line = drawn([Lanes(lanes=[Lane(label="a", parts=[part])], start=0, end=end)], width=width)
    assert "x" in line
    assert len(line) <= width


@given(st.integers(0, 100), st.integers(1, 100))
def test_read_aloud_the_last_step_is_counted_in(start, size):
    part = LanePart(start=start, end=start + size, sign="x", text="of fragment 3")
    (line,) = drawn([Lanes(lanes=[Lane(label="whole", parts=[part])], start=0, end=200)], mode="plain")
    where = f"byte {start}" if size == 1 else f"bytes {start} to {start + size - 1}"
    assert line == f"whole: {where} of fragment 3"
