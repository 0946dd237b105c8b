"""Checksums that are filled in: each over what its RFC says, the field itself counting as zero."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.building.filling.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.checksum import checksum, pseudo_header
from netkit.packet.reading import Network

__all__ = ["SUMS", "Sum"]


class Sum(Fill):
    """A checksum over a header with its parts and what it carries, behind the pseudo-header of a `protocol` if that has a number.

    One `of_layer` stands in a part, and covers all of the layer that the part is in.
    """

    instead_of_zero = 0
    """What is written where the sum is 0."""

    def __init__(self, protocol: int | None = None, *, of_layer: bool = False) -> None:
        self.protocol = protocol
        self.of_layer = of_layer

    def of(self, own: bytes, carried: bytes, network: Network | None) -> int:
        """The sum of a header whose own field is zero, of what it carries, and of what IP's header says, where that counts."""
        before = (
            b""
            if self.protocol is None or network is None
            else pseudo_header(network, self.protocol, len(own) + len(carried))
        )
        return checksum(b"".join((before, own, carried)))

    def value(self, frame: Frame) -> int | None:  # noqa: ARG002
        """Nothing before all bytes are there: sums are made last."""
        return None

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        """A sum of 0 may be written as all ones, which is another zero in one's complement."""
        return raw == value or {raw, value} == {0, 0xFFFF}

    def reason(self, frame: Frame, value: int) -> str:  # noqa: ARG002
        """What the sum is."""
        return f"the sum over these bytes is 0x{value:04x}"


class _HeaderSum(Sum):
    """Over the header and its options alone (RFC 791 §3.1)."""

    def of(self, own: bytes, carried: bytes, network: Network | None) -> int:  # noqa: ARG002
        return checksum(own)


class _UdpSum(Sum):
    """As TCP's, but 0 says that there is none, so that a sum of 0 is written as all ones (RFC 768); IPv6 asks for one (RFC 8200 §8.1)."""

    instead_of_zero = 0xFFFF

    def of(self, own: bytes, carried: bytes, network: Network | None) -> int:
        return super().of(own, carried, network) or self.instead_of_zero

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:
        return raw == value or (not raw and frame.network is not None and frame.network.version == 4)


class _ExtensionSum(Sum):
    """Over the extensions; 0 says that there is none (RFC 4884 §7)."""

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:
        return not raw or super().accepts(frame, raw, value)


SUMS: Mapping[str, Sum] = MappingProxyType(
    {
        "ip.checksum": _HeaderSum(),
        "icmp.checksum": Sum(),
        "icmp.ext.checksum": _ExtensionSum(),
        "icmpv6.checksum": Sum(58),
        "tcp.checksum": Sum(6),
        "udp.checksum": _UdpSum(17),
        "gre.checksum": Sum(of_layer=True),
    }
)
"""By Wireshark key."""
