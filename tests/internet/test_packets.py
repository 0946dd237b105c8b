"""The capture of a transfer: right frames, the payload in them, and what tshark says of them beside what truly happened."""

import pytest

from netkit import capture
from netkit.internet import Plan, parse_drop, transfer
from netkit.internet.crossing import Side
from netkit.internet.link import LinkSettings
from netkit.internet.packets import PLACES, packets_of
from netkit.internet.payload import Numbered
from netkit.packet import dissect
from netkit.tcp import Reassembler
from tests.oracle import tshark
from tests.oracle.tcp_analysis import UNION

PLANS = {
    "nothing lost": {},
    "one": {"drops": ["data:3"]},
    "one, textbook": {"drops": ["data:3"], "profile": "rfc", "changes": {"sack": False, "rack": False}},
    "three with holes": {"drops": ["data:3", "data:5", "data:9"]},
    "the last": {"drops": ["data:42"]},
    "twice": {"drops": ["data:20", "copy:27513:2"], "profile": "rfc"},
    "no timestamps": {"drops": ["data:20", "data:21"], "changes": {"timestamps": False, "sack": False}},
    "the SYN-ACK": {"drops": ["ack:1"]},
    "ACKs": {"drops": ["ack:3", "ack:4", "ack:5"]},
    "IPv6": {"drops": ["data:7"], "version": 6},
    "a queue": {"link": LinkSettings(delay=0.02, rate=5e6, queue_packets=8)},
    "by chance": {"link": LinkSettings(delay=0.03, loss=0.08), "seed": "4"},
    "marked": {"changes": {"congestion_marks": True}},
}
SIZE = 60_000


@pytest.fixture(scope="module")
def runs():
    return {name: ran(plan) for name, plan in PLANS.items()}


def ran(plan):
    plan = dict(plan)
    drops = [parse_drop(each) for each in plan.pop("drops", ())]
    return transfer(Plan(payload=Numbered(SIZE), drops=drops, **plan))


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("place", PLACES)
def test_frames_are_right_and_as_long_as_the_link_reckoned(runs, name, place):
    run = runs[name]
    frames = list(packets_of(run, place))
    assert [frame.time for frame in frames] == sorted(frame.time for frame in frames)
    header = run.plan.ip_header
    sizes = sorted(14 + header + 20 + each.header.options_size + each.length for each in seen(run, place))
    assert sorted(len(frame.data) for frame in frames) == sizes
    for frame in frames[:40]:
        assert not dissect(frame.data).problems


def seen(run, place):
    """Each crossing as often as it goes by at a place."""
    for each in run.crossings:
        at_home = each.side is Side[place.upper()] if place != "bottleneck" else False
        yield from [each] * (1 if at_home else len(each.arrivals))


@pytest.mark.parametrize("name", ["three with holes", "IPv6", "by chance"])
def test_the_receivers_capture_holds_the_payload(runs, name):
    run = runs[name]
    initial = run.ends[0].block.initial
    pieces = Reassembler(initial)
    for frame in packets_of(run, "receiver"):
        layers = {layer.key: layer for layer in dissect(frame.data).layers}
        fields = {field.key: field for field in dissect(frame.data).fields}
        offset = layers["tcp"].start + fields["tcp.hdr_len"].value
        if fields["tcp.srcport"].value == run.plan.ends[0].port and len(frame.data) > offset:
            pieces.push(fields["tcp.seq_raw"].value, frame.data[offset:])
    assert b"".join(piece for _, piece in pieces.pieces) == Numbered(SIZE).piece(0, SIZE)


def written(run, place, path):
    records = [capture.NewRecord(data=each.data, time=each.time) for each in packets_of(run, place)]
    capture.write(path, records)
    return path.read_bytes()


FIELDS = (
    "frame.number",
    "tcp.len",
    "tcp.srcport",
    "tcp.seq",
    *sorted(UNION),
    "ip.checksum.status",
    "tcp.checksum.status",
    "_ws.malformed",
)


@pytest.mark.parametrize("name", PLANS)
def test_what_tshark_calls_sent_again_was(runs, name, tmp_path):
    run = runs[name]
    rows = tshark.columns(
        written(run, "sender", tmp_path / "run.pcapng"),
        FIELDS,
        tcp__analyze_sequence_numbers="TRUE",
        tcp__relative_sequence_numbers="TRUE",
    )
    port = str(run.plan.ends[0].port)
    assert not any(row["_ws.malformed"] for row in rows)
    assert {row["tcp.checksum.status"] for row in rows} == {"1"}
    assert {row["ip.checksum.status"] for row in rows} <= {"1", ""}
    found = [int(row["tcp.seq"]) for row in rows if row["tcp.srcport"] == port and any(row[key] for key in UNION)]
    truth = [each.sequence for each in run.crossings if each.side is Side.SENDER and each.again]
    assert found == truth
    logged = [each.sequence for each in run.again if each.side is Side.SENDER]
    assert sorted(logged) == sorted(truth)


def test_bytes_in_flight_are_what_was_sent_less_what_was_acknowledged(runs, tmp_path):
    run = runs["one, textbook"]
    rows = tshark.columns(
        written(run, "sender", tmp_path / "run.pcapng"),
        ("tcp.srcport", "tcp.seq", "tcp.len", "tcp.ack", "tcp.analysis.bytes_in_flight"),
        tcp__analyze_sequence_numbers="TRUE",
        tcp__relative_sequence_numbers="TRUE",
    )
    port, sent, acknowledged, checked = str(run.plan.ends[0].port), 1, 1, 0
    for row in rows:
        if row["tcp.srcport"] != port:
            acknowledged = max(acknowledged, int(row["tcp.ack"]))
        elif row["tcp.len"] != "0":
            sent = max(sent, int(row["tcp.seq"]) + int(row["tcp.len"]))
            assert int(row["tcp.analysis.bytes_in_flight"]) == sent - acknowledged
            checked += 1
    assert checked == sum(each.side is Side.SENDER and each.length > 0 for each in run.crossings)


@pytest.mark.parametrize("name", ["three with holes", "twice", "by chance"])
def test_captures_at_both_ends_show_what_was_lost(runs, name):
    run = runs[name]
    sent, came = ([each.data[ETHERNET:] for each in packets_of(run, place)] for place in ("sender", "receiver"))
    lost = [each for each in run.crossings if each.side is Side.SENDER and each.lost]
    # one hop further on the way, time to live and IP's checksum are others
    missing = {identity(each) for each in sent} - {identity(each) for each in came}
    mine = {key for key in missing if key[0] == run.plan.ends[0].port}
    assert len(mine) == len(lost)
    assert {key[1] for key in mine} == {each.header.sequence for each in lost}


ETHERNET = 14


def identity(packet):
    """The port, the sequence number, and the number that IPv4 gives to each packet."""
    return int.from_bytes(packet[20:22], "big"), int.from_bytes(packet[24:28], "big"), packet[4:6]
