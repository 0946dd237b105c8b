"""Real transfers of the kernel's TCP between namespaces, with chosen losses: netkit against tshark, and against what truly happened."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from netkit.capture.analysis.again import Kind
from netkit.capture.analysis.telling import events_of
from tests.oracle.tcp_analysis import UNION, different, ours, theirs
from tests.system.transfers.scene import lacks, transfer

NO_SACK = ("net.ipv4.tcp_sack=0", "net.ipv4.tcp_timestamps=0")

LOSSES = {
    "nothing": {},
    "one": {"drops": [20]},
    "three with SACK": {"drops": [20, 22, 24]},
    "the last": {"drops": [71]},
    "one twice": {"drops": [20], "copies": [(19 * 1448, 2)]},
    "no SACK": {"drops": [20, 21], "settings": NO_SACK},
    "one overtaken": {"late": {20: 0.004}},
    "two overtaken, no clock": {"late": {15: 0.003, 30: 0.012}, "settings": NO_SACK},
}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    why = lacks()
    if why:
        pytest.skip(f"no transfers between namespaces: {why}")
    folder = tmp_path_factory.mktemp("transfers")
    with ThreadPoolExecutor(4) as pool:  # they mostly wait
        made = {
            name: pool.submit(transfer, folder / name.replace(" ", "-"), 102_400, **losses)
            for name, losses in LOSSES.items()
        }
        return {name: each.result() for name, each in made.items()}


def sides(recorded):
    for name, each in recorded.items():
        yield f"{name}, before", each.before, each.copies
        yield f"{name}, behind", each.after, None


def test_everything_arrives(recorded):
    assert {name: each.delivered for name, each in recorded.items()} == dict.fromkeys(LOSSES, 102_400)


def test_flags_round_trips_and_windows_are_tsharks(recorded):
    assert {name: different(path) for name, path, _ in sides(recorded)} == {name: {} for name, *_ in sides(recorded)}


def test_the_union_of_retransmissions(recorded):
    for name, path, _ in sides(recorded):
        called = {number for number, values in theirs(path).items() if UNION & values.keys()}
        judged = {event.packet for event in events_of(path, 0).events if event.analysed.again}
        assert judged == called, name
    lossy = [name for name, losses in LOSSES.items() if losses.get("drops")]
    assert all(any(UNION & values.keys() for values in ours(recorded[name].before).values()) for name in lossy)


def test_what_is_called_certain_is_true(recorded):
    """The relay knows which segments it had seen before; before the drops, every segment sent again is one of these."""
    certain = 0
    for name, path, copies in sides(recorded):
        if copies is None:
            continue
        for event in events_of(path, 0).events:
            again = event.analysed.again
            if again is None or not again.certain:
                continue
            certain += 1
            assert (event.packet in copies) == (again.kind is not Kind.REORDERED), (name, event.packet)
    assert certain > 5


def test_a_segment_that_was_overtaken(recorded):
    """Behind the relay the held one comes late: by the sender's clock it was sent before the others, where that tells."""
    kinds = {
        name: [(event.analysed.again.kind, event.analysed.again.certain) for event in events_of(path, 0).events if event.analysed.again]
        for name, path, copies in sides(recorded)
        if copies is None and "overtaken" in name
    }  # fmt: skip
    assert all(Kind.REORDERED in dict(found) for found in kinds.values()), kinds
