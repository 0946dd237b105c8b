"""What was found about the segments of a batch, as arrays; and as columns under Wireshark's keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from netkit.capture.analysis.analysis import ANALYSED
from netkit.capture.analysis.connection import NOTHING, Analysed
from netkit.capture.analysis.finding import Finding
from netkit.capture.columnar.column import Array, Column

__all__ = ["Told"]

VALUES = (
    "findings", "acks_packet", "ack_rtt", "in_flight", "pushed", "duplicate_number", "duplicate_of", "timer", "timer_packet",
    "initial_rtt",
)  # fmt: skip

FURTHEST = (1 << 63) - 1
"""Nanoseconds that 64 bits hold; a hostile file may have packets further apart."""

_ARRAYS: Mapping[str, str] = MappingProxyType(
    {
        "tcp.analysis": "anything",
        "tcp.analysis.flags": "findings",
        "tcp.analysis.acks_frame": "acks_packet",
        "tcp.analysis.ack_rtt": "ack_rtt",
        "tcp.analysis.initial_rtt": "initial_rtt",
        "tcp.analysis.bytes_in_flight": "in_flight",
        "tcp.analysis.push_bytes_sent": "pushed",
        "tcp.analysis.duplicate_ack_num": "duplicate_number",
        "tcp.analysis.duplicate_ack_frame": "duplicate_of",
        "tcp.analysis.rto": "timer",
        "tcp.analysis.rto_frame": "timer_packet",
    }
)
_BITS: Mapping[str, int] = MappingProxyType(
    {f"tcp.analysis.{each.name.lower()}": int(each) for each in Finding if each.name}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What `Analysed` says of each segment, 0 for None; `anything` where it is not `NOTHING`."""

    anything: Array
    findings: Array
    acks_packet: Array
    ack_rtt: Array
    in_flight: Array
    pushed: Array
    duplicate_number: Array
    duplicate_of: Array
    timer: Array
    timer_packet: Array
    initial_rtt: Array

    @classmethod
    def nothing(cls, count: int) -> Told:
        """Nothing about so many segments."""
        return cls(np.zeros(count, bool), *(np.zeros(count, np.int64) for _ in VALUES))

    def put(self, found: Iterable[tuple[int, Analysed]]) -> None:
        """Write down what was found about segments that were looked at one by one."""
        kept = [(place, each) for place, each in found if each is not NOTHING]
        places = [place for place, _ in kept]
        self.anything[places] = True
        for name in VALUES:
            values = [getattr(each, name) or 0 for _, each in kept]
            if name in {"ack_rtt", "timer", "initial_rtt"}:
                values = [min(max(value, -FURTHEST), FURTHEST) for value in values]
            getattr(self, name)[places] = values

    def column(self, key: str, positions: Array) -> Column:
        """The column of a key, for segments that lie in the packets at these positions."""
        domain = ANALYSED[key][0]
        values = self.findings & _BITS[key] if key in _BITS else getattr(self, _ARRAYS[key])
        there = np.flatnonzero(values)
        if key == "tcp.analysis.rto_frame":
            there = np.flatnonzero(self.timer)
        return Column(key, domain, positions[there], values[there].astype(domain.dtype))
