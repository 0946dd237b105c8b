"""What all parts of a sender share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from netkit.tcp.event import Event, EventKind, Trigger
from netkit.tcp.sending.flight import Flight
from netkit.tcp.sending.round_trip import RoundTrip
from netkit.tcp.why import because

if TYPE_CHECKING:
    from netkit.tcp.congestion import CongestionControl
    from netkit.tcp.profile import Profile

__all__ = ["Books"]


class Books:
    """Numbers of a sender: bytes are counted from its first number (SYN 0) and never wrap, windows are in segments, times in seconds.

    `acknowledged` is the first byte that is not acknowledged, `next` the first that was never sent. `sack` and `timestamps` say what both
    sides have agreed on. `delivered` counts segments that are known to have arrived,
    `more` says that there is new data for which the other side has room.
    """

    def __init__(self, profile: Profile, control: CongestionControl, record: Callable[[Event], None]) -> None:
        self.profile = profile
        self.control = control
        self.flight = Flight()
        self.round_trip = RoundTrip(profile)
        self.acknowledged = self.next = 0
        self.sack = self.timestamps = False
        self.delivered = 0
        self.more = False
        self.now = 0.0
        self._record = record

    def adopt(self, profile: Profile) -> None:
        """Go on with another profile."""
        self.profile = profile
        self.round_trip.adopt(profile)

    def tell(
        self,
        kind: EventKind,
        rule: str,
        sequence: int = 0,
        length: int = 0,
        trigger: Trigger | None = None,
        **parameters: object,
    ) -> None:
        """Something happened, for the reason `rule`."""
        self._record(Event(self.now, kind, *because(rule, **parameters), sequence, length, trigger))
