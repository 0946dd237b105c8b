"""CUBIC: the window follows a cubic curve of the time since the last loss, so that it does not depend on the round-trip time (RFC 9438)."""

from __future__ import annotations

from netkit.tcp.congestion.control import CongestionControl

__all__ = ["Cubic"]

C = 0.4
BETA = 0.7
"""RFC 9438 sections 4.1 and 4.6."""


class Cubic(CongestionControl):
    """`wanted` is the window at the last loss (W_max), `began_at` when this stretch without loss began (None: not yet)."""

    name = "cubic"
    rfc = "RFC 9438 §4"

    def __init__(self, initial: int) -> None:
        super().__init__(initial)
        self._most = 0.0
        self._began_at: float | None = None
        self._origin = self._inflection = 0.0
        self._friendly = 0.0

    def avoid(self, count: int, *, now: float, round_trip: float | None) -> None:
        """Towards the last maximum quickly, around it slowly, beyond it quickly again; never slower than Reno (RFC 9438 section 4.3)."""
        if self._began_at is None:
            self._begin(now)
        began = self._began_at if self._began_at is not None else now
        ahead = now - began + (round_trip or 0.0)
        target = self._origin + C * (ahead - self._inflection) ** 3
        target = min(max(target, self.window), 1.5 * self.window)
        self._friendly += count * 3 * (1 - BETA) / (1 + BETA) / self.window
        self._friendly = max(self._friendly, 0.0)
        wanted = max(target, self._friendly)
        if wanted > self.window:
            self.grow_by_one_in(max(2, int(self.window / (wanted - self.window))), count)
        else:
            self.grow_by_one_in(100 * self.window, count)

    def after_loss(self, size: int, *, now: float) -> int:
        """Seven tenths of what was under way; a maximum below the last one gives way to others (fast convergence, RFC 9438 section 4.7)."""
        del now
        shrinking = self.window < self._most
        self._most = self.window * (1 + BETA) / 2 if shrinking else float(self.window)
        self._began_at = None
        return max(int(size * BETA), 2)

    def timed_out(self) -> None:
        """RFC 9438 section 4.8: begin anew."""
        super().timed_out()
        self._began_at = None

    def _begin(self, now: float) -> None:
        """A stretch without loss begins: where the curve has its flat part, and when it gets there (RFC 9438 section 4.2)."""
        self._began_at = now
        self._friendly = float(self.window)
        if self.window < self._most:
            self._inflection = ((self._most - self.window) / C) ** (1 / 3)
            self._origin = self._most
        else:
            self._inflection, self._origin = 0.0, float(self.window)
