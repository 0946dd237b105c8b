"""The connections of a capture, each followed; and the keys under which Wireshark has what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from netkit.capture.analysis.connection import NOTHING, Analysed, Connection
from netkit.capture.analysis.finding import Finding
from netkit.capture.columnar.domain import LABEL, NUMBER, SPAN, Domain
from netkit.capture.streams.numbers import Numbered, Segment

__all__ = ["ANALYSED", "Analysis"]


class Analysis:
    """Segments go in, in the order of the capture, with what `StreamNumbers` says of them; what was found about each comes out.

    What is kept are the connections: some kilobytes for each whose segments wait for acknowledgments.
    """

    def __init__(self) -> None:
        self.connections: list[Connection] = []

    def take(self, segment: Segment, numbered: Numbered, time: int | None, packet: int) -> Analysed:
        """Follow a segment. One of unknown length, of a fragment or of a packet without a time says nothing."""
        connections = self.connections
        while numbered.stream >= len(connections):
            connections.append(Connection())
        if segment.length is None or time is None:
            return NOTHING
        return connections[numbered.stream].take(segment, numbered, time, packet)


def _flag(finding: Finding) -> Callable[[Analysed], bool | None]:
    bit = int(finding)
    return lambda found: True if found.findings & bit else None


ANALYSED: Mapping[str, tuple[Domain, Callable[[Analysed], Any]]] = MappingProxyType(
    {
        "tcp.analysis": (LABEL, lambda found: None if found is NOTHING else True),
        "tcp.analysis.flags": (LABEL, lambda found: True if found.findings else None),
        **{f"tcp.analysis.{each.name.lower()}": (LABEL, _flag(each)) for each in Finding if each.name},
        "tcp.analysis.acks_frame": (NUMBER, lambda found: found.acks_packet or None),
        "tcp.analysis.ack_rtt": (SPAN, lambda found: found.ack_rtt or None),
        "tcp.analysis.initial_rtt": (SPAN, lambda found: found.initial_rtt or None),
        "tcp.analysis.bytes_in_flight": (NUMBER, lambda found: found.in_flight or None),
        "tcp.analysis.push_bytes_sent": (NUMBER, lambda found: found.pushed or None),
        "tcp.analysis.duplicate_ack_num": (NUMBER, lambda found: found.duplicate_number or None),
        "tcp.analysis.duplicate_ack_frame": (NUMBER, lambda found: found.duplicate_of or None),
        "tcp.analysis.rto": (SPAN, lambda found: found.timer or None),
        "tcp.analysis.rto_frame": (NUMBER, lambda found: found.timer_packet if found.timer else None),
    }
)
"""What the values under each key are, and what takes one from what was found; None where there is none."""
