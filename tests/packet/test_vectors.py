"""Each vector, whatever its protocol, all ways: taken apart, put together again, built from its values, and cut at every byte."""

import pytest

from netkit.errors import TruncatedError
from netkit.packet import dissect
from netkit.packet.header import Header
from netkit.packet.pictures import HEADERS
from tests.length import LONG
from tests.packet.invariants import broken_promises
from tests.vectors.reading import PAYLOAD, vectors

WHOLE_TO = 16
"""Bytes of a field that is cut at each of them."""

every_vector = pytest.mark.parametrize("vector", vectors(), ids=repr)


def headers(dissection):
    """The headers of a dissection with the first byte of each; names stand between them."""
    return [part for layer in dissection.layers for part in layer.parts if isinstance(part, Header)]


def tables(dissection):
    """The names of the tables whose fields the dissection has."""
    return {field.field.table.__name__ for field in dissection.fields if field.field.table}


def test_every_picture_has_vectors():
    covered = {table for vector in vectors() for table in vector.tables}
    wanted = {table.__name__ for tables in HEADERS.values() for table in tables} - {"Data", "TcpPayload", "UdpPayload"}
    assert wanted <= covered


@every_vector
def test_each_field_has_its_value_and_its_place(vector):
    found = [
        (f.key, f.value, f.raw, f.start_bit, f.width_bits)
        for f in dissect(vector.data, vector.link_type).fields
        if f.key not in PAYLOAD
    ]
    assert found == list(vector.fields)
    assert [type(value) for _, value, *_ in found] == [type(value) for _, value, *_ in vector.fields]


@every_vector
def test_what_the_vector_says_of_the_bits_is_in_the_bits(vector):
    """Those fields too that tshark does not show, and a person wrote down."""
    number = int.from_bytes(vector.data, "big")
    for key, _, raw, start, width in vector.fields:
        there = number >> len(vector.data) * 8 - start - width & (1 << width) - 1
        assert there == (int(raw, 16) if isinstance(raw, str) else raw), key


@every_vector
def test_the_packet_has_no_other_problem_and_comes_back_whole(vector):
    dissection = dissect(vector.data, vector.link_type)
    assert [problem.rule for problem in dissection.problems] == list(vector.problems)
    assert broken_promises(dissection, vector.data) == []
    assert tables(dissection) >= set(vector.tables)


@every_vector
def test_a_header_built_from_the_values_has_the_same_bytes(vector):
    given = {(key, start): (value, raw) for key, value, raw, start, _ in vector.fields}
    for header in headers(dissect(vector.data, vector.link_type)):
        if any(entry.key in PAYLOAD for entry in header.fields):
            continue
        values = {}
        for entry, _, start, width in header.spans():
            if not width:
                continue  # options that are not there are the default
            value, raw = given[entry.key, start]
            values[entry.name] = python_value(value, raw, getattr(header, entry.name))
        built = type(header)(**values)
        assert built.encode() == vector.data[header.start : header.start + header.byte_length]
        assert built == header
        assert built.replace() == header
        assert {name: getattr(built, name) for name in values} == values


def python_value(value, raw, like):
    """What Python code gives a field: the number in the bits, the bytes, or the text of an address."""
    if isinstance(like, bytes):
        return bytes.fromhex(raw)
    if isinstance(like, bool) or isinstance(value, str):
        return value
    return value if like == value else raw


def cuts(dissection):
    """Lengths to cut a packet to: every one, but that what lies deep inside of a long field is like its middle."""
    size = len(dissection.data)
    chosen = set(range(size)) if LONG else set()
    for field in dissection.fields:
        start, end = field.start_bit // 8, -(-(field.start_bit + field.width_bits) // 8)
        if end - start <= WHOLE_TO:
            chosen.update(range(start, end + 1))
        else:
            chosen.update((start, start + 1, start + 2, (start + end) // 2, end - 2, end - 1, end))
    return sorted(chosen - {size})


@every_vector
def test_every_shorter_packet_is_told_to_be_shorter(vector):
    whole = dissect(vector.data, vector.link_type)
    for length in cuts(whole):
        part = vector.data[:length]
        dissection = dissect(part, vector.link_type)
        assert broken_promises(dissection, part) == []
        shown = [(f.key, f.start_bit) for f in dissection.fields if f.key not in PAYLOAD]
        less = len(shown) < len(vector.fields) or len(dissection.layers) < len(whole.layers)
        padded = {"EthernetPadding", "EthernetTrailer", "BackboneTrailer"} & {
            layer.protocol.__name__ for layer in whole.layers
        }
        assert dissection.problems or less or padded, f"{length} bytes of {len(vector.data)} look whole"
        # Cut by the capture instead, it is no fault of the packet's.
        cut = dissect(part, vector.link_type, original_length=len(vector.data))
        assert broken_promises(cut, part) == []
        assert "packet.cut" in {problem.rule for problem in cut.problems}
        assert not {
            problem.rule for problem in cut.problems if problem.rule.endswith((".truncated", ".long", ".checksum.bad"))
        }


@every_vector
def test_every_shorter_header_says_what_it_lacks(vector):
    for header in headers(dissect(vector.data, vector.link_type)):
        table, start, end = type(header), header.start, header.start + header.byte_length
        if any(entry.key in PAYLOAD for entry in header.fields):
            continue
        if (
            any(entry.width_bits is None and not entry.size(header) for entry in header.fields)
            and not table.fixed_bytes
        ):
            continue  # such a table takes whatever there is
        for stop in range(start, end):
            for data in (vector.data[:stop], vector.data):
                with pytest.raises(TruncatedError) as caught:
                    table.decode(data, start, stop, "some.length")
                error = caught.value
                assert error.limited_by == "some.length"
                assert (error.available, error.needed) == expected(header, start, stop)
                assert error.start + error.available == stop
                assert error.needed > error.available
                if error.partial is not None:
                    assert error.partial.encode() == vector.data[start:stop]
        assert table.decode(vector.data, start, end) == header
        assert table.decode(vector.data[start:end]) == header


def expected(header, start, stop):
    """How many bytes there are and how many are needed of the part that breaks off: the fixed fields, or the first variable one."""
    at, size = start, header.fixed_bytes
    for entry in (entry for entry in header.fields if entry.width_bits is None):
        if stop < at + size:
            break
        at += size
        size = len(header.tail[entry.index])
    return stop - at, size
