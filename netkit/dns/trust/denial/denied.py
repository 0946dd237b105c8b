"""What a proof of denial comes to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import dns.rdata

    from netkit.dns.reason import Reason

__all__ = ["Denied", "DeniedKind", "types_of"]


class DeniedKind(Enum):
    """What is proven."""

    ABSENT = auto()
    """What is denied is not there."""
    DELEGATION = auto()
    """An unsigned delegation: servers, but no DS."""
    OPEN = auto()
    """The span allows unsigned delegations (opt-out), or the proof is too costly: nothing is proven, and nothing is wrong."""
    MISSING = auto()
    """There is no proof."""


@dataclass(frozen=True, slots=True)
class Denied:
    """What is proven, by which record, and the extended error's number where there is one."""

    kind: DeniedKind
    reason: Reason
    error: int | None = None


def types_of(record: dns.rdata.Rdata) -> frozenset[int]:
    """The types in the bitmap of an NSEC or NSEC3 record (RFC 4034 section 4.1.2)."""
    found = set()
    for window, bitmap in record.windows:  # type: ignore[attr-defined]
        for place, byte in enumerate(bitmap):
            found |= {window * 256 + place * 8 + bit for bit in range(8) if byte & 0x80 >> bit}
    return frozenset(found)
