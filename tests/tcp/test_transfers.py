"""Whole connections over bad paths: the same bytes arrive both ways, whatever is lost, reordered or sent twice."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netkit.tcp import Endpoint, Flag, Segment, State
from netkit.tcp.event import EventKind, Trigger
from tests.tcp.effort import examples
from tests.tcp.network import A, B, Fate, Network, Seen, dropping, pair, transfer


def bytes_of(count: int, start: int = 0) -> bytes:
    return bytes((each * 7 + each // 251 + start) % 256 for each in range(count))


def badly(seed: int, *, loss: float, late: float, twice: float, most: float = 0.3) -> Fate:
    """Loses, delays and doubles by chance; SYN and all others alike."""
    chance = random.Random(seed)

    def fate(seen: Seen) -> Sequence[float]:
        if chance.random() < loss:
            return ()
        extra = chance.random() * most if chance.random() < late else 0.0
        return (extra, chance.random() * most) if chance.random() < twice else (extra,)

    return fate


class Watched(Network):
    """Each segment is checked as it goes out: RFC 9293 sections 3.7.1 and 3.8.6, RFC 2018, RFC 7323."""

    def __init__(self, a: Endpoint, b: Endpoint, **how: object) -> None:
        super().__init__(a, b, **how)  # type: ignore[arg-type]
        self.allowed = {"a": 0, "b": 0}
        self.times = {"a": 0.0, "b": 0.0}

    def put(self, side: str, output: object) -> None:
        for event in output.events:  # type: ignore[attr-defined]
            assert event.time >= self.times[side], "time goes back"
            self.times[side] = event.time
            assert event.reason
            assert event.rfc
        for segment in output.segments:  # type: ignore[attr-defined]
            self.check(side, segment)
        super().put(side, output)  # type: ignore[arg-type]

    def check(self, side: str, segment: Segment) -> None:
        own, other = self.sides[side].endpoint, self.sides["b" if side == "a" else "a"].endpoint
        to = "b" if side == "a" else "a"
        assert segment.options_size <= 40
        assert len(segment.payload) + segment.options_size <= max(own.block.largest, 41)
        if not segment.flags & Flag.SYN:
            assert len(segment.payload) + segment.options_size <= min(own.block.largest, other.block.largest) or (
                not segment.payload
            )
        if segment.flags & Flag.ACK:
            upto = (segment.acknowledgment - other.block.initial) % 2**32
            scale = 0 if segment.flags & Flag.SYN or not own.block.scaling else own.block.shift
            edge = upto + (segment.window << scale)
            assert edge - upto <= own.block.profile.receive_buffer
            self.allowed[to] = max(self.allowed[to], edge)
        if segment.payload and not segment.flags & Flag.SYN:
            end = (segment.sequence - own.block.initial) % 2**32 + len(segment.payload)
            asks = len(segment.payload) == 1
            assert end <= self.allowed[side] + asks, "beyond the window"
        for start, end in segment.sack:
            first = (start - other.block.initial) % 2**32
            assert 0 <= first < (end - other.block.initial) % 2**32 <= other.block.sender.sent_end


def run(there: list[bytes], back: list[bytes], fate: Fate, *, reads: int | None = None, **changes: object) -> Watched:
    initial = changes.pop("initial", None)
    a, b = pair(initial=initial, **changes)  # type: ignore[arg-type]
    network = Watched(a, b, fate=fate)
    for name, writes in (("a", there), ("b", back)):
        network.sides[name].writes = writes
        if reads is not None:
            network.sides[name].reads = lambda _: reads
    network.open()
    network.run()
    for _ in range(100_000):
        more = [side.endpoint.block.receiver.ready for side in network.sides.values()]
        if not any(more):
            break
        network.run()
    assert bytes(network.sides["b"].got) == b"".join(there)
    assert bytes(network.sides["a"].got) == b"".join(back)
    assert {a.state, b.state} == {State.CLOSED}
    return network


SETTINGS = st.fixed_dictionaries(
    {
        "profile": st.sampled_from(["rfc", "linux"]),
        "congestion": st.sampled_from(["reno", "cubic", "newreno", "bbr"]),
        "mss": st.sampled_from([88, 536, 1460]),
        "sack": st.booleans(),
        "timestamps": st.booleans(),
        "window_scaling": st.booleans(),
        "rack": st.booleans(),
        "tail_loss_probe": st.booleans(),
        "nagle": st.booleans(),
        "congestion_marks": st.booleans(),
        "undo": st.booleans(),
        "forward_recovery": st.booleans(),
        "receive_buffer": st.sampled_from([600, 4_000, 65_535, 1 << 20]),
        "initial": st.sampled_from([None, (2**32 - 1, 2**32 - 700), (2**31 - 5, 2**32 - 9_000)]),
    }
)
WRITES = st.lists(st.integers(1, 9_000), max_size=4).map(
    lambda sizes: [bytes_of(size, number) for number, size in enumerate(sizes)]
)


@examples(60)
@given(
    settings=SETTINGS,
    there=WRITES,
    back=WRITES,
    seed=st.integers(0, 2**32),
    loss=st.sampled_from([0, 0.02, 0.1, 0.3]),
    late=st.sampled_from([0, 0.1, 0.5]),
    twice=st.sampled_from([0, 0.1]),
    reads=st.sampled_from([None, None, 70, 1000]),
)
def test_the_same_bytes_arrive_both_ways(
    settings: dict[str, object],
    there: list[bytes],
    back: list[bytes],
    seed: int,
    loss: float,
    late: float,
    twice: float,
    reads: int | None,
) -> None:
    patient = {"retries": 100, "handshake_retries": 60, "user_timeout": 0.0}
    run(there, back, badly(seed, loss=loss, late=late, twice=twice), reads=reads, **settings, **patient)


@examples(40)
@given(
    data=st.lists(st.integers(1, 60), max_size=12),
    acks=st.lists(st.integers(3, 40), max_size=8),
    sack=st.booleans(),
    rack=st.booleans(),
    profile=st.sampled_from(["rfc", "linux"]),
)
def test_any_list_of_losses_is_mended(data: list[int], acks: list[int], sack: bool, rack: bool, profile: str) -> None:
    run([bytes_of(70_000)], [], dropping(a=data, b=acks), profile=profile, sack=sack, rack=rack)


def first_copies(lost: Sequence[int]) -> Fate:
    """Loses the first copies of A's n-th data segments."""
    seen: set[int] = set()

    def fate(each: Seen) -> Sequence[float]:
        new = each.side == "a" and bool(each.segment.payload) and each.segment.sequence not in seen
        if new:
            seen.add(each.segment.sequence)
        return () if new and len(seen) in lost else (0.0,)

    return fate


LOSSES = st.one_of(
    st.just([]),
    st.integers(1, 60).map(lambda number: [number]),
    st.lists(st.integers(1, 60), min_size=2, max_size=4, unique=True).map(sorted),
)


@examples(40)
@given(
    lost=LOSSES,
    sack=st.booleans(),
    rack=st.booleans(),
    timestamps=st.booleans(),
    profile=st.sampled_from(["rfc", "linux"]),
    congestion=st.sampled_from(["reno", "cubic", "newreno"]),
)
def test_only_what_was_lost_is_sent_again_and_without_the_timer(
    lost: list[int], sack: bool, rack: bool, timestamps: bool, profile: str, congestion: str
) -> None:
    """Without loss nothing is; one loss is mended by any, several in a window by SACK (NewReno may need the timer for them).

    The rescue of RFC 6675, which may send the last segment for nothing, is left out.
    """
    lost = lost if sack else lost[:1]
    network = run(
        [bytes_of(70 * 1448)], [], first_copies(lost), profile=profile, sack=sack, rack=rack, timestamps=timestamps,
        congestion=congestion, last_resort=False,
    )  # fmt: skip
    size = 1448 if timestamps else 1460
    again = [each for each in network.sides["a"].events if each.kind is EventKind.RETRANSMIT]
    assert [(each.sequence - 1) // size + 1 for each in again] == lost
    assert Trigger.TIMER not in {each.trigger for each in again}
    losses = [each.rule for each in network.sides["a"].events if each.kind in (EventKind.LOSS, EventKind.UNDO)]
    assert set(losses) <= {"loss.enter"}
    assert bool(losses) == bool(lost)


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_the_same_seed_gives_the_same_run(profile: str) -> None:
    def once() -> list[Seen]:
        return run([bytes_of(40_000)], [bytes_of(9_000)], badly(5, loss=0.1, late=0.2, twice=0.1), profile=profile).seen

    assert once() == once()


def test_another_seed_gives_other_first_numbers() -> None:
    numbers = {Endpoint(A, B, seed=seed).block.initial for seed in range(50)}
    assert len(numbers) == 50
    assert Endpoint(A, B, seed=1).block.initial != Endpoint(B, A, seed=1).block.initial


@pytest.mark.parametrize("initial", [2**32 - 1, 2**32 - 2, 2**32 - 1461, 2**31 - 3])
def test_numbers_wrap_in_the_middle_of_everything(initial: int) -> None:
    """Within the SYN, the first segment, a hole, a SACK block and the FIN."""
    network = run(
        [bytes_of(30_000)], [bytes_of(20_000)], dropping(a=(1, 4, 5, 19), b=(9, 12)), initial=(initial, initial - 1)
    )
    assert len(network.payloads("a")) >= 21 + 4


def test_a_half_closed_connection_still_carries_data_the_other_way() -> None:
    a, b = pair(profile="rfc")
    network = Network(a, b)
    network.sides["b"].closes = False
    network.open()
    network.run(until=1)
    assert (a.state, b.state) == (State.FIN_WAIT_2, State.CLOSE_WAIT)
    network.put("b", b.send(bytes_of(50_000), now=1.0))
    network.run(until=5)
    assert bytes(network.sides["a"].got) == bytes_of(50_000)
    assert a.state is State.FIN_WAIT_2
    network.put("b", b.close(now=5.0))
    network.run(until=6)
    assert (a.state, b.state) == (State.TIME_WAIT, State.CLOSED)


def test_where_nothing_gets_through_both_end() -> None:
    for profile in ("rfc", "linux"):
        a, b = pair(profile=profile)
        network = transfer(a, b, there=[b"x"], fate=lambda _: ())
        assert a.state is State.CLOSED
        assert b.state is State.LISTEN
        assert not network.sides["b"].got


@pytest.mark.parametrize("profile", ["rfc", "linux"])
def test_a_router_that_marks_slows_down_and_loses_nothing(profile: str) -> None:
    """RFC 3168 section 6.1: every eighth segment is marked; each reduction is answered with one CWR, at most one a round trip."""
    a, b = pair(profile=profile, congestion="reno", congestion_marks=True)
    network = Watched(a, b)
    network.marks = lambda seen: seen.number % 8 == 0
    network.sides["a"].writes = [bytes_of(300_000)]
    network.open()
    network.run()
    assert bytes(network.sides["b"].got) == bytes_of(300_000)
    events = network.sides["a"].events
    assert not [each for each in events if each.kind is EventKind.RETRANSMIT]
    times = [each.time for each in events if each.rule == "loss.congestion"]
    assert len(times) >= 3
    assert min(after - before for before, after in pairwise(times)) >= 0.0999
    answers = [
        each for each in network.sent("a") if each.segment.flags & Flag.CWR and not each.segment.flags & Flag.SYN
    ]
    assert len(times) - 1 <= len(answers) <= len(times)
    assert all(each.segment.payload for each in answers)
