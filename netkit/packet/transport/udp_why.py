"""What the values of a UDP header make the receiver do."""

from __future__ import annotations

from netkit.packet.numbers import port_name
from netkit.packet.why.effect import Effect, Effects, Here, Told, count

__all__ = ["EFFECTS"]


def _source_port(here: Here) -> str:
    if not here.raw:
        return "no answer is expected"
    known = port_name(here.raw)
    return f"answers go to this port{f', where {known} listens' if known else ''}"


def _destination_port(here: Here) -> Told:
    known = port_name(here.raw)
    whom = f"the receiver hands the data to the program that listens there{f' (usually {known})' if known else ''}"
    return f"{whom}; if none does, ICMP port unreachable comes back", "RFC 1122 §4.1.3.1"


def _length(here: Here) -> str:
    if here.raw < 8:
        return ""
    return f"{count(here.raw - 8, 'byte')} of data follow the 8 of this header; the program gets them as one message, or not at all"


def _checksum(here: Here) -> Told:
    if not here.raw:
        if here.around("ipv6") is not None:
            return ""
        return "none was made: the receiver takes the datagram, damaged or not"
    if here.field.note != "right":
        return ""
    return (
        "a receiver whose sum is another drops the datagram without a word, and nobody sends it again",
        "RFC 1122 §4.1.3.4",
    )


EFFECTS = Effects(
    Effect("udp.srcport", _source_port),
    Effect("udp.dstport", _destination_port),
    Effect("udp.length", _length),
    Effect("udp.checksum", _checksum),
)
