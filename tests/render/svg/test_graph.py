"""Graphs as SVG: well-formed whatever the names, everything told in the description, and no label of the state diagram upon another."""

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.render.svg import draw
from netkit.tcp.connection.states import TRANSITIONS, State
from netkit.tcp.connection.states_view import parse_path, states_graph
from netkit.view import Graph, GraphArrow, GraphBox

SVG = "{http://www.w3.org/2000/svg}"
PATHS = (
    "",
    "CLOSED,SYN-SENT,ESTABLISHED,FIN-WAIT-1,FIN-WAIT-2,TIME-WAIT,CLOSED",
    "CLOSED,LISTEN,SYN-RECEIVED,ESTABLISHED,CLOSE-WAIT,LAST-ACK,CLOSED",
    "CLOSED,SYN-SENT,SYN-RECEIVED,ESTABLISHED,FIN-WAIT-1,CLOSING,TIME-WAIT",
    "CLOSED,LISTEN,SYN-RECEIVED,LISTEN,SYN-SENT,CLOSED",
)


def root_of(graph, width=760):
    return ET.fromstring(draw(graph, width=width))  # noqa: S314  it is our own


def graph_of(path):
    return states_graph(parse_path(path) if path else [])


def labels(root):
    """The papers on which labels stand: rectangles without rounded corners, but for the page itself."""
    found = []
    for each in root.iter(f"{SVG}rect"):
        if each.get("class") == "fill-paper" and each.get("rx") is None:
            x, y, width, height = (float(each.get(name)) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return found


def boxes(root):
    found = []
    for each in root.iter(f"{SVG}rect"):
        if each.get("rx") is not None:
            x, y, width, height = (float(each.get(name)) for name in ("x", "y", "width", "height"))
            found.append((x, y, x + width, y + height))
    return sorted(set(found))


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("path", PATHS)
def test_no_label_lies_on_another_or_on_a_box(path):
    root = root_of(graph_of(path))
    papers, states = labels(root), boxes(root)
    assert len(states) == len(State) + 1
    assert not [pair for pair in combinations(papers, 2) if overlap(*pair)]
    assert not [(paper, box) for paper in papers for box in states if overlap(paper, box)]
    width, height = float(root.get("width")), float(root.get("height"))
    assert all(x1 >= 0 and y1 >= 0 and x2 <= width and y2 <= height for x1, y1, x2, y2 in papers + states)


def test_every_way_is_drawn_or_told():
    told = root_of(graph_of("")).find(f"{SVG}desc").text
    for each in TRANSITIONS:
        drawn = f"from {each.before.value} to {each.after.value}: {each.cause.value}" in told
        assert drawn or f"when {each.cause.value}" in told, each


@given(
    st.lists(st.text(max_size=30), min_size=2, max_size=5), st.text(max_size=200), st.floats(-3, 3), st.integers(1, 900)
)
@settings(max_examples=40)
def test_any_names_and_any_width(names, label, bend, width):
    graph = Graph(
        boxes=[GraphBox(name=name, column=number % 2, row=number // 2) for number, name in enumerate(names)],
        arrows=[GraphArrow(source=0, target=1, label=label, note=label, steps=(1,), bend=bend)],
        caption=label,
        remarks=[label],
    )
    assert root_of(graph, width).tag == f"{SVG}svg"


def test_an_arrow_from_nowhere():
    with pytest.raises(ValueError, match="no place in this graph"):
        Graph(boxes=[GraphBox(name="a", column=0, row=0)], arrows=[GraphArrow(source=0, target=1, label="x")])
