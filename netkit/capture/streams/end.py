"""An end of a stream: an address and a port."""

from __future__ import annotations

from typing import NamedTuple

from netkit.address import format_ipv4, format_ipv6
from netkit.view import Json

__all__ = ["End"]

IPV4_BYTES = 4


class End(NamedTuple):
    """One of the two who talk; `packed` is the address as on the wire."""

    packed: bytes
    port: int

    @property
    def address(self) -> str:
        """The address as text; empty for a segment that lies in no IP packet."""
        if not self.packed:
            return ""
        number = int.from_bytes(self.packed, "big")
        return format_ipv4(number) if len(self.packed) == IPV4_BYTES else format_ipv6(number)

    @property
    def text(self) -> str:
        """`192.0.2.1:80`, `[2001:db8::1]:80` (RFC 5952 §6)."""
        address = self.address
        return f"[{address}]:{self.port}" if ":" in address else f"{address}:{self.port}"

    @property
    def json(self) -> Json:
        """The end as the seam has it."""
        return {"address": self.address, "port": self.port}
