"""Rows that come one after the other."""

from hypothesis import given
from hypothesis import strategies as st

from netkit.render.lines import flatten, measure
from netkit.render.page import Page
from netkit.render.running_table import RunningTable

ADDRESSES = ("192.0.2.1", "2001:db8:1234:5678:9abc:def0:1234:5678")
NAMES = ("packet", "from", "to", "what it is")


def drawn(rows, width=80, **more):
    table = RunningTable(NAMES, (6, 15, 15), Page(width=width), right=(0,), **more)
    return [flatten(line) for line in table.heads()], [[flatten(line) for line in table.row(row)] for row in rows]


def test_columns_stand_below_their_names_and_grow():
    heads, rows = drawn(
        [("1", "192.0.2.1", "192.0.2.2", "SYN"), ("2", "a-long-name.example.test", "b", "ACK"), ("3", "c", "d", "FIN")]
    )
    (head,), ((first,), (second,), (third,)) = heads, rows
    assert head.index("from") == first.index("192.0.2.1")
    assert head.index("what it is") == first.index("SYN")
    assert second.index("ACK") == third.index("FIN") > first.index("SYN")
    assert first.index("1") == head.index("packet") + 5


def test_what_has_no_room_beside_one_another_stands_below():
    _, (first, second) = drawn([("1", ADDRESSES[1], ADDRESSES[1], "SYN"), ("2", ADDRESSES[0], ADDRESSES[0], "ACK")])
    assert first == ["packet: 1", f"from: {ADDRESSES[1]}", f"to: {ADDRESSES[1]}", "what it is: SYN", ""]
    assert len(second) == 1


def test_aloud_a_row_is_a_sentence():
    heads, rows = drawn([("1", *ADDRESSES, "SYN")], width=200, aloud=True)
    assert heads == []
    assert rows == [[f"packet: 1; from: {ADDRESSES[0]}; to: {ADDRESSES[1]}; what it is: SYN"]]


@given(st.lists(st.tuples(*[st.text("ab \u4e2d\x1b", max_size=30)] * 4), max_size=8), st.integers(60, 100))
def test_nothing_is_wider_than_the_page_unless_a_word_is(rows, width):
    for lines in drawn(rows, width=width)[1]:
        for line in lines:
            assert "\x1b" not in line
            assert measure(line) <= width or max(map(measure, line.split())) > 20
