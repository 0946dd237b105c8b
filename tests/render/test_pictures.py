"""Where exactly things stand in a map of bytes and in a header's picture."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.view import BitCell, BitDiagram, Bytes, Mark
from tests.render.drawing import drawn


@given(st.binary(min_size=1, max_size=200), st.data(), st.integers(0, 5000), st.sampled_from([24, 40, 80]))
def test_a_mark_stands_under_its_bytes(data, draw, first, width):
    start = draw.draw(st.integers(0, len(data) - 1))
    size = draw.draw(st.integers(1, len(data) - start))
    mark = Mark(start_bit=(first + start) * 8, width_bits=size * 8, label="")
    lines = drawn([Bytes(data=data, first=first, marks=[mark])], mode="terminal", width=width)
    pointed = ""
    for above, below in pairwise(lines):
        if below.lstrip().startswith(("└", "─")):
            at, end = len(below) - len(below.lstrip()), len(below)
            pointed += above[at:end]
    assert bytes.fromhex(pointed) == data[start : start + size]


@given(st.binary(max_size=200), st.integers(0, 70000), st.sampled_from([24, 40, 80, 200]))
def test_all_bytes_are_there(data, first, width):
    shown = b""
    for line in drawn([Bytes(data=data, first=first)], width=width):
        number, pairs = re.match(r"([0-9a-f]{4,})  ((?:[0-9a-f]{2} {0,2})+)", line).groups()
        assert int(number, 16) == first + len(shown)
        shown += bytes.fromhex(pairs)
    assert shown == data


def test_a_missing_byte_has_a_place_after_the_last():
    lines = drawn([Bytes(data=bytes(16), marks=[Mark(start_bit=128, width_bits=32, label="missing")])], mode="terminal")
    assert lines[1:] == ["0010", "      └─────────┘ missing"]


CELLS = st.lists(
    st.builds(
        BitCell,
        label=st.text("abcdef ", max_size=20),
        width_bits=st.none() | st.integers(1, 100),
        value=st.text("xyz", max_size=12),
    ),
    min_size=1,
    max_size=8,
)


@given(CELLS, st.sampled_from([8, 16, 32]))
def test_a_picture_is_closed_on_all_sides(cells, row_bits):
    lines = drawn([BitDiagram(caption="", cells=cells, row_bits=row_bits)])
    scale = {8: 4, 16: 3, 32: 2}[row_bits]
    picture = [line for line in lines[1 if row_bits == 8 else 2 :] if line[:1] in set("+|:")]
    full = row_bits * scale + 1
    assert set(picture[0]) == {"+", "-"}
    assert set(picture[-1]) <= {"+", "-"}
    for line in picture:
        assert len(line) <= full
        assert line[-1] in "+|:"
    used = 0
    for cell in cells:
        used = (-(-used // row_bits) + 1) * row_bits if cell.width_bits is None else used + cell.width_bits
    assert len(picture[-1]) == ((used - 1) % row_bits + 1) * scale + 1


@pytest.mark.parametrize("width", [26, 64])
def test_a_narrow_page_gets_a_list(width):
    cells = [BitCell(label="Version", width_bits=4, value="4"), BitCell(label="Data", width_bits=None)]
    drawing = drawn([BitDiagram(caption="", cells=cells)], width=width)
    assert drawing == ["  0–3       Version: 4", "  variable  Data"]


@pytest.mark.parametrize(
    ("label", "sign"), [("AA, authoritative", "AA"), ("Query or response (QR)", "QR"), ("Don't fragment", "DF")]
)
def test_a_name_without_room_has_its_own_short_form(label, sign):
    lines = drawn(
        [BitDiagram(caption="", cells=[BitCell(label=label, width_bits=1), BitCell(label="Rest", width_bits=31)])]
    )
    assert lines[-1].split() == [sign, *label.split()]
    assert [line[1] for line in lines[3:5]] == list(sign)


def test_of_a_very_long_cell_one_row_is_drawn():
    """RFC 2131 §2 draws its 64 and 128 bytes so, too."""
    cells = [BitCell(label=label, width_bits=bits) for label, bits in (("Flags", 16), ("Name", 528), ("End", 32))]
    lines = drawn([BitDiagram(caption="", cells=cells)])
    assert lines[2:] == [
        "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
        "|             Flags             |                               |",
        "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +",
        "|                                                               :",
        ":                        Name (66 bytes)                        :",
        ":                                                               |",
        "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
        "|                              End                              |",
        "+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+",
    ]
