"""Heartbeats: is the peer still there (RFC 6520)?"""

from __future__ import annotations

from netkit.packet.application.tls.numbers import HEARTBEAT_TYPES
from netkit.packet.application.tls.vectors import Told
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["Heartbeat", "read_heartbeat"]

PADDING = 16
"""Bytes that a heartbeat has behind its payload at least (RFC 6520 §4)."""


class Heartbeat(Header):
    """Are you still there? The answer repeats the payload."""

    key = "tls"
    title = "TLS heartbeat"
    rfc = "RFC 6520 §4"

    type: int = bits(
        8, "whether it asks or answers", key="tls.heartbeat_message.type", names=HEARTBEAT_TYPES, label="Heartbeat"
    )
    payload_length: int = bits(
        16, "bytes that are to be sent back", key="tls.heartbeat_message.payload_length", kind=LENGTH
    )


class HeartbeatPayload(Header):
    """What is to come back."""

    key = "tls"
    title = "TLS heartbeat payload"
    rfc = "RFC 6520 §4"

    payload: bytes = as_found("what is to come back", key="tls.heartbeat_message.payload")


class HeartbeatPadding(Header):
    """What fills the heartbeat up."""

    key = "tls"
    title = "TLS heartbeat padding"
    rfc = "RFC 6520 §4"

    padding: bytes = as_found("fills the message up", key="tls.heartbeat_message.padding", minor=True)


class EncryptedHeartbeat(Header):
    """A heartbeat that is encrypted."""

    key = "tls"
    title = "TLS heartbeat"
    rfc = "RFC 6520 §4"

    heartbeat: bytes = as_found("a heartbeat, encrypted", key="tls.heartbeat_message")


def read_heartbeat(reading: Reading, told: Told) -> None:  # noqa: ARG001
    """Read a question or an answer; one that asks for more than it has is Heartbleed."""
    if reading.left < Heartbeat.fixed_bytes or reading.data[reading.position] not in HEARTBEAT_TYPES:
        reading.take(EncryptedHeartbeat)
        return
    heartbeat = reading.read(Heartbeat)
    room = reading.left
    payload = heartbeat.payload_length
    if payload + PADDING > room and reading.complete:
        text = (
            f"the heartbeat asks for {payload:,} bytes to be sent back, but has {room}, of which {PADDING} are padding"
        )
        text += ": who believes it gives away what lies behind them in memory (CVE-2014-0160, Heartbleed)"
        reading.report("tls.heartbeat.payload_length.long", heartbeat, "payload_length", text, rfc="RFC 6520 §4")
        payload = room
    reading.take(HeartbeatPayload, min(reading.position + payload, reading.end))
    reading.take(HeartbeatPadding)
