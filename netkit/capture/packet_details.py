"""What a pcapng file says about a packet beside its bytes: direction, drops, queue, verdict, hashes (§4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.capture.options import number_of
from netkit.capture.pcapng_format import (
    PACKET_DROPS,
    PACKET_FLAGS,
    PACKET_HASH,
    PACKET_ID,
    PACKET_QUEUE,
    PACKET_VERDICT,
)

if TYPE_CHECKING:
    from netkit.capture.record import Record

__all__ = ["Details", "details"]

_DIRECTIONS = (None, "inbound", "outbound", None)
_RECEPTIONS = (None, "unicast", "multicast", "broadcast", "promiscuous")
_HASHES = MappingProxyType({0: "2s complement", 1: "XOR", 2: "CRC32", 3: "MD5", 4: "SHA-1", 5: "Toeplitz"})
_VERDICTS = MappingProxyType({0: "hardware", 1: "Linux eBPF TC", 2: "Linux eBPF XDP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The options of one packet; each is None, or empty, where the file does not say it.

    `direction` is `inbound` or `outbound`, `reception` `unicast`, `multicast`, `broadcast` or `promiscuous`,
    `fcs_length` the bytes of frame check sequence, `flags` the whole word that these are taken from (§4.3.1). `drops`
    counts packets lost since the one before on the same interface. `packet_id` is the same for one packet seen twice.
    `hashes` and `verdicts` are (kind, value): who made it, and its bytes as they stand in the file.
    """

    flags: int | None = None
    direction: str | None = None
    reception: str | None = None
    fcs_length: int | None = None
    drops: int | None = None
    packet_id: int | None = None
    queue: int | None = None
    hashes: tuple[tuple[str, bytes], ...] = ()
    verdicts: tuple[tuple[str, bytes], ...] = ()


def details(record: Record) -> Details:
    """What the options of a packet's block say; those of a length that they can't have are passed over."""
    options, order = record.options, record.interface.byte_order
    flags = number_of(options, PACKET_FLAGS, 4, order)
    word = flags or 0
    reception = word >> 2 & 7
    return Details(
        flags=flags,
        direction=_DIRECTIONS[word & 3],
        reception=_RECEPTIONS[reception] if reception < len(_RECEPTIONS) else None,
        fcs_length=word >> 5 & 15 or None,
        drops=number_of(options, PACKET_DROPS, 8, order),
        packet_id=number_of(options, PACKET_ID, 8, order),
        queue=number_of(options, PACKET_QUEUE, 4, order),
        hashes=tuple(
            (_HASHES.get(value[0], f"algorithm {value[0]}"), value[1:])
            for code, value in options
            if code == PACKET_HASH and value
        ),
        verdicts=tuple(
            (_VERDICTS.get(value[0], f"kind {value[0]}"), value[1:])
            for code, value in options
            if code == PACKET_VERDICT and value
        ),
    )
