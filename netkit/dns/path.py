"""The frames between one who asks and one who answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from netkit.packet.building import ethernet, ipv4, ipv6
from netkit.packet.fragments import fragment

if TYPE_CHECKING:
    from netkit.packet.building import Packet

__all__ = ["CLIENT", "NANOSECONDS", "Path", "TimedPacket"]

CLIENT = {4: "192.0.2.10", 6: "2001:db8::10"}
"""Addresses of one who asks, where there is no real one (RFC 5737, RFC 3849)."""

OURS, THEIRS = "02:00:00:00:00:0a", "02:00:00:00:00:01"
MTU = 1500
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TimedPacket:
    """A frame (Ethernet), when it went by in nanoseconds, and what there is to say of it."""

    time: int
    data: bytes
    comment: str = ""


class Path:
    """Between the address that asks (`client`; None for a made-up one) and a server's; `identification` numbers IPv4's packets."""

    def __init__(self, server: str, identification: int, client: str | None = None) -> None:
        self.version = 6 if ":" in server else 4
        self.ends = (client or CLIENT[self.version], server)
        self._identification = identification

    def packets(self, content: Packet, time: int, comment: str, *, ours: bool) -> Iterator[TimedPacket]:
        """What carries `content`, in as many fragments as the MTU makes necessary; the first has the comment."""
        source, destination = self.ends if ours else self.ends[::-1]
        self._identification = (self._identification + 1) & 0xFFFF
        link = ethernet(source=OURS if ours else THEIRS, destination=THEIRS if ours else OURS)
        if self.version == 6:
            network = ipv6(source=source, destination=destination, hop_limit=64)
        else:
            network = ipv4(source=source, destination=destination, time_to_live=64, identification=self._identification)
        whole = (link / network / content).encode()
        if len(whole) <= MTU + 14:
            yield TimedPacket(time=time, data=whole, comment=comment)
            return
        identification = self._identification or 1
        for number, piece in enumerate(
            fragment((link / network / content).dissect(), MTU, identification=identification)
        ):
            yield TimedPacket(time=time + number, data=piece.data, comment=comment if number == 0 else "")
