"""Whatever the protocol: a packet that was taken apart is built again, from text and from Python, to the same bytes."""

import pytest

import netkit.capture
from netkit.packet import build, building, dissect
from netkit.packet.building import from_dissection, parse
from netkit.packet.building.text.writing import build_line, python_expression
from tests.system.program import CAPTURES
from tests.vectors.reading import vectors

every_vector = pytest.mark.parametrize("vector", vectors(), ids=repr)


class Names(dict):
    """The names of netkit.packet.building, and nothing else: what a Python expression of netkit's may use."""

    def __missing__(self, name):
        return getattr(building, name)


def evaluated(expression):
    return eval(expression, {"__builtins__": {}}, Names())  # noqa: S307 - it is netkit's own


def wrong_fields(layers):
    """The names of the fields that are called wrong, anywhere in the packet."""
    for layer in layers:
        if hasattr(layer, "layers"):
            yield from wrong_fields(layer.layers)
            continue
        yield from (
            f"{layer.name}.{field.name}" for field in layer.given_fields() if layer.wrong & layer.recipe.place(field)
        )
        yield from wrong_fields(layer.parts)


def bare(layers):
    """Whether a layer is said to be bare."""
    return any(bare(layer.layers) if hasattr(layer, "layers") else layer.bare for layer in layers)


@every_vector
@pytest.mark.parametrize("short", [True, False], ids=["short forms", "general form"])
def test_a_vector_is_built_from_text_and_from_python_to_the_same_bytes(vector, short):
    packet = from_dissection(dissect(vector.data, vector.link_type))
    line, expression = build_line(packet.layers, short=short), python_expression(packet.layers, short=short)
    assert build(line).encode() == vector.data
    assert evaluated(expression).encode() == vector.data
    # Not the bytes alone come back, but the packet as it was meant: what is left out, what is wrong, what lies in what.
    assert parse(line) == packet
    assert evaluated(expression) == packet
    # And the line is the same, whichever way the packet was made.
    assert build_line(parse(line).layers, short=short) == line


@every_vector
def test_nothing_is_called_wrong_in_a_packet_without_problems(vector):
    """Every length, count and number that netkit fills in is right for real packets of every protocol."""
    packet = from_dissection(dissect(vector.data, vector.link_type))
    if not vector.problems:
        assert list(wrong_fields(packet.layers)) == []
    else:
        # What is wrong is said to be, but for what a quoted packet says of itself: it is somebody else's.
        assert list(wrong_fields(packet.layers)) or bare(packet.layers) or "quoted(" in packet.to_text()


PAGE = (
    "page-load-01.pcapng",
    "fragments.pcapng",
    "traceroute.pcapng",
    "traceroute-ipv6.pcapng",
    "dns-types.pcapng",
    "ping-ipv6.pcapng",
)


@pytest.mark.parametrize("name", PAGE)
def test_the_packets_of_a_capture_are_built_from_their_lines(name):
    with netkit.capture.open(CAPTURES / name) as records:
        for record in records:
            packet = from_dissection(dissect(record.data, record.link_type, original_length=record.original_length))
            assert build(packet.to_text()).encode() == record.data


def test_a_packet_that_was_cut_is_one():
    data = bytes.fromhex("4500003c0001000040060000c0000201c6336402 1f90 0050")
    packet = from_dissection(dissect(data, 101, original_length=60))
    assert packet.to_text().startswith("cut(ipv4 ")
    assert build(packet.to_text()).encode() == data


def test_no_bytes_at_all_are_a_packet_too():
    packet = from_dissection(dissect(b"", 1))
    assert build(packet.to_text()).encode() == b""
