"""Segments and datagrams made by hand, byte by byte and not with netkit, and captures of them."""

import io
import struct

import netkit.capture
from tests.oracle.tshark import capture_of

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
CLIENT, SERVER = b"\xc0\x00\x02\x01", b"\xc6\x33\x64\x02"
RAW_IPV4, RAW_IPV6 = 228, 229


def segment(sequence, data=b"", *, ack=0, flags=ACK, back=False, ports=(50000, 80), window=1000, options=b"", number=1):
    """A segment of the client, or with `back` of the server, in an IPv4 packet; checksums are left 0."""
    source, destination, (here, there) = (SERVER, CLIENT, ports[::-1]) if back else (CLIENT, SERVER, ports)
    options += bytes(-len(options) % 4)
    words = (20 + len(options)) // 4
    header = struct.pack("!HHIIBBHHH", here, there, sequence % 2**32, ack % 2**32, words << 4, flags, window, 0, 0)
    return ipv4(header + options + data, source=source, destination=destination, number=number)


def datagram(data, *, back=False, ports=(50000, 53), stated=None):
    source, destination, (here, there) = (SERVER, CLIENT, ports[::-1]) if back else (CLIENT, SERVER, ports)
    size = 8 + len(data) if stated is None else stated
    return ipv4(struct.pack("!HHHH", here, there, size, 0) + data, source=source, destination=destination, protocol=17)


def ipv4(payload, *, source=CLIENT, destination=SERVER, protocol=6, number=1, offset=0, more=False):
    field = offset // 8 | (0x2000 if more else 0)
    head = (0x45, 0, 20 + len(payload), number, field, 64, protocol, 0, source, destination)
    return struct.pack("!BBHHHBBH4s4s", *head) + payload


def fragments(packet, size):
    """An IPv4 packet of ours in fragments of `size` bytes of data."""
    payload, number = packet[20:], int.from_bytes(packet[4:6], "big")
    return [
        ipv4(
            payload[at : at + size],
            source=packet[12:16],
            destination=packet[16:20],
            protocol=packet[9],
            number=number,
            offset=at,
            more=at + size < len(payload),
        )
        for at in range(0, len(payload), size)
    ]


def opening(client_isn, server_isn, **rest):
    return [
        segment(client_isn, flags=SYN, **rest),
        segment(server_isn, ack=client_isn + 1, flags=SYN | ACK, back=True, **rest),
        segment(client_isn + 1, ack=server_isn + 1, **rest),
    ]


def file_of(packets, link_type=RAW_IPV4):
    """The bytes of a capture of these packets."""
    return capture_of([(link_type, len(packet), packet) for packet in packets])


def opened(packets, link_type=RAW_IPV4):
    return netkit.capture.open(io.BytesIO(file_of(packets, link_type)))
