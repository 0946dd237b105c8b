"""Files that lie or flood: a clear problem, bounded memory, an end in sight, and every whole packet delivered."""

import io
import struct
import tracemalloc

import pytest

import netkit.capture
from netkit.capture.converting import convert
from netkit.capture.form import Form

LENGTH_OF_4_GB = 2**32 - 1
MOST = 2000


class Stream:
    """A file that gives a head, the same part many times, and a tail."""

    def __init__(self, head, part, count, tail):
        self.pieces = iter([head, *[part * 100] * (count // 100), tail])

    def read(self, _count):
        return next(self.pieces, b"")


def measured(file, most):
    """The packets of a file and its rules; no more than `most` bytes may be held at once."""
    tracemalloc.start()
    try:
        with netkit.capture.open(file) as capture:
            found = [record.data for record in capture]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most, f"{peak:,} bytes"
    return found, capture


def rules(capture):
    return list(dict.fromkeys(problem.rule for problem in capture.problems))


def test_a_flood_of_interfaces(make, monkeypatch):
    monkeypatch.setattr("netkit.capture.section.MAXIMUM_INTERFACES", MOST)
    monkeypatch.setattr("netkit.capture.pcapng.MAXIMUM_INTERFACES", MOST)
    name = make.option(2, b"n" * 40)
    head, tail = make.section() + make.interface(link_type=101), make.enhanced(b"after the flood")
    found, capture = measured(Stream(head, make.interface(options=name), 6_000, tail), 5 << 20)
    assert found == [b"after the flood"]
    assert len(capture.interfaces) == MOST
    assert "pcapng.interface.too_many" in rules(capture)


def test_a_flood_of_sections(make, monkeypatch):
    monkeypatch.setattr("netkit.capture.annotations.ROOM", 1 << 20)
    about = make.option(1, b"c" * 100)
    tail = make.section() + make.interface() + make.enhanced(b"after the flood")
    found, capture = measured(Stream(make.section(), make.section(options=about), 10_000, tail), 4 << 20)
    assert found == [b"after the flood"]
    assert rules(capture) == ["pcapng.annotations.too_many"]
    assert capture.interfaces == ()


def test_a_flood_of_names_and_secrets(make):
    names = b"".join(struct.pack("<HHIBBxx", 1, 6, number, 0x61, 0) for number in range(20))
    part = make.block(4, names) + make.block(10, struct.pack("<II", 7, 0))
    tail = make.interface() + make.enhanced(b"after the flood")
    found, capture = measured(Stream(make.section(), part, 1000, tail), 4 << 20)
    assert found == [b"after the flood"]
    assert capture.secrets == {"unknown (0x00000007)": (1000, 0)}


@pytest.mark.parametrize("order", "<>")
def test_lengths_of_4_gb_inside_blocks(make, order):
    """Each costs what it lies about, and nothing else."""
    lie = struct.pack(order + "I", LENGTH_OF_4_GB)
    start = make.section(order) + make.interface(order)
    lies = [
        make.block(3, lie + b"simple", order),
        make.block(6, struct.pack(order + "IIIII", 0, 0, 0, LENGTH_OF_4_GB, LENGTH_OF_4_GB) + b"data", order),
        make.block(2, struct.pack(order + "HHIIII", 0, 0, 0, 0, LENGTH_OF_4_GB, LENGTH_OF_4_GB) + b"data", order),
        make.block(10, struct.pack(order + "I", 7) + lie + b"key", order),
        make.block(4, struct.pack(order + "HH", 1, 0xFFFF) + b"name", order),
        make.block(5, struct.pack(order + "III", 0, 0, 0) + struct.pack(order + "HH", 4, 0xFFFF), order),
    ]
    found, capture = measured(io.BytesIO(start + b"".join(lies) + make.enhanced(b"whole", order=order)), 4 << 20)
    assert found == [b"whole"]
    assert rules(capture) == ["pcapng.packet.overrun"]
    assert capture.secrets == {"unknown (0x00000007)": (1, 4)}


def test_a_packet_may_claim_to_have_had_4_gb_on_the_wire(make):
    data = make.pcap_header() + make.pcap_record(b"kept", original=LENGTH_OF_4_GB)
    (record,) = netkit.capture.open(io.BytesIO(data))
    assert (record.data, record.original_length) == (b"kept", LENGTH_OF_4_GB)


def test_converting_a_flood_takes_no_more_than_reading_it(make):
    head, tail = make.section() + make.interface(), make.enhanced(b"after the flood")
    part = make.block(0x7777, bytes(1000)) + make.enhanced(bytes(500))

    class Nowhere:
        def write(self, data):
            return len(data)

    tracemalloc.start()
    try:
        with netkit.capture.open(Stream(head, part, 8_000, tail)) as capture:
            outcome = convert(capture, Nowhere(), Form(packed="zstd"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert outcome.records == 8_001
    assert peak < 12 << 20, f"{peak:,} bytes"


def test_every_shorter_prefix_of_a_file_with_everything_in_it(make):
    """As many packets as blocks of packets are whole, and no other problem than that the file is cut inside a block."""
    blocks = []
    for order in "<>":
        text = make.option(1, b"about it", order)
        names = struct.pack(order + "HH", 1, 9) + b"\xc0\0\2\1host\0" + bytes(3) + bytes(4)
        blocks += [
            (0, make.section(order, options=text)),
            (0, make.interface(order, options=make.option(2, b"eth0", order) + text)),
            (1, make.enhanced(b"abcde", 7, options=text, order=order)),
            (0, make.block(4, names, order)),
            (1, make.simple(b"xyz", order=order)),
            (0, make.block(10, struct.pack(order + "II", 7, 3) + b"key", order)),
            (0, make.block(5, struct.pack(order + "III", 0, 0, 0) + text, order)),
            (1, make.obsolete(b"old", 7, order=order)),
            (0, make.block(0xBAD, bytes(8), order)),
        ]
    data, ends = b"", {}
    for packets, block in blocks:
        data += block
        ends[len(data)] = ends.get(len(data), 0) + packets
    for cut in range(len(blocks[0][1]), len(data)):
        with netkit.capture.open(io.BytesIO(data[:cut])) as capture:
            found = sum(1 for _ in capture)
        assert found == sum(packets for end, packets in ends.items() if end <= cut)
        assert rules(capture) == ([] if cut in ends else ["pcapng.block.truncated"])


@pytest.mark.parametrize("exponent", [0, 9, 127, 128, 128 + 63, 255])
def test_times_beyond_64_bits(make, exponent):
    """Any unit that if_tsresol can say, with the largest number of ticks and any offset."""
    for offset in (0, 2**63 - 1, -(2**63)):
        options = make.option(9, bytes((exponent,))) + make.option(14, struct.pack("<q", offset))
        data = make.section() + make.interface(options=options) + make.enhanced(b"a", 2**64 - 1)
        (record,) = netkit.capture.open(io.BytesIO(data))
        unit = 2 ** (exponent & 127) if exponent & 128 else 10**exponent
        assert record.time == (2**64 - 1) * 10**9 // unit + offset * 10**9
        target = io.BytesIO()
        convert(netkit.capture.open(io.BytesIO(data)), target, Form())
        assert [each.time for each in netkit.capture.open(io.BytesIO(target.getvalue()))] == [record.time]
