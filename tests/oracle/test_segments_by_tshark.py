"""Segments that netkit cuts, as tshark reads them: nothing wrong in any, the numbers those that were told, and the payload what it was."""

import io
import random
import subprocess

import pytest

import netkit.capture
from netkit.capture import NewRecord
from netkit.tcp.segmentation import Exchange, Options, segment, segment_size
from netkit.tcp.segmentation.ends import RECEIVER, SENDER
from tests.oracle.tshark import columns, experts, program

CASES = [
    (4, {"mss": 1460}, Options(), 0, 5),
    (4, {"mtu": 576}, Options(timestamps=True, sack=True, shift=7), 8, 2**32 - 4000),
    (6, {}, Options(timestamps=True), 0, 2**32 - 1),
    (6, {"mtu": 1280}, Options(shift=14), 16, 2**31 - 1000),
]

FIELDS = ["tcp.stream", "tcp.seq", "tcp.ack", "tcp.len", "tcp.flags.push", "tcp.checksum.status", "ip.checksum.status", "_ws.malformed",
          "tcp.analysis.flags", "tcp.window_size"]  # fmt: skip


def capture_of(packets):
    written = io.BytesIO()
    netkit.capture.write(
        written, [NewRecord(data=sent.data, time=sent.time, comments=(sent.comment,)) for sent in packets]
    )
    return written.getvalue()


@pytest.fixture(scope="module", params=range(len(CASES)))
def made(request):
    version, asked, options, ip_options, number = CASES[request.param]
    payload = random.Random(request.param).randbytes(9973)
    size = segment_size(version, **asked, tcp_options=options.with_data, ip_options=ip_options)
    exchange = Exchange(
        segment(payload, size, number), (SENDER[version], RECEIVER[version]), options=options, receiver_number=2**31 - 1
    )
    packets = list(exchange.connection())
    return payload, packets, capture_of(packets)


def test_tshark_finds_the_numbers_that_were_told_and_nothing_wrong(made):
    _, packets, capture = made
    rows = columns(capture, FIELDS, tcp__relative_sequence_numbers="TRUE", tcp__analyze_sequence_numbers="TRUE")
    assert len(rows) == len(packets)
    for sent, row in zip(packets, rows, strict=True):
        assert row["tcp.checksum.status"] == "1"
        assert row["ip.checksum.status"] in ("1", "")
        assert (row["_ws.malformed"], row["tcp.analysis.flags"]) == ("", "")
        assert int(row["tcp.seq"]) == sent.sequence
        assert sent.acknowledgment is None or int(row["tcp.ack"]) == sent.acknowledgment
        assert int(row["tcp.len"]) == (sent.portion.length if sent.portion else 0)
        assert (row["tcp.flags.push"] in ("1", "True")) == ("PSH" in sent.flags)
    assert {row["tcp.stream"] for row in rows} == {"0"}
    assert not experts(capture)


def test_tshark_follows_the_payload(made, tmp_path):
    payload, _, capture = made
    path = tmp_path / "made.pcapng"
    path.write_bytes(capture)
    done = subprocess.run(
        [program(), "-n", "-q", "-r", path, "-z", "follow,tcp,raw,0"], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    said = "".join(line.strip() for line in lines if line.strip() and set(line.strip()) <= set("0123456789abcdef"))
    assert bytes.fromhex(said) == payload


def test_data_alone_is_a_stream_too():
    payload = random.Random(8).randbytes(5000)
    exchange = Exchange(
        segment(payload, segment_size(mss=700), 2**32 - 900),
        (SENDER[4], RECEIVER[4]),
        options=Options(),
        receiver_number=9,
    )
    packets = list(exchange.data())
    capture = capture_of(packets)
    rows = columns(capture, FIELDS, tcp__relative_sequence_numbers="TRUE", tcp__analyze_sequence_numbers="TRUE")
    assert [int(row["tcp.seq"]) for row in rows] == [sent.sequence for sent in packets]
    assert {row["tcp.checksum.status"] for row in rows} == {"1"}
    assert not experts(capture)
