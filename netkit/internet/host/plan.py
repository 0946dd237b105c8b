"""How netkit's end of a connection with another machine's TCP is, and the made-up path that lies before it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from netkit.errors import UsageError
from netkit.internet.link import LinkSettings
from netkit.tcp import Endpoint
from netkit.tcp.segmentation.size import segment_size

if TYPE_CHECKING:
    from netkit.address import Address
    from netkit.internet.crossing import Side
    from netkit.internet.drops import Drop
    from netkit.tcp.segmentation.ends import End

__all__ = ["INTERFACE_MTU", "LivePlan"]

INTERFACE_MTU = 1500
"""Bytes of the largest packet at either end of the path: as on an Ethernet."""

HOPS = 64
MOST_HOPS, MOST_SERVICES = 255, 63
PATIENCE = 20.0
"""Seconds without any progress after which the application gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LivePlan:
    """A connection before it stands. Sizes in bytes, times in seconds.

    `local` is netkit's end, `remote` the other; where netkit listens (`connects` false) its port is 0, for anybody's. `side` is netkit's
    role: which of the two sends what is carried. `mss` is what netkit announces (None: as its interface has it), `mtu` the largest
    packet of the link in the middle of the path, before which a router stands that reports what is too big by ICMP (None: as large as
    the interfaces'). Nobody having connected for `listen_for`, one that listens gives up. `hops` is the time to live (IPv6: the hop
    limit) of netkit's packets, `services` their Diffserv codepoint (RFC 9293 sections 3.9.1.9 and 3.9.2).
    """

    local: End
    remote: End
    router: Address
    connects: bool
    side: Side
    profile: str = "linux"
    changes: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    mss: int | None = None
    mtu: int | None = None
    link: LinkSettings = field(default_factory=lambda: LinkSettings(delay=0.0))
    drops: Sequence[Drop] = ()
    seed: str = "0"
    user_timeout: float | None = None
    listen_for: float = PATIENCE
    hops: int = HOPS
    services: int = 0

    @property
    def ip_header(self) -> int:
        """Bytes of the IP header."""
        return segment_size(self.local.address.version).ip_header

    @property
    def announced(self) -> int:
        """The maximum segment size that netkit announces."""
        return segment_size(self.local.address.version, mtu=INTERFACE_MTU).mss if self.mss is None else self.mss

    @property
    def patience(self) -> float:
        """How long the application waits without any progress."""
        return self.user_timeout or PATIENCE

    def check(self) -> None:
        """UsageError for what can't be."""
        version = self.local.address.version
        segment_size(version, mss=self.mss, mtu=self.mtu)
        if self.mtu is not None and self.mtu > INTERFACE_MTU:
            raise UsageError(
                f"an MTU of {self.mtu:,} is more than the path's ends have",
                why=f"the interfaces at both ends take packets of {INTERFACE_MTU:,} bytes, as an Ethernet does",
                hint="--mtu 1400 puts a narrower link between them",
            )
        if not 1 <= self.hops <= MOST_HOPS:
            raise UsageError(
                f"a time to live of {self.hops} can't be", why="it is a byte, and 0 goes nowhere: 1 to 255"
            )
        if not 0 <= self.services <= MOST_SERVICES:
            raise UsageError(
                f"a Diffserv codepoint of {self.services} can't be", why="it has six bits: 0 to 63 (RFC 2474)"
            )
        most = segment_size(version, mtu=INTERFACE_MTU).mss
        if self.announced > most:
            raise UsageError(
                f"an MSS of {self.announced:,} does not fit an interface that takes {INTERFACE_MTU:,} bytes",
                why="the headers of IP and TCP take a part of each packet",
                hint=f"{most:,} is the most, and without --mss it is chosen so",
            )
        self.endpoint(self.remote)

    def endpoint(self, remote: End) -> Endpoint:
        """Netkit's end of a connection with `remote`, closed."""
        changes = dict(self.changes)
        if self.user_timeout is not None:
            changes["user_timeout"] = self.user_timeout
        ends = ((str(end.address), end.port) for end in (self.local, remote))
        return Endpoint(*ends, profile=self.profile, seed=self.seed, mss=self.announced, **changes)  # type: ignore[arg-type]
