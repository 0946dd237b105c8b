"""What a sender thinks of the path."""

from __future__ import annotations

from enum import Enum

__all__ = ["Phase"]


class Phase(Enum):
    """The sender's states of congestion; the value is the word in JSON."""

    OPEN = "open"
    """All is well."""
    DISORDER = "disorder"
    """Duplicate ACKs or SACK came: a loss, or reordering."""
    REDUCING = "reducing"
    """A router has marked a packet: the window is brought down, nothing is lost (RFC 3168)."""
    RECOVERY = "recovery"
    """A loss was shown by what arrived behind it (RFC 5681 section 3.2)."""
    LOSS = "loss"
    """The timer ran out (RFC 5681 section 3.1)."""
