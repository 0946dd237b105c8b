"""Records that say where a service is: SRV (RFC 2782) and NAPTR (RFC 3403)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.kinds import CHARACTERS
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH

__all__ = ["SERVICES"]


class Service(Header):
    """SRV: which server to use first, and at which port."""

    key = "dns"
    title = "DNS SRV record data"
    rfc = "RFC 2782"

    priority: int = bits(16, "a cost: servers with the lowest are used first", key="dns.srv.priority")
    weight: int = bits(16, "among servers of the same priority, how often to take this one", key="dns.srv.weight")
    port: int = bits(16, "the port of the service", key="dns.srv.port")


class ServiceTarget(Header):
    """SRV: the machine that has the service."""

    key = "dns"
    title = "DNS SRV record data"
    rfc = "RFC 2782"

    target: str = name_field("the machine that has the service", key="dns.srv.target")


class NamingAuthority(Header):
    """NAPTR: which rule to use first, and what comes of it."""

    key = "dns"
    title = "DNS NAPTR record data"
    rfc = "RFC 3403 §4.1"

    order: int = bits(16, "rules with the lowest are used first", key="dns.naptr.order")
    preference: int = bits(16, "among rules of the same order, the lowest first", key="dns.naptr.preference")
    flags_length: int = bits(8, "bytes of the flags", key="dns.naptr.flags_length", kind=LENGTH, minor=True)
    flags: bytes = variable(
        "what comes out: u a URI, s a name with SRV records, a a name with addresses",
        key="dns.naptr.flags",
        size=lambda header: header.flags_length,
        kind=CHARACTERS,
    )


class NamingService(Header):
    """NAPTR: the service that the rule leads to."""

    key = "dns"
    title = "DNS NAPTR record data"
    rfc = "RFC 3403 §4.1"

    service_length: int = bits(8, "bytes of the service", key="dns.naptr.service_length", kind=LENGTH, minor=True)
    services: bytes = variable(
        "the service that the rule leads to",
        key="dns.naptr.service",
        size=lambda header: header.service_length,
        kind=CHARACTERS,
    )


class NamingExpression(Header):
    """NAPTR: how to rewrite what was asked for."""

    key = "dns"
    title = "DNS NAPTR record data"
    rfc = "RFC 3403 §4.1"

    expression_length: int = bits(8, "bytes of the expression", key="dns.naptr.regex_length", kind=LENGTH, minor=True)
    regular_expression: bytes = variable(
        "how to rewrite what was asked for",
        key="dns.naptr.regex",
        size=lambda header: header.expression_length,
        kind=CHARACTERS,
    )


class NamingReplacement(Header):
    """NAPTR: the name that stands for what was asked for."""

    key = "dns"
    title = "DNS NAPTR record data"
    rfc = "RFC 3403 §4.1"

    replacement: str = name_field("the name to ask for next", key="dns.naptr.replacement")


SERVICES: Mapping[int, ReadData] = MappingProxyType(
    {
        33: in_order(Service, *ServiceTarget.fields),
        35: in_order(NamingAuthority, NamingService, NamingExpression, *NamingReplacement.fields),
    }
)
