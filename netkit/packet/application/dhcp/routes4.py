"""Options with routes: where packets for a network go (RFC 3442, RFC 2132 §4.3 and §5.8)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from netkit.address import format_ipv4
from netkit.errors import TruncatedError
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option4 import DhcpOption, DhcpOptionRest
from netkit.packet.field import as_found, bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, Kind
from netkit.packet.reading import Reading

__all__ = ["ROUTES", "ClasslessRoutes"]


class _Route(Kind):
    """A network and the router to it: the length of the prefix, as many bytes of it as count, and an address."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return str(raw.hex())

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        prefix, router = raw[1:-4], format_ipv4(int.from_bytes(raw[-4:], "big"))
        network = format_ipv4(int.from_bytes(prefix.ljust(4, b"\0"), "big"))
        way = "on this link" if router == "0.0.0.0" else f"through {router}"  # noqa: S104 - no socket is bound
        return f"{network}/{raw[0]} {way}" if raw[0] else f"everything else {way}"


class ClasslessRoute(Header):
    """A network, and where packets for it go."""

    key = "dhcp"
    title = "DHCP classless static route"
    rfc = "RFC 3442"

    route: bytes = as_found(
        "a network, and where packets for it go", key="dhcp.option.classless_static_route", kind=_Route()
    )


class ClasslessRoutes(DhcpOption):
    """Where packets for some networks go; a client that knows this option leaves the routers' aside."""

    title = "DHCP classless static routes"
    rfc = "RFC 3442"

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the routes, each with only as many bytes of its network as the prefix has."""
        while reading.left:
            prefix = reading.data[reading.position]
            size = 1 + (prefix + 7) // 8 + 4
            if prefix > 32:
                text = f"the prefix of a route has {prefix} bits, but an address has only 32"
                where = reading.position
                reading.report_bytes(
                    "dhcp.route.prefix", where, 1, text, key="dhcp.option.classless_static_route", rfc=self.rfc
                )
                reading.run(DhcpOptionRest.fields[0], reading.left, self.group)
                return
            if size > reading.left:
                raise TruncatedError("a route", start=reading.position, needed=size, available=reading.left)
            reading.run(ClasslessRoute.fields[0], size, self.group)

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """The shortest route, which is for everything, has five bytes."""
        return length >= 5


class StaticRoute(Header):
    """An address, and the router to it."""

    key = "dhcp"
    title = "DHCP static route"
    rfc = "RFC 2132 §5.8"

    destination: str = bits(32, "where packets go to", key="dhcp.option.static_route.ip", kind=ADDRESS_IPV4)
    router: str = bits(32, "the way there", key="dhcp.option.static_route.router", kind=ADDRESS_IPV4)


class StaticRoutes(DhcpOption):
    """Routes of the time when an address told the size of its network."""

    title = "DHCP static routes"
    rfc = "RFC 2132 §5.8"
    item = StaticRoute


class PolicyFilter(Header):
    """A destination that source routes may lead to."""

    key = "dhcp"
    title = "DHCP policy filter"
    rfc = "RFC 2132 §4.3"

    address: str = bits(32, "where a source route may lead", key="dhcp.option.policy_filter.ip", kind=ADDRESS_IPV4)
    mask: str = bits(32, "the bits of it that count", key="dhcp.option.policy_filter.subnet_mask", kind=ADDRESS_IPV4)


class PolicyFilters(DhcpOption):
    """Where source routes may lead."""

    title = "DHCP policy filters"
    rfc = "RFC 2132 §4.3"
    item = PolicyFilter


ROUTES: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {21: PolicyFilters, 33: StaticRoutes, 121: ClasslessRoutes, 249: ClasslessRoutes}
)
"""The tables of these options by code."""
