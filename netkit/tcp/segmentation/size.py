"""How many bytes of data a segment carries: the effective send MSS (RFC 9293 §3.7.1, RFC 6691)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from netkit.errors import UsageError
from netkit.packet.fragments.cutting import ETHERNET_MTU, MTU_RULES, SMALLEST_MTU
from netkit.packet.network.ipv4 import Ipv4
from netkit.packet.network.ipv6 import Ipv6
from netkit.packet.transport.tcp import Tcp

__all__ = ["DEFAULT_MSS", "LARGEST_MSS", "LARGEST_PACKET", "SegmentSize", "segment_size"]

IP_HEADER: Mapping[int, int] = MappingProxyType({4: Ipv4.fixed_bytes, 6: Ipv6.fixed_bytes})
TCP_HEADER = Tcp.fixed_bytes

DEFAULT_MSS: Mapping[int, int] = MappingProxyType({4: 536, 6: 1220})
"""What is assumed of a peer that tells none (RFC 9293 §3.7.1)."""

LARGEST_MSS = 65535
"""The option has 16 bits."""

LARGEST_PACKET: Mapping[int, int] = MappingProxyType({4: 65535, 6: 65535 + Ipv6.fixed_bytes})
"""Bytes of an IP packet at most: IPv4's length counts the header, IPv6's what is behind it (RFC 791 §3.1, RFC 8200 §3)."""

MOST_TCP_OPTIONS = 40
"""A header's length counts 15 words of 4 bytes, and 5 are the fixed part (RFC 9293 §3.1)."""

MOST_IP_OPTIONS: Mapping[int, int] = MappingProxyType({4: 40, 6: 256})
"""IPv4: as for TCP (RFC 791 §3.1). IPv6: one extension header with one option, whose length has 8 bits (RFC 8200 §4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentSize:
    """What bounds a segment, in bytes.

    `mss` is the send MSS: what the receiver told, or what follows from the MTU. `mtu` is None where nothing is known of the way. The
    options are those that each segment with data has, padded.
    """

    version: int
    mss: int
    mtu: int | None
    tcp_options: int = 0
    ip_options: int = 0

    @property
    def ip_header(self) -> int:
        """The fixed IP header."""
        return IP_HEADER[self.version]

    @property
    def tcp_header(self) -> int:
        """The fixed TCP header."""
        return TCP_HEADER

    @property
    def largest_packet(self) -> int:
        """The largest packet that the way takes."""
        return LARGEST_PACKET[self.version] if self.mtu is None else self.mtu

    @property
    def by_path(self) -> int:
        """What fits the way before options count: MMS_S less the fixed TCP header."""
        return self.largest_packet - self.ip_header - self.tcp_header

    @property
    def data(self) -> int:
        """Bytes of data in a full segment: min(SendMSS + 20, MMS_S) - TCPhdrsize - IPoptionsize."""
        return min(self.mss, self.by_path) - self.tcp_options - self.ip_options

    @property
    def overhead(self) -> int:
        """Bytes of headers and options in each packet, from the IP header on."""
        return self.ip_header + self.ip_options + self.tcp_header + self.tcp_options


def segment_size(
    version: int = 4, *, mss: int | None = None, mtu: int | None = None, tcp_options: int = 0, ip_options: int = 0
) -> SegmentSize:
    """What a segment may carry to a receiver that told this MSS, over a way with this MTU.

    Without an MSS it is what an interface with that MTU tells; without both the MTU is that of an Ethernet, 1500. An MSS alone says
    nothing of the way, and its segments may be as long as IP allows.

    UsageError for an MSS or MTU that can't be, and where the options leave no room for data.
    """
    if mtu is not None:
        _check_mtu(version, mtu)
    if mss is not None:
        _check_mss(mss)
    _check_options(version, tcp_options, ip_options)
    if mss is None:
        mtu = ETHERNET_MTU if mtu is None else mtu
        told = min(mtu - IP_HEADER[version] - TCP_HEADER, LARGEST_MSS)
    else:
        told = mss
    size = SegmentSize(version=version, mss=told, mtu=mtu, tcp_options=tcp_options, ip_options=ip_options)
    if size.data < 1:
        raise _no_room(size, given=mss is not None)
    return size


def _check_mss(mss: int) -> None:
    if mss < 1:
        raise UsageError(
            f"an MSS of {mss:,} lets no byte through",
            why="the maximum segment size is how many bytes of data a segment may carry (RFC 9293 §3.7.1)",
            hint="1460 is usual for IPv4 on an Ethernet, 1440 for IPv6; 536 and 1220 are what a receiver takes that tells none",
        )
    if mss > LARGEST_MSS:
        raise UsageError(
            f"an MSS of {mss:,} can't be told",
            why=f"the option has 16 bits, so it is {LARGEST_MSS:,} at most (RFC 9293 §3.7.1)",
            hint="1460 is usual for IPv4 on an Ethernet, 1440 for IPv6",
        )


def _check_mtu(version: int, mtu: int) -> None:
    if mtu < SMALLEST_MTU[version]:
        raise UsageError(
            f"an MTU of {mtu:,} is too small for IPv{version}",
            why=MTU_RULES[version],
            hint=f"at least {SMALLEST_MTU[version]:,} would be right",
        )
    if mtu > LARGEST_PACKET[version]:
        raise UsageError(
            f"an MTU of {mtu:,} is more than a packet of IPv{version} can have",
            why="its length has 16 bits "
            + ("and counts the header, too (RFC 791 §3.1)" if version == 4 else "(RFC 8200 §3)"),
            hint=f"{LARGEST_PACKET[version]:,} is the most",
        )


def _check_options(version: int, tcp_options: int, ip_options: int) -> None:
    unit = 4 if version == 4 else 8
    if ip_options < 0 or ip_options % unit or ip_options > MOST_IP_OPTIONS[version]:
        below = min(max(ip_options, 0), MOST_IP_OPTIONS[version]) // unit * unit
        near = sorted({below, min(below + unit, MOST_IP_OPTIONS[version])})
        why = "a header's length counts words of 4 bytes, and 40 bytes of options fit it (RFC 791 §3.1)"
        if version == 6:
            why = "an extension header has whole units of 8 bytes, and one option in it fills 256 bytes at most (RFC 8200 §4.2)"
        raise UsageError(
            f"IPv{version} can't have {ip_options:,} bytes of options",
            why=why,
            hint=f"{' or '.join(map(str, near))} would be right",
        )
    if not 0 <= tcp_options <= MOST_TCP_OPTIONS or tcp_options % 4:
        raise UsageError(
            f"a TCP header can't have {tcp_options:,} bytes of options",
            why="its length counts words of 4 bytes, 15 of them at most, and 5 are the fixed part (RFC 9293 §3.1)",
            hint=f"at most {MOST_TCP_OPTIONS}, in words of 4",
        )


def _no_room(size: SegmentSize, *, given: bool) -> UsageError:
    """The error for options that fill what the receiver takes (if its MSS was `given`), what the way takes, or both."""
    options = size.tcp_options + size.ip_options
    small, least = [], []
    if given and size.mss <= options:
        small.append(f"an MSS of {size.mss:,}")
        least.append(f"an MSS of {options + 1:,}")
    if size.mtu is not None and size.by_path <= options:
        small.append(f"an MTU of {size.mtu:,}")
        least.append(f"an MTU of {options + 1 + size.ip_header + size.tcp_header:,}")
    parts = [
        text
        for count, text in (
            (size.tcp_options, f"the options of TCP take {size.tcp_options} bytes"),
            (size.ip_options, f"the options of IP take {size.ip_options} bytes"),
        )
        if count
    ]
    return UsageError(
        f"{' and '.join(small)} {'leaves' if len(small) == 1 else 'leave'} no room for data",
        why=f"{' and '.join(parts)}, and options count towards it (RFC 9293 §3.7.1, RFC 6691)",
        hint=f"at least {' and '.join(least)} would be right, or fewer options",
    )
