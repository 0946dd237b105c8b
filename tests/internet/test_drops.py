"""What is to be lost, as people write it, and whether just that is lost."""

import pytest

from netkit.errors import UsageError
from netkit.internet import Plan, parse_drop, transfer
from netkit.internet.crossing import Side
from netkit.internet.payload import Numbered


@pytest.mark.parametrize("text", ["data:3", "ack:1", "copy:2897:2"])
def test_back_and_forth(text):
    assert str(parse_drop(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "data",
        "data:0",
        "data:-1",
        "data:1:2",
        "copy:1",
        "copy:1:0",
        "syn:1",
        "data:x",
        "data:٣",
        "data:" + "9" * 400,
    ],
)
def test_anything_else_is_told(text):
    with pytest.raises(UsageError) as found:
        parse_drop(text)
    assert "data:N" in found.value.why
    assert found.value.hint


def lost(*drops, size=20_416, **changes):
    run = transfer(Plan(payload=Numbered(size), drops=[parse_drop(each) for each in drops], **changes))
    assert run.delivered == size
    assert run.intact
    return run, [(each.side, each.sequence, each.length) for each in run.crossings if each.lost]


def test_the_third_with_data():
    assert lost("data:3")[1] == [(Side.SENDER, 2897, 1448)]


def test_first_copies_alone_count():
    # the 11th is sent after the 3rd is lost; what is sent again in between is no first copy
    assert lost("data:3", "data:15")[1] == [(Side.SENDER, 2897, 1448), (Side.SENDER, 20_273, 144)]


def test_the_syn_ack_is_the_first_from_the_receiver():
    run, found = lost("ack:1")
    assert found == [(Side.RECEIVER, 0, 0)]
    assert run.crossings[-1].time > 1  # the timer of the handshake had to run out


def test_a_second_copy():
    run, found = lost("data:3", "copy:2897:2")
    assert found == [(Side.SENDER, 2897, 1448)] * 2
    assert sum(each.sequence == 2897 and each.length > 0 for each in run.crossings) == 3


def test_what_never_comes_by_is_told():
    run, found = lost("data:3", "data:99", "ack:999")
    assert len(found) == 1
    assert {str(each) for each in run.unused} == {"data:99", "ack:999"}
