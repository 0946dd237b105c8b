"""Checksums that are filled in: each over what its RFC says, the field itself counting as zero."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.errors import BuildError
from netkit.packet.building.fill import Fill
from netkit.packet.building.frame import Frame
from netkit.packet.checksum import checksum, pseudo_header

__all__ = ["SUMS", "Sum"]

LARGEST = 0xFFFF


class Sum(Fill):
    """A checksum over the header with its parts and what it carries, behind the pseudo-header of a `protocol` if that has a number."""

    def __init__(self, protocol: int | None = None) -> None:
        self.protocol = protocol

    def over(self, data: bytearray, frame: Frame) -> bytes:
        """The bytes that the sum goes over, which have zeros for the field itself."""
        start, end = frame.start, frame.end
        if self.protocol is None:
            return bytes(data[start:end])
        if frame.network is None:
            name = frame.draft.recipe.name
            raise BuildError(
                f"{name} can't have its checksum filled in here",
                why="the sum covers the addresses of the IP header, and there is none below it",
                hint=f"put an IP header before it, as in ipv4 / {name}, or give its checksum",
            )
        if frame.network.version == 4 and end - start > LARGEST:
            raise BuildError(
                f"{frame.draft.name} is too long for a checksum over IPv4",
                why=f"the sum covers the length, in 16 bits: {end - start:,} bytes are more than {LARGEST:,}",
                hint="carry less, or give the checksum",
            )
        return pseudo_header(frame.network, self.protocol, end - start) + data[start:end]

    def sum(self, data: bytearray, frame: Frame) -> int:
        """The checksum of bytes that have zeros for the field itself."""
        return checksum(self.over(data, frame))

    def value(self, frame: Frame) -> int | None:
        """Nothing before all bytes are there: sums are made last."""
        return None

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:  # noqa: ARG002
        return raw == value or {raw, value} == {0, 0xFFFF}

    def reason(self, frame: Frame, value: int) -> str:
        return f"the sum over these bytes is 0x{value:04x}"


class _HeaderSum(Sum):
    """Over the header and its options alone (RFC 791 §3.1)."""

    def over(self, data: bytearray, frame: Frame) -> bytes:
        return bytes(data[frame.start : frame.own_end])


class _UdpSum(Sum):
    """As TCP's, but 0 says that there is none, so that a sum of 0 is written as all ones (RFC 768); IPv6 asks for one (RFC 8200 §8.1)."""

    def sum(self, data: bytearray, frame: Frame) -> int:
        return super().sum(data, frame) or 0xFFFF

    def accepts(self, frame: Frame, raw: int, value: int) -> bool:
        return raw == value or (not raw and frame.network is not None and frame.network.version == 4)


class _LayerSum(Sum):
    """A sum in a part that covers the whole layer and what it carries (RFC 2784 §2.3)."""

    def over(self, data: bytearray, frame: Frame) -> bytes:
        return bytes(data[frame.layer.start : frame.layer.end])


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
        "gre.checksum": _LayerSum(),
    }
)
"""By Wireshark key."""
