"""Whether the checksum of a TCP segment, UDP datagram or ICMP message is right, and what its being wrong can be told to mean."""

from __future__ import annotations

from typing import NamedTuple

from netkit.packet.checksum import checksum, pseudo_header, word_sum
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.reading import Network, Reading, problem_in

__all__ = ["OFFLOADED", "Sum", "check_later"]

UDP = 17

OFFLOADED = (
    "It is the sum over the pseudo-header alone: the packet was captured on its way to a network card (or a virtual link) that fills",
    "the checksum in later, so what travelled on was probably right.",
)


class Sum(NamedTuple):
    """How a protocol's checksum is made: its number in the pseudo-header, which counts if `pseudo`; and what its problem is called."""

    protocol: int
    pseudo: bool
    rule: str
    rfc: str


def check_later(reading: Reading, header: Header, sums: Sum) -> None:
    """Have the checksum from `header` to the present end checked when the problems are asked for.

    Nothing is checked where the bytes are a part only.
    """
    network = reading.network
    if sums.pseudo and network is None:
        return
    if not reading.part and (reading.stated or not reading.cut):  # `complete`, written out: this runs for every packet
        segment = reading.data[header.start : reading.end]
        check = _look if reading.unfilled else _check
        reading.layer.check_later((check, header, segment, network if sums.pseudo else None, sums))


def _look(header: Header, segment: bytes, network: Network | None, sums: Sum, layer: Layer) -> None:
    """Say of a checksum that need not be right whether it is."""
    if _check(header, segment, network, sums, layer) is not None:
        layer.note(header.first_bit("checksum"), "not filled in yet when it was recorded")


def _check(header: Header, segment: bytes, network: Network | None, sums: Sum, layer: Layer) -> Problem | None:
    """Sum the segment behind what stands before it, and say of the checksum whether it is right."""
    start_bit = header.first_bit("checksum")
    before = pseudo_header(network, sums.protocol, len(segment)) if network else b""
    if word_sum(before + segment) == 0xFFFF:
        layer.note(start_bit, "right")
        return None
    at = start_bit // 8 - header.start
    stored = int.from_bytes(segment[at : at + 2], "big")
    right = checksum(before + segment[:at] + b"\0\0" + segment[at + 2 :])
    if sums.protocol == UDP and not right:
        right = 0xFFFF
    layer.note(start_bit, f"wrong: 0x{right:04x} would be right")
    offloaded = bool(before) and stored == word_sum(before)
    text = f"{layer.name} checksum is 0x{stored:04x}; right would be 0x{right:04x}"
    return problem_in(sums.rule, header, "checksum", text, rfc=sums.rfc, details=OFFLOADED if offloaded else ())
