"""Bytes that no table takes apart: what a packet carries for someone else, and what is left when a header breaks off."""

from __future__ import annotations

from netkit.packet.field import variable
from netkit.packet.header import Header

__all__ = ["Data", "TcpPayload", "UdpPayload"]


class Data(Header):
    """Bytes with no table of their own."""

    key = "data"
    title = "Data"

    data: bytes = variable("bytes that are not taken apart any further", key="data.data", size=lambda _: 0)


class TcpPayload(Header):
    """A piece of the byte stream that TCP carries."""

    key = "data"
    title = "Data"
    rfc = "RFC 9293 §3.1"

    data: bytes = variable(
        "a piece of the stream of bytes that the application sent", key="tcp.payload", size=lambda _: 0
    )


class UdpPayload(Header):
    """What one UDP datagram carries."""

    key = "data"
    title = "Data"
    rfc = "RFC 768"

    data: bytes = variable("the message that the application sent, whole", key="udp.payload", size=lambda _: 0)
