"""Reno: half the window after a loss, one segment more each round trip (RFC 5681)."""

from __future__ import annotations

from netkit.tcp.congestion.control import CongestionControl

__all__ = ["Reno"]


class Reno(CongestionControl):
    """Additive increase, multiplicative decrease."""

    name = "reno"
    rfc = "RFC 5681 §3.1"

    def after_loss(self, size: int, *, now: float) -> int:
        """Half of what was under way, and not less than two segments (RFC 5681 section 3.1, equation 4)."""
        del now
        return max(size // 2, 2)
