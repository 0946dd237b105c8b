"""Bytes that come below the greatest number: were they sent again, or only overtaken? What the capture proves of it.

Wireshark goes by the time alone, and so calls many a first retransmission out of order. Two things prove it: the sender's clock in the
segment (RFC 7323), which says whether it was sent before or behind the segment that went furthest; and whether the capture has shown the
same bytes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from netkit.capture.analysis.finding import Finding
from netkit.capture.analysis.side import Side
from netkit.tcp.sequence import ahead

__all__ = ["Again", "Kind", "Proof", "judge"]


class Kind(Enum):
    """Why the bytes come now; the value is the word in JSON."""

    RETRANSMISSION = "retransmission"
    FAST = "fast_retransmission"
    NEEDLESS = "spurious_retransmission"
    REORDERED = "out_of_order"


class Proof(Enum):
    """What the judgement rests on; the value is the word in JSON."""

    CLOCK = "timestamp"
    SEEN = "seen_before"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Again:
    """What netkit takes a segment below the greatest number for. With `Proof.TIME` it is only likely, otherwise it is certain.

    `duplicates` are the duplicate ACKs just before, `waited` the nanoseconds since the segment that went furthest; `first` says that the
    capture shows these bytes for the first time.
    """

    kind: Kind
    proof: Proof
    duplicates: int
    waited: int
    first: bool

    @property
    def finding(self) -> Finding:
        """What netkit calls it, where Wireshark may call it otherwise."""
        return _FINDINGS[self.kind]

    @property
    def certain(self) -> bool:
        """Whether the capture proves that the bytes were sent again, or that they were overtaken."""
        return self.proof is not Proof.TIME


_FINDINGS: Mapping[Kind, Finding] = MappingProxyType(
    {
        Kind.RETRANSMISSION: Finding.RETRANSMISSION,
        Kind.FAST: Finding.FAST_RETRANSMISSION,
        Kind.NEEDLESS: Finding.SPURIOUS_RETRANSMISSION,
        Kind.REORDERED: Finding.OUT_OF_ORDER,
    }
)


def judge(own: Side, peer: Side, sequence: int, after: int, stamp: int | None, time: int, called: int) -> Again:
    """Judge a segment of `own` that Wireshark calls `called`, before its bytes are taken out of the gaps."""
    first = own.lacks(sequence, after)
    duplicates = max(peer.duplicates, 0)
    waited = time - own.next_at
    sooner = None if stamp is None or own.stamp is None else ahead(stamp, own.stamp)
    if sooner:
        proof, overtaken = Proof.CLOCK, sooner < 0
    elif not first:
        proof, overtaken = Proof.SEEN, False
    else:
        proof, overtaken = Proof.TIME, bool(called & Finding.OUT_OF_ORDER)
    if overtaken:
        kind = Kind.REORDERED
    elif called & Finding.SPURIOUS_RETRANSMISSION:
        kind = Kind.NEEDLESS
    elif called & Finding.FAST_RETRANSMISSION or (duplicates >= 3 and peer.acknowledged == sequence):
        kind = Kind.FAST
    else:
        kind = Kind.RETRANSMISSION
    return Again(kind, proof, duplicates, waited, first)
