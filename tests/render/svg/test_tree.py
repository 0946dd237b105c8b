"""Trees as SVG: jumps beside the tree keep apart, cards hang from cards that are there, what is cut is whole in its title."""

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.render.svg import draw
from netkit.render.svg.lanes import MOST, lanes_of
from netkit.render.svg.strokes import cut, pieces_of
from netkit.render.svg.texts import width_of
from netkit.view import Card, CardLine, Chip, Jump, Tree, Wire

SVG = "{http://www.w3.org/2000/svg}"
JUMPS = st.lists(st.builds(Jump, source=st.integers(0, 9), target=st.integers(0, 9), label=st.just("")), max_size=10)


@given(JUMPS)
def test_no_two_jumps_lie_on_one_another(jumps):
    lanes = lanes_of(jumps)
    assert sorted(map(repr, (lane.jump for lane in lanes))) == sorted(
        repr(jump) for jump in jumps if jump.source != jump.target
    )
    for one, other in combinations(lanes, 2):
        if one.number == other.number:
            spans = sorted(sorted((lane.jump.source, lane.jump.target)) for lane in (one, other))
            assert spans[0][1] < spans[1][0]
    assert all(lane.number < MOST for lane in lanes)


@pytest.mark.parametrize("parent", [0, 1, -1])
def test_a_card_hangs_from_one_before_it(parent):
    with pytest.raises(ValueError, match="hangs from"):
        Tree(cards=[Card(title="a", parent=parent)])


def test_a_jump_needs_both_its_cards():
    with pytest.raises(ValueError, match="no place in this tree"):
        Tree(cards=[Card(title="a")], jumps=[Jump(source=0, target=1, label="")])


@given(st.text(max_size=80), st.integers(20, 300))
def test_what_is_cut_fits_and_begins_like_the_whole(text, width):
    shown = cut(text, width)
    assert width_of(shown) <= width or shown == "…"
    pieces = pieces_of(text, width, 2)
    assert len(pieces) <= 2


def test_a_long_name_is_whole_in_its_title():
    name = ".".join(letter * 63 for letter in "abc")
    chip = Chip(key="k", title=name)
    tree = Tree(cards=[Card(title=name, lines=[CardLine(label="asked", text=name)], chips=[[chip]])])
    root = ET.fromstring(draw(tree, width=344))  # noqa: S314  it is our own
    shown = [text for text in root.iter(f"{SVG}text") if "…" in "".join(text.itertext())]
    assert len(shown) >= 2
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert sum(name in title for title in titles) >= 3


def test_a_wire_leads_from_card_to_card_below_its_chip():
    cards = [
        Card(title="above", chips=[[Chip(key="a", title="A")]]),
        Card(title="below", parent=0, chips=[[Chip(key="b", title="B")]]),
    ]
    with_wire = draw(Tree(cards=cards, wires=[Wire(source="a", target="b", label="signs")], wire="vouches for"))
    without = draw(Tree(cards=cards))
    assert with_wire.count("<path") > without.count("<path")
    assert "vouches for" in with_wire
