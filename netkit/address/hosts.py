"""Which addresses of a subnet hosts can have: all but its two ends in IPv4, with the exceptions that RFCs make."""

from __future__ import annotations

from dataclasses import dataclass

from netkit.address.address import Address
from netkit.address.prefix import Prefix

__all__ = ["HostRange", "broadcast_address", "host_bits_for", "host_range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRange:
    """The addresses for hosts in a subnet: the `first`, the `last`, how many (`count`), and the `rule` with its RFC."""

    first: Address
    last: Address
    count: int
    rule: str
    rfc: str


def host_range(prefix: Prefix) -> HostRange:
    """The addresses of a subnet that hosts can have.

    IPv4: 2^(32 − length) − 2, for the first names the network and the last is the broadcast address (RFC 1122 §3.2.1.3); both of a /31,
    which has no others (RFC 3021), and the one of a /32. IPv6: all but the first, which means the subnet's routers (RFC 4291 §2.6.1);
    both of a /127 between two routers (RFC 6164), and the one of a /128.
    """
    first, last = prefix.number, prefix.last
    rest = prefix.width - prefix.length
    if rest == 0:
        rule, rfc = "a single address", ""
    elif rest == 1:
        rule, rfc = "both; a link between two routers needs no network and no broadcast address", "RFC 3021"
        if prefix.version == 6:
            rule, rfc = "both; on a link between two routers there is no anycast address for the routers", "RFC 6164"
    elif prefix.version == 4:
        first, last = first + 1, last - 1
        rule, rfc = (
            "all but the two ends; the first names the network, the last is the broadcast address",
            "RFC 1122 §3.2.1.3",
        )
    else:
        first += 1
        rule, rfc = "the first means the subnet's routers (anycast); there is no broadcast", "RFC 4291 §2.6.1"
    return HostRange(
        first=Address(prefix.version, first),
        last=Address(prefix.version, last),
        count=last - first + 1,
        rule=rule,
        rfc=rfc,
    )


def broadcast_address(prefix: Prefix) -> Address | None:
    """The address that means every host of an IPv4 subnet: all host bits one. None where there is none: IPv6, /31 and /32."""
    if prefix.version == 6 or prefix.length > 30:
        return None
    return prefix.last_address


def host_bits_for(hosts: int) -> int:
    """The fewest host bits n of an IPv4 subnet with room for `hosts`: 2^n − 2 is at least that, and n at least 2.

    ValueError for fewer than one host, or more than an IPv4 network can have.
    """
    if not 1 <= hosts <= (1 << 32) - 2:
        raise ValueError("a subnet is for at least one host, and at most 4,294,967,294")
    return max(2, (hosts + 1).bit_length())
