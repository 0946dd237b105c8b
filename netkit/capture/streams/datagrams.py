"""UDP streams numbered as Wireshark numbers them: addresses and ports in either order name a conversation (`udp.stream`)."""

from __future__ import annotations

__all__ = ["DatagramNumbers"]


class DatagramNumbers:
    """Datagrams go in, in the order of the capture; each gives the number of its stream, which count from 0."""

    def __init__(self) -> None:
        self.count = 0
        """Streams so far."""
        self._streams: dict[tuple[bytes, bytes, int, int], int] = {}

    def take(self, source: bytes, destination: bytes, source_port: int, destination_port: int) -> int:
        """The number of the stream of the next datagram, whose addresses are given as bytes."""
        stream = self._streams.get((source, destination, source_port, destination_port))
        if stream is None:
            stream = self._streams[source, destination, source_port, destination_port] = self.count
            self._streams[destination, source, destination_port, source_port] = stream
            self.count += 1
        return stream
