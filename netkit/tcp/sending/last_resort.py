"""What goes out again in recovery though nothing shows that it is lost, where else nothing could be sent (RFC 6675 section 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp.sending.flight import Flight, Sent

__all__ = ["hole_within", "rescued"]


def hole_within(flight: Flight) -> Sent | None:
    """The first hole below the highest SACK and above all that was sent again (rule 3 of NextSeg); None if there is none."""
    found: Sent | None = None
    candidate: Sent | None = None
    for sent in flight:
        if sent.again:
            candidate = found = None
        elif sent.sacked:
            found = found or candidate
        elif candidate is None:
            candidate = sent
    return found


def rescued(flight: Flight) -> Sent | None:
    """The last segment that the receiver is not known to have (rule 4)."""
    return next((sent for sent in reversed(list(flight)) if not sent.sacked), None)
