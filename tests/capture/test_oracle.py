"""The same files read by tshark: numbers, times, lengths and comments are the same."""

import gzip
import itertools

import pytest

import netkit.capture


def rows(path):
    with netkit.capture.open(path) as capture:
        return [
            (record.number, record.time, record.original_length, len(record.data), ",".join(record.comments))
            for record in capture
        ]


@pytest.mark.parametrize("form", list(itertools.product("<>", ["usec", "nsec", "modified"], [False, True])))
def test_pcap(make, tshark, tmp_path, form):
    order, kind, packed = form
    data = make.pcap_header(order, kind)
    for number in range(5):
        content = bytes(60 + number)
        data += make.pcap_record(content, 1_700_000_000 + number, 123_456, 1500, order=order, kind=kind)
    path = tmp_path / "a.pcap"
    path.write_bytes(gzip.compress(data) if packed else data)
    assert rows(path) == tshark(path)


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng(make, tshark, tmp_path, order):
    data = make.section(order)
    for resolution in (None, b"\x09", b"\x03", b"\x8a", b"\x94"):
        data += make.interface(order, options=b"" if resolution is None else make.option(9, resolution, order))
    data += make.interface(
        order, options=make.option(14, (3600).to_bytes(8, "little" if order == "<" else "big"), order)
    )
    ticks = (
        1_700_000_000_123_456,
        1_700_000_000_123_456_789,
        1_700_000_000_123,
        1_740_800_000_001,
        1_782_579_200_000_001,
    )
    for number, each in enumerate((*ticks, ticks[0])):
        options = make.option(1, b"comment %d" % number, order) + make.option(1, b"and one more", order) + bytes(4)
        data += make.enhanced(bytes(61), each, number, original=1500, order=order, options=options)
    data += make.obsolete(bytes(63), ticks[0], order=order) + make.simple(bytes(62), order=order)
    path = tmp_path / "a.pcapng"
    path.write_bytes(data)
    assert len(rows(path)) == 8
    assert rows(path) == tshark(path)


def test_cut_files(make, tshark, tmp_path):
    # Not zeros: tshark would guess that the records have the longer headers of a patched libpcap of 1999.
    data = make.pcap_header() + make.pcap_record(b"\xaa" * 60, 1_700_000_000) * 3
    for cut in (len(data) - 1, len(data) - 60, len(data) - 70):
        path = tmp_path / "a.pcap"
        path.write_bytes(data[:cut])
        assert rows(path) == tshark(path)
        assert len(rows(path)) == 2
