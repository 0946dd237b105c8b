"""The options of a header in bytes, as they are read and written (RFC 9293 sections 3.1 and 3.2)."""

from __future__ import annotations

import struct

import pytest

from netkit.packet import dissect
from netkit.packet.building import ipv4, tcp
from tests.packet.steps import steps

IPV4 = 101
"""LINKTYPE_RAW: a packet begins with its IP header."""


def header(options: bytes, data: bytes = b"data") -> bytes:
    """A packet with these option bytes, which are padded with zeros."""
    padded = options + bytes(-len(options) % 4)
    body = struct.pack(">HHIIBBHHH", 1, 2, 7, 8, (5 + len(padded) // 4) << 4, 0x10, 9, 0, 0) + padded + data
    ends = bytes([192, 0, 2, 1, 192, 0, 2, 2])
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, 6, 0) + ends + body


def read(options: bytes) -> dict[str, list[object]]:
    """The fields of TCP by their keys."""
    found: dict[str, list[object]] = {}
    for layer in dissect(header(options), IPV4).layers:
        for field in layer.fields:
            found.setdefault(field.key, []).append(field.value)
    return found


def rules(options: bytes) -> set[str]:
    return {problem.rule for problem in dissect(header(options), IPV4).problems if "checksum" not in problem.rule}


MSS = b"\x02\x04\x05\xb4"
STAMPS = b"\x08\x0a" + bytes(range(1, 9))


def test_end_of_list_no_operation_and_mss_are_known() -> None:
    """MUST-4, and MUST-14 for its receiving half."""
    found = read(b"\x01" + MSS + b"\x00")
    assert found["tcp.options.mss_val"] == [1460]
    assert rules(b"\x01" + MSS + b"\x00") == {"tcp.option.without_syn"}


@pytest.mark.parametrize("shift", range(4))
def test_options_need_not_stand_on_a_word(shift: int) -> None:
    """MUST-64."""
    found = read(b"\x01" * shift + STAMPS)
    assert found["tcp.options.timestamp.tsval"] == [0x01020304]
    assert found["tcp.options.timestamp.tsecr"] == [0x05060708]


def test_an_unknown_option_is_passed_over_by_its_length() -> None:
    """MUST-6, MUST-68."""
    for kind in (42, 200, 255):
        found = read(bytes([kind, 5, 1, 2, 3]) + MSS)
        assert found["tcp.options.mss_val"] == [1460]


@pytest.mark.parametrize(
    "options", [b"\x08\x00", b"\x08\x01", b"\x02\x00\x05\xb4", b"\x05\x28", b"\x02\x03\x05", b"\xfd"]
)
def test_a_length_that_can_not_be_is_named_and_stops_nothing(options: bytes) -> None:
    """MUST-7: it ends in bounded time, and the data behind the header is still found."""
    made, _ = steps(lambda: dissect(header(options), IPV4).layers)
    assert made < 20_000
    assert rules(options)
    assert header(options).endswith(b"data")


def test_what_is_written_is_padded_with_zeros() -> None:
    """MUST-69: behind the end of the list nothing but zeros."""
    for count in range(3):
        options: dict[str, object] = {"window_scale": 7} if count else {}
        network = ipv4(source="192.0.2.1", destination="192.0.2.2")
        whole = network / tcp(source_port=1, destination_port=2, flags="S", maximum_segment_size=1460, **options)
        packet = whole.encode()[20:]
        size = (packet[12] >> 4) * 4
        assert size == len(packet)
        used = 24 + (3 if count else 0)
        assert set(packet[used:size]) <= {0}
