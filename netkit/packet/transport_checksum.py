"""Whether the checksum of a TCP segment, UDP datagram or ICMP message is right, and what its being wrong can be told to mean."""

from __future__ import annotations

from netkit.packet.checksum import checksum, pseudo_header, word_sum
from netkit.packet.header import Header
from netkit.packet.layer import Layer
from netkit.packet.problem import Problem
from netkit.packet.reading import Reading

__all__ = ["check_later"]

_OFFLOADED = (
    "It is the sum over the pseudo-header alone: the packet was captured on its way to a network card (or a virtual link) that fills",
    "the checksum in later, so what travelled on was probably right.",
)


def check_later(
    reading: Reading, header: Header, *, protocol: int, end: int, pseudo: bool, rule: str, rfc: str
) -> None:
    """Have the checksum from `header` to byte `end` checked when the problems are asked for.

    Nothing is checked where the bytes are a part only. `protocol` is the number in the pseudo-header, which counts if `pseudo`.
    """
    network = reading.network
    if not reading.complete or (pseudo and network is None):
        return
    data, start, layer = reading.data, header.start, reading.layers[-1]

    def check() -> Problem | None:
        segment = data[start:end]
        before = pseudo_header(network, protocol, len(segment)) if pseudo and network else b""
        _, start_bit, _ = header.locate("checksum")
        stored = int.from_bytes(data[start_bit // 8 : start_bit // 8 + 2], "big")
        if word_sum(before + segment) == 0xFFFF:
            layer.note(start_bit, "right")
            return None
        at = start_bit // 8 - start
        right = checksum(before + segment[:at] + b"\0\0" + segment[at + 2 :])
        if protocol == 17 and not right:
            right = 0xFFFF
        offloaded = bool(before) and stored == word_sum(before)
        return _wrong(
            reading, layer, header, stored, right, rule=rule, rfc=rfc, details=_OFFLOADED if offloaded else ()
        )

    reading.checks.append(check)


def _wrong(
    reading: Reading,
    layer: Layer,
    header: Header,
    stored: int,
    right: int,
    *,
    rule: str,
    rfc: str,
    details: tuple[str, ...],
) -> Problem:
    """The problem of a checksum that does not fit, with the value that would."""
    layer.note(header.locate("checksum")[1], f"wrong: 0x{right:04x} would be right")
    text = f"{layer.name} checksum is 0x{stored:04x}; right would be 0x{right:04x}"
    return reading.problem(rule, header, "checksum", text, rfc=rfc, details=details)
