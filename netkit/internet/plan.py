"""What is to be transferred, between whom, by which rules, over which path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from netkit.errors import UsageError
from netkit.internet.drops import Drop
from netkit.internet.link import LinkSettings
from netkit.internet.payload import Payload
from netkit.tcp import Endpoint
from netkit.tcp.segmentation.ends import RECEIVER, SENDER, End
from netkit.tcp.segmentation.size import segment_size

__all__ = ["MOST_SEGMENTS", "PATIENCE", "Plan"]

MOST_SEGMENTS = 2_000_000
"""Segments of a payload at most: every event of each is kept."""

PATIENCE = 1200.0
"""Seconds without any progress after which an application gives up where its system would try on and on."""

TIMESTAMPS = 12
"""Bytes of the timestamps option in each segment, padded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A transfer before it happens. Sizes in bytes, times in seconds.

    `writes` are the sizes in which the application writes the payload (none: all at once). `mss` is announced by both sides; without it it
    follows from `mtu`. `profile` is one of `netkit.tcp.PROFILES`, and `changes` replaces numbers of it on both sides. The receiver reads
    `read_rate` bytes a second (None: at once; 0: never). `user_timeout` is how long either side waits without any progress (None: as the
    profile has it, or 20 minutes where that has none).
    """

    payload: Payload
    writes: Sequence[int] = ()
    profile: str = "linux"
    changes: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    mss: int | None = None
    mtu: int | None = None
    version: int = 4
    link: LinkSettings = field(default_factory=LinkSettings)
    drops: Sequence[Drop] = ()
    seed: str = "0"
    read_rate: float | None = None
    user_timeout: float | None = None

    @property
    def ends(self) -> tuple[End, End]:
        """Who sends and who receives."""
        return SENDER[self.version], RECEIVER[self.version]

    @property
    def announced(self) -> int:
        """The maximum segment size that both sides announce."""
        return segment_size(self.version, mss=self.mss, mtu=self.mtu).mss if self.mss is None else self.mss

    @property
    def ip_header(self) -> int:
        """Bytes of the IP header."""
        return segment_size(self.version).ip_header

    def check(self) -> None:
        """UsageError for what can't be, or would take more than there is memory for."""
        size = segment_size(self.version, mss=self.mss, mtu=self.mtu)
        if self.mss is not None and self.mtu is not None and self.mss > size.by_path:
            raise UsageError(
                f"an MSS of {self.mss:,} does not fit an MTU of {self.mtu:,}",
                why=f"the headers of IP and TCP take {size.ip_header + size.tcp_header} bytes of each packet",
                hint=f"{size.by_path:,} is the most, and without --mss it is chosen so",
            )
        if self.writes and sum(self.writes) != self.payload.size:
            raise UsageError(
                f"the writes add up to {sum(self.writes):,} bytes, and the payload has {self.payload.size:,}",
                why="the application writes all of it, and nothing else",
                hint="leave --writes or the payload's size out",
            )
        self.endpoints()
        carried = max(1, self.announced - TIMESTAMPS)
        count = max(-(-self.payload.size // carried), len(self.writes))
        if count > MOST_SEGMENTS:
            raise UsageError(
                f"that would be {count:,} segments",
                why=f"every event of each is kept, and there is room for those of {MOST_SEGMENTS:,}",
                hint="fewer bytes, or a larger MSS",
            )

    def endpoints(self) -> tuple[Endpoint, Endpoint]:
        """The sender and the receiver, both closed."""
        local, remote = ((str(end.address), end.port) for end in self.ends)
        changes = dict(self.changes)
        if self.user_timeout is not None:
            changes["user_timeout"] = self.user_timeout
        return (
            Endpoint(local, remote, profile=self.profile, seed=self.seed, mss=self.announced, **changes),
            Endpoint(remote, local, profile=self.profile, seed=self.seed, mss=self.announced, **changes),
        )
