"""What later segments settle of earlier questions: whether the timer or a tail loss probe sent the only segment under way again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from netkit.tcp.tracking.half import Half
    from netkit.tcp.tracking.moment import Moment
    from netkit.tcp.tracking.verdict import Verdict

__all__ = ["Hindsight"]


class Hindsight:
    """Open questions, at most one a side."""

    def __init__(self) -> None:
        self._changed: list[Verdict] = []

    def take(self) -> list[Verdict]:
        """The verdicts that have changed since the last call."""
        changed, self._changed = self._changed, []
        return changed

    def watch(self, verdict: Verdict, own: Half, now: Moment) -> None:
        """Look at the next segment of a side."""
