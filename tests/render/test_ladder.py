"""A ladder: every rung once and in order, its arrow from its sender to its receiver, and nothing beyond the page."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netkit.render.events import ladder_events
from netkit.render.lines import measure
from netkit.view import Emphasis, Gap, Ladder, Rung, Side
from tests.render.blocks import ladders
from tests.render.drawing import MODES, drawn

SIDES = [Side(name="sender"), Side(name="receiver")]
HEADS = {"terminal": ("◀", "▶", "✗"), "pipe": ("<", ">", "x"), "ascii": ("<", ">", "x")}

SMALL = Ladder(
    sides=SIDES,
    rows=[
        Rung(label="SYN", left_time="0.0", right_time="20.0"),
        Rung(label="SYN, ACK 1", source=1, target=0, left_time="40.0", right_time="20.0"),
        Rung(label="1–1448", left_time="40.0", lost=True, remark="lost (you asked for it)"),
        Gap(text="nothing new left out"),
        Rung(
            label="1–1448",
            left_time="80.0",
            right_time="99.5",
            emphasis=Emphasis.AGAIN,
            remark="fast",
            rule="RFC 5681 §3.2",
        ),
    ],
)


def test_a_small_ladder_as_it_was_designed():
    assert drawn([SMALL], mode="terminal") == [
        "  sender                                 receiver",
        "   0.0  SYN     ──────────────────────▶  20.0",
        "  40.0          ◀──────────────────────  20.0   SYN, ACK 1",
        "  40.0  1–1448  ────────────✗                   lost (you asked for it)",
        "                ⋮ nothing new left out",
        "  80.0  1–1448  ╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌▶  99.5   fast   RFC 5681 §3.2",
        "",
        "  ╌╌▶ sent again   ─✗ lost",
    ]


def test_read_aloud_it_is_a_list_of_events():
    assert drawn([SMALL], mode="plain", width=120) == [
        "sender to receiver at 0.0: SYN; arrives at 20.0",
        "receiver to sender at 20.0: SYN, ACK 1; arrives at 40.0",
        "sender to receiver at 40.0: 1–1448; lost (you asked for it)",
        "nothing new left out",
        "sender to receiver at 80.0: 1–1448; arrives at 99.5; sent again; fast (RFC 5681 §3.2)",
    ]


def test_a_narrow_page_gets_the_same_list():
    aloud = " ".join(drawn([SMALL], mode="plain", width=200))
    assert " ".join(line.strip() for line in drawn([SMALL], mode="terminal", width=59)) == aloud


@st.composite
def labelled(draw):
    """Rungs whose labels are r0, r1, …, between two sides or three."""
    count = draw(st.integers(2, 3))
    rows = []
    for number in range(draw(st.integers(1, 8))):
        source, target = draw(st.permutations(range(count)))[:2]
        rows.append(
            Rung(
                label=f"r{number}.",
                source=source,
                target=target,
                left_time=draw(st.sampled_from(["", "1.5", "120.0"])),
                right_time=draw(st.sampled_from(["", "2.5"])),
                remark=draw(st.sampled_from(["", "a remark", "a remark that is much too long to stand beside it all"])),
                lost=draw(st.booleans()),
                emphasis=draw(st.sampled_from(Emphasis)),
                packet=draw(st.none() | st.integers(1, 9999)),
            )
        )
    return Ladder(sides=[Side(name=name) for name in ("A", "B", "C")[:count]], rows=rows)


@given(labelled(), st.sampled_from(sorted(MODES)), st.integers(20, 160))
def test_every_rung_stands_there_once_and_in_order(ladder, mode, width):
    text = "\n".join(drawn([ladder], mode=mode, width=width))
    assert re.findall(r"r\d\.", text) == [row.label for row in ladder.rows]


@given(labelled(), st.sampled_from(sorted(HEADS)), st.integers(70, 160))
def test_an_arrow_points_from_the_sender_to_the_receiver(ladder, mode, width):
    left, right, lost = HEADS[mode]
    lines = drawn([ladder], mode=mode, width=width)
    for row in ladder.rows:
        (line,) = (line for line in lines if row.label in line)
        arrow = re.search(r"[◀<]?(?:[─╌-] ?){2,}[▶>✗x]?|[✗x](?:[─╌-] ?){2,}", line)[0].strip()
        rightwards = row.source < row.target
        if row.lost:
            assert arrow.endswith(lost) if rightwards else arrow.startswith(lost)
            assert left not in line
            assert right not in line
        else:
            assert arrow.endswith(right) if rightwards else arrow.startswith(left)
        if len(ladder.sides) == 2:
            assert (line.index(row.label) < line.index(arrow)) is rightwards
        assert line.startswith("! ") is (row.emphasis is Emphasis.PROBLEM)
        assert (("╌" if mode == "terminal" else "- -") in line) is (row.emphasis is Emphasis.AGAIN)


@given(ladders(), st.sampled_from(["terminal", "pipe", "ascii"]), st.integers(20, 200))
def test_nothing_exceeds_the_page(ladder, mode, width):
    for line in drawn([ladder], mode=mode, width=width):
        assert measure(line) <= width


@settings(max_examples=20)
@given(labelled())
def test_what_is_lost_never_arrives_in_words_either(ladder):
    for row, told in zip(ladder.rows, ladder_events(ladder), strict=True):
        assert ("arrives" in told) <= (not row.lost)
        assert ("lost" in told) is row.lost


@pytest.mark.parametrize(("source", "target"), [(0, 0), (0, 2), (-1, 0)])
def test_a_rung_needs_two_sides_that_are_there(source, target):
    with pytest.raises(ValueError, match="has no place in this ladder"):
        Ladder(sides=SIDES, rows=[Rung(label="", source=source, target=target)])


def test_a_ladder_needs_two_sides():
    with pytest.raises(ValueError, match="two sides"):
        Ladder(sides=SIDES[:1], rows=[])
