"""A ladder that is drawn row by row has the same look as one that is drawn at once, and holds every width."""

from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.render.ladder import RunningLadder, arrange
from netkit.render.lines import measure
from netkit.render.page import Page
from netkit.render.plain import texts
from netkit.view import Emphasis, Gap, Ladder, Rung, Side

SIDES = (Side(name="netkit", clock="ms", unit="ms"), Side(name="kernel", clock="ms", unit="ms"))

words = st.text("ab –é\x1b[", max_size=40)
rungs = st.builds(
    lambda way, **more: Rung(source=way, target=1 - way, **more),
    st.integers(0, 1),
    label=words.filter(bool),
    left_time=st.sampled_from(["", "1.0", "12345.6"]),
    right_time=st.sampled_from(["", "2.5"]),
    remark=words,
    rule=st.sampled_from(["", "RFC 9293 §3.5"]),
    lost=st.booleans(),
    emphasis=st.sampled_from(Emphasis),
)
rows = st.lists(rungs | st.builds(Gap, text=words.filter(bool)), min_size=1, max_size=8)


def page(width):
    return Page(width=width, encoding="utf-8", boxes=False)


@settings(max_examples=30)
@given(rows, st.integers(20, 140))
def test_row_by_row_is_as_at_once(found, width):
    block = Ladder(sides=SIDES, rows=found)
    running = RunningLadder(block, page(width))
    drawn = list(running.heads())
    for row in found:
        drawn += running.row(row)
    drawn += running.legend()
    assert list(texts(drawn)) == list(texts(arrange(block, page(width))))


@settings(max_examples=30)
@given(rows, rows, st.integers(20, 140), st.booleans())
def test_no_row_is_wider_than_the_page_whatever_was_expected(expected, found, width, aloud):
    running = RunningLadder(Ladder(sides=SIDES, rows=expected), page(width), aloud=aloud)
    drawn = list(running.heads())
    for row in found:
        drawn += running.row(row)
    for text in texts([*drawn, *running.legend()]):
        assert measure(text) <= width
        assert "\x1b" not in text
