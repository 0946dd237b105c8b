"""SVG pictures: XML without anything active, all words safe, the text twin inside, points where the axes say."""

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.render.events import events
from netkit.render.safe import is_safe, safe
from netkit.render.svg import draw
from netkit.render.svg.texts import width_of, wrapped
from netkit.view import Axis, BitCell, BitDiagram, Emphasis, Gap, Ladder, Plot, PlotMark, PlotShape, Rung, Series, Side
from tests.render.blocks import diagrams, ladders, plots, trees

SVG = "{http://www.w3.org/2000/svg}"
KNOWN = {"svg", "title", "desc", "style", "rect", "line", "path", "text", "g"}
ATTRIBUTES = {
    "class",
    "d",
    "height",
    "role",
    "rx",
    "text-anchor",
    "version",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
}
PICTURES = st.one_of(ladders(), plots(), diagrams(), trees())


def parsed(block, width=760):
    return ET.fromstring(draw(block, width=width))  # noqa: S314  it is our own


def texts(root):
    return [(float(one.get("x")), float(one.get("y")), one.text or "") for one in root.iter(f"{SVG}text")]


@settings(max_examples=40)
@given(PICTURES, st.integers(1, 1200))
def test_nothing_in_it_acts_loads_or_hides(block, width):
    root = parsed(block, width)
    for one in root.iter():
        assert one.tag.removeprefix(SVG) in KNOWN
        assert one.attrib.keys() <= ATTRIBUTES | {"y2"}
        assert all(is_safe(char) or char == "\n" for char in (one.text or ""))
        if one.tag == f"{SVG}style":
            assert not re.search(r"url|import|@font|expression|http", one.text)
        if one.tag == f"{SVG}path":
            assert re.fullmatch(r"[MLHVAQZmlhvaz0-9 .-]+", one.get("d"))


@settings(max_examples=40)
@given(PICTURES)
def test_its_words_are_the_twin_of_what_is_drawn(block):
    root = parsed(block)
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    told = root.find(f"{SVG}desc")
    assert ("" if told is None else told.text) == "\n".join(safe(text) for text in events(block))


@settings(max_examples=40)
@given(PICTURES, st.integers(1, 1200))
def test_the_same_block_gives_the_same_text_and_all_words_lie_inside(block, width):
    assert draw(block, width=width) == draw(block, width=width)
    root = parsed(block, width)
    wide, high = (float(root.get(name)) for name in ("width", "height"))
    for x, y, _ in texts(root):
        assert 0 <= x <= wide
        assert 0 <= y <= high


@pytest.mark.parametrize("word", ["<script>alert(1)</script>", "]]>", "&amp;", '" onload="x', "a\x00\u202eb", "\ud800"])
def test_hostile_words_are_words(word):
    ladder = Ladder(caption=word, sides=[Side(name=word), Side(name=word)], rows=[Rung(label=word), Gap(text=word)])
    root = parsed(ladder, 1200)
    assert root[0].text == safe(word)
    joined = "".join(text for _, _, text in texts(root))
    assert joined.replace(" ", "").count(safe(word).replace(" ", "")) == 5


def ladder():
    sides = [Side(name="left"), Side(name="right")]
    rows = [
        Rung(label="a", left_time="1", right_time="2"),
        Rung(label="b", source=1, target=0, left_time="4", right_time="3"),
        Rung(label="c", lost=True),
        Rung(label="d", emphasis=Emphasis.AGAIN),
    ]
    return Ladder(sides=sides, rows=rows)


def test_arrows_slope_down_from_the_sender_to_the_receiver():
    root = parsed(ladder())
    heads = [
        [tuple(map(float, place.split(" "))) for place in one.get("d")[1:-1].split("L")]
        for one in root.iter(f"{SVG}path")
        if one.get("class").startswith("fill-")
    ]
    places = {text: (x, y) for x, y, text in texts(root)}
    shafts = [
        [float(one.get(name)) for name in ("x1", "y1", "x2", "y2")]
        for one in root.iter(f"{SVG}line")
        if one.get("y1") != one.get("y2") and one.get("x1") != one.get("x2")
    ]
    assert len(shafts) == 4
    assert [x2 > x1 for x1, _, x2, _ in shafts] == [True, False, True, True]
    assert all(y2 > y1 for _, y1, _, y2 in shafts)
    # the tip of a head is its first corner; the others lie behind it
    assert [tip[0] > behind[0] for tip, behind, _ in heads] == [True, False, True]
    left, right = min(shaft[0] for shaft in shafts), max(shaft[0] for shaft in shafts)
    assert shafts[2][2] < right - (right - left) / 4
    assert [places[text][1] for text in "abcd"] == sorted(places[text][1] for text in "abcd")
    assert places["1"][1] < places["2"][1] <= places["3"][1] < places["4"][1]
    assert places["1"][0] < left < right < places["2"][0]


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 99_999)), min_size=2, max_size=20),
    st.sampled_from([360, 760, 1000]),
)
def test_points_lie_where_their_numbers_say(points, width):
    marks = Series(name="seen", points=points, shape=PlotShape.MARKS, mark=PlotMark.DOT)
    root = parsed(Plot(x=Axis(label=""), y=Axis(label=""), series=[marks]), width)
    numbers = [one for one in root.iter(f"{SVG}text") if one.get("class") == "quiet"]

    def axis(anchor, name):
        told = [
            (float(one.get(name)), float(one.text.replace(",", "")))
            for one in numbers
            if one.get("text-anchor") == anchor
        ]
        return min(told, key=lambda pair: pair[1]), max(told, key=lambda pair: pair[1])

    def value(at, ends, shift):
        (start, low), (end, high) = ends
        return low + (at + shift - start) / (end - start) * (high - low), abs((high - low) / (end - start))

    across, up = axis("middle", "x"), axis("end", "y")
    drawn = next(one for one in root.iter(f"{SVG}path") if "dots" in one.get("class")).get("d")
    found = re.findall(r"M([\d.-]+) ([\d.-]+)h0", drawn)
    seen = [(value(float(x), across, 0), value(float(y), up, 4.5)) for x, y in found]
    for x, y in points:
        # within a cell of 2.5 pixels, where another mark may stand for it
        assert any(abs(a - x) <= 3 * wide and abs(b - y) <= 3 * high for (a, wide), (b, high) in seen)
    assert len(seen) <= len(points)


def test_very_many_points_make_no_large_picture_and_no_peak_is_lost():
    points = [(at, 90 if at == 20_011 else at % 3) for at in range(50_000)]
    plot = Plot(x=Axis(label="x"), y=Axis(label="y"), series=[Series(name="s", points=points)])
    drawing = draw(plot)
    assert len(drawing) < 60_000
    path = re.search(r'<path d="M([^"]+)"', drawing)[1]
    heights = [float(place.split(" ")[1]) for place in path.split("L")]
    tops = sorted(heights)
    assert tops[0] < tops[1] - 100


def test_a_header_has_a_cell_for_each_field():
    cells = [
        BitCell(label="Source port", width_bits=16, value="80"),
        BitCell(label="Destination port", width_bits=16),
        BitCell(label="Address", width_bits=48),
        BitCell(label="Rest", width_bits=None),
    ]
    root = parsed(BitDiagram(cells=cells, caption="Header"))
    shown = [text for _, _, text in texts(root)]
    assert [text for text in shown if text in {cell.label for cell in cells}] == [cell.label for cell in cells]
    assert "80" in shown
    outlines = [one.get("d") for one in root.iter(f"{SVG}path")]
    assert [outline.count("L") for outline in outlines] == [3, 3, 7, 7]


def test_a_page_gets_the_element_alone():
    assert draw(ladder()) == f'<?xml version="1.0" encoding="UTF-8"?>\n{draw(ladder(), standalone=False)}\n'


@given(st.text(max_size=60), st.integers(20, 300))
def test_lines_are_broken_without_losing_anything(text, width):
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == safe(text).replace(" ", "")
    assert all(width_of(line) <= width or len(line) == 1 for line in lines)


def test_a_name_is_broken_behind_a_dot():
    assert wrapped("www.example.test", width_of("example.test")) == ["www.", "example.test"]
