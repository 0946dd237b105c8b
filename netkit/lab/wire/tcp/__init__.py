"""Connections of TCP on a wire, segment by segment."""

from netkit.lab.wire.tcp.segments import Run, Sent, connections, segments

__all__ = ["Run", "Sent", "connections", "segments"]
