"""Figures 6 to 13 of RFC 9293, each with its numbers: what A and B send, and the state after each line."""

from __future__ import annotations

import pytest

from netkit.tcp import Endpoint, Segment, State
from tests.tcp.network import A, B, flags

S = State
PLAIN: dict[str, object] = {"timestamps": False, "sack": False, "window_scaling": False}


def peer(initial: int, *, back: bool = False) -> Endpoint:
    made = Endpoint(*((B, A) if back else (A, B)), **PLAIN)  # type: ignore[arg-type]
    made.block.initial = initial
    return made


def written(segment: Segment) -> str:
    """As the figures write it."""
    letters = ",".join(name for name in ("SYN", "FIN", "RST", "ACK") if segment.flags & flags(name[0]))
    upto = f"<ACK={segment.acknowledgment}>" if "ACK" in letters else ""
    data = f"<DATA={len(segment.payload)}>" if segment.payload else ""
    return f"<SEQ={segment.sequence}>{upto}{data}<CTL={letters}>"


def handshake(a: Endpoint, b: Endpoint) -> None:
    b.listen()
    for segment in a.connect(now=0).segments:
        answer = b.receive(segment, now=0).segments
    for segment in answer:
        back = a.receive(segment, now=0).segments
    for segment in back:
        b.receive(segment, now=0)
    assert a.state is b.state is S.ESTABLISHED


def test_figure_6_three_way_handshake() -> None:
    a, b = peer(100), peer(300, back=True)
    b.listen()
    [line_2] = a.connect(now=0).segments
    assert (written(line_2), a.state) == ("<SEQ=100><CTL=SYN>", S.SYN_SENT)
    [line_3] = b.receive(line_2, now=0).segments
    assert (written(line_3), b.state) == ("<SEQ=300><ACK=101><CTL=SYN,ACK>", S.SYN_RECEIVED)
    [line_4] = a.receive(line_3, now=0).segments
    assert (written(line_4), a.state) == ("<SEQ=101><ACK=301><CTL=ACK>", S.ESTABLISHED)
    assert b.receive(line_4, now=0).segments == []
    assert b.state is S.ESTABLISHED
    [line_5] = a.send(b"0123456789", now=0).segments
    assert written(line_5) == "<SEQ=101><ACK=301><DATA=10><CTL=ACK>"
    b.receive(line_5, now=0)
    assert b.read(now=0)[0] == b"0123456789"


def test_figure_7_simultaneous_open() -> None:
    a, b = peer(100), peer(300, back=True)
    [line_2] = a.connect(now=0).segments
    [line_3] = b.connect(now=0).segments
    assert (written(line_2), written(line_3)) == ("<SEQ=100><CTL=SYN>", "<SEQ=300><CTL=SYN>")
    [line_5] = a.receive(line_3, now=0).segments
    assert (written(line_5), a.state) == ("<SEQ=100><ACK=301><CTL=SYN,ACK>", S.SYN_RECEIVED)
    [line_6] = b.receive(line_2, now=0).segments
    assert (written(line_6), b.state) == ("<SEQ=300><ACK=101><CTL=SYN,ACK>", S.SYN_RECEIVED)
    a.receive(line_6, now=0)
    assert a.state is S.ESTABLISHED
    b.receive(line_5, now=0)
    assert b.state is S.ESTABLISHED


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_a_simultaneous_open_loses_nothing_and_takes_the_whole_initial_window(profile: str) -> None:
    """Each side sends SYN, then SYN and ACK; neither is a retransmission (RFC 5681 section 3.1 speaks of lost ones)."""
    a, b = Endpoint(A, B, profile=profile), Endpoint(B, A, profile=profile)
    [one], [two] = a.connect(now=0).segments, b.connect(now=0).segments
    [three], [four] = a.receive(two, now=0.1).segments, b.receive(one, now=0.1).segments
    a.receive(four, now=0.2)
    b.receive(three, now=0.2)
    assert (a.state, b.state) == (S.ESTABLISHED, S.ESTABLISHED)
    assert len(a.send(bytes(100_000), now=0.2).segments) == 10


def test_figure_8_old_duplicate_syn() -> None:
    a, b = peer(100), peer(300, back=True)
    b.listen()
    [line_2] = a.connect(now=0).segments
    [line_4] = b.receive(Segment(sequence=90, flags=flags("S"), window=1000), now=0).segments
    assert (written(line_4), b.state) == ("<SEQ=300><ACK=91><CTL=SYN,ACK>", S.SYN_RECEIVED)
    [line_5] = a.receive(line_4, now=0).segments
    assert (written(line_5), a.state) == ("<SEQ=91><CTL=RST>", S.SYN_SENT)
    assert b.receive(line_5, now=0).segments == []
    assert b.state is S.LISTEN
    assert b.next_deadline is None
    [line_7] = b.receive(line_2, now=0).segments
    assert "<ACK=101><CTL=SYN,ACK>" in written(line_7)
    assert b.state is S.SYN_RECEIVED
    [line_8] = a.receive(line_7, now=0).segments
    assert a.state is S.ESTABLISHED
    b.receive(line_8, now=0)
    assert b.state is S.ESTABLISHED
    assert len(b.send(bytes(100_000), now=0).segments) == 10, "the SYN that was refused counts as a lost one"


def half_open() -> Endpoint:
    """B believes in a connection: it sends from 300 on, and expects 100."""
    a, b = peer(99), peer(299, back=True)
    handshake(a, b)
    return b


def test_figure_9_half_open_connection_discovery() -> None:
    b, a = half_open(), peer(400)
    [line_3] = a.connect(now=10).segments
    assert written(line_3) == "<SEQ=400><CTL=SYN>"
    [line_4] = b.receive(line_3, now=10).segments
    assert (written(line_4), b.state) == ("<SEQ=300><ACK=100><CTL=ACK>", S.ESTABLISHED)
    [line_5] = a.receive(line_4, now=10).segments
    assert (written(line_5), a.state) == ("<SEQ=100><CTL=RST>", S.SYN_SENT)
    assert b.receive(line_5, now=10).segments == []
    assert b.state is S.CLOSED
    [line_7] = a.tick(now=12).segments
    assert written(line_7) == "<SEQ=400><CTL=SYN>"


def test_figure_10_data_discovers_the_half_open_connection() -> None:
    b, a = half_open(), peer(400)
    [line_2] = b.send(b"0123456789", now=10).segments
    assert written(line_2) == "<SEQ=300><ACK=100><DATA=10><CTL=ACK>"
    [line_3] = a.receive(line_2, now=10).segments
    assert (written(line_3), a.state) == ("<SEQ=100><CTL=RST>", S.CLOSED)
    b.receive(line_3, now=10)
    assert b.state is S.CLOSED


def test_figure_11_old_duplicate_syn_at_two_passive_sockets() -> None:
    a, b = peer(100), peer(300, back=True)
    a.listen()
    b.listen()
    [line_3] = b.receive(Segment(sequence=77, flags=flags("S"), window=1000), now=0).segments
    assert (written(line_3), b.state) == ("<SEQ=300><ACK=78><CTL=SYN,ACK>", S.SYN_RECEIVED)
    [line_4] = a.receive(line_3, now=0).segments
    assert (written(line_4), a.state) == ("<SEQ=78><CTL=RST>", S.LISTEN)
    b.receive(line_4, now=0)
    assert (a.state, b.state) == (S.LISTEN, S.LISTEN)


def test_figure_12_normal_close() -> None:
    a, b = peer(99), peer(299, back=True)
    handshake(a, b)
    [line_2] = a.close(now=0).segments
    assert (written(line_2), a.state) == ("<SEQ=100><ACK=300><CTL=FIN,ACK>", S.FIN_WAIT_1)
    [line_3] = b.receive(line_2, now=0).segments
    assert (written(line_3), b.state) == ("<SEQ=300><ACK=101><CTL=ACK>", S.CLOSE_WAIT)
    a.receive(line_3, now=0)
    assert a.state is S.FIN_WAIT_2
    [line_4] = b.close(now=0).segments
    assert (written(line_4), b.state) == ("<SEQ=300><ACK=101><CTL=FIN,ACK>", S.LAST_ACK)
    [line_5] = a.receive(line_4, now=0).segments
    assert (written(line_5), a.state) == ("<SEQ=101><ACK=301><CTL=ACK>", S.TIME_WAIT)
    assert b.receive(line_5, now=0).segments == []
    assert b.state is S.CLOSED
    assert a.next_deadline == 60
    a.tick(now=60)
    assert a.state is S.CLOSED


def test_figure_13_simultaneous_close() -> None:
    a, b = peer(99), peer(299, back=True)
    handshake(a, b)
    [from_a], [from_b] = a.close(now=0).segments, b.close(now=0).segments
    assert (written(from_a), a.state) == ("<SEQ=100><ACK=300><CTL=FIN,ACK>", S.FIN_WAIT_1)
    assert (written(from_b), b.state) == ("<SEQ=300><ACK=100><CTL=FIN,ACK>", S.FIN_WAIT_1)
    [back_a], [back_b] = a.receive(from_b, now=0).segments, b.receive(from_a, now=0).segments
    assert (written(back_a), a.state) == ("<SEQ=101><ACK=301><CTL=ACK>", S.CLOSING)
    assert (written(back_b), b.state) == ("<SEQ=301><ACK=101><CTL=ACK>", S.CLOSING)
    assert a.receive(back_b, now=0).segments == b.receive(back_a, now=0).segments == []
    assert (a.state, b.state) == (S.TIME_WAIT, S.TIME_WAIT)
    a.tick(now=60)
    b.tick(now=60)
    assert (a.state, b.state) == (S.CLOSED, S.CLOSED)
