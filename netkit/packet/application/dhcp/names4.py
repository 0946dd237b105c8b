"""Options with names: the client's own, and the domains in which to look for short ones (RFC 4702, RFC 3397, RFC 3361)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.kinds import TEXT
from netkit.packet.application.dhcp.names import put_names, put_partial_names
from netkit.packet.application.dhcp.option import Inside
from netkit.packet.application.dhcp.option4 import DhcpOption, address_item
from netkit.packet.application.dns.name import name_field
from netkit.packet.field import as_found, bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4
from netkit.packet.reading import Reading

__all__ = ["NAMES", "ClientFqdn", "DomainSearch"]

_ENCODINGS = MappingProxyType({0: "names", 1: "addresses"})


class ClientFqdn(DhcpOption):
    """The client's whole name, and who enters it in DNS."""

    title = "DHCP client FQDN"
    rfc = "RFC 4702 §2"

    reserved: int = bits(4, "must be zero", key="dhcp.fqdn.mbz", default=0, minor=True)
    no_updates: bool = flag("the server is to change nothing in DNS", key="dhcp.fqdn.n", label="N, no updates")
    encoding: bool = flag("the name is written as in DNS, not as text", key="dhcp.fqdn.e", label="E, encoding")
    overridden: bool = flag("the server did otherwise than the client wished", key="dhcp.fqdn.o", label="O, overridden")
    server: bool = flag("the server enters the address for the name", key="dhcp.fqdn.s", label="S, server updates")
    forward_result: int = bits(8, "no longer used", key="dhcp.fqdn.rcode1", default=0, minor=True, label="RCODE1")
    reverse_result: int = bits(8, "no longer used", key="dhcp.fqdn.rcode2", default=0, minor=True, label="RCODE2")

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Read the name, which may be its first part only."""
        if self.encoding:
            put_partial_names(reading, ClientName.fields[0], self.group)
        elif reading.left:
            reading.run(ClientName.fields[1], reading.left, self.group)


class ClientName(Header):
    """The client's name, written in one of two ways."""

    key = "dhcp"
    title = "DHCP client name"
    rfc = "RFC 4702 §2.3"

    name: str = name_field("the client's name", key="dhcp.fqdn.name", label="Client name")
    text: bytes = as_found("the client's name", key="dhcp.fqdn.name", kind=TEXT, label="Client name")


class SearchedDomain(Header):
    """A domain in which to look for short names."""

    key = "dhcp"
    title = "DHCP searched domain"
    rfc = "RFC 3397 §2"

    domain: str = name_field(
        "a domain in which to look for short names",
        key="dhcp.option.dhcp_dns_domain_search_list_fqdn",
        label="Search in",
    )


class DomainSearch(DhcpOption):
    """The domains in which to look for short names, one after the other."""

    title = "DHCP domain search"
    rfc = "RFC 3397 §2"

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read the names, unless the list goes on in another option of this code: then only both together can be read."""
        if self.code not in inside.split:
            put_names(reading, SearchedDomain.fields[0], self.group)
        else:
            reading.take(SplitNames, group=self.group)


class SplitNames(Header):
    """A part of a list of names that is spread over several options."""

    key = "dhcp"
    title = "DHCP part of a list of names"
    rfc = "RFC 3396 §7"

    part: bytes = as_found(
        "a part of a list that goes on in the next option of this code", key="dhcp.option.part", label="Part of a list"
    )


class SipServers(DhcpOption):
    """The servers through which calls go."""

    title = "DHCP SIP servers"
    rfc = "RFC 3361 §3"

    @classmethod
    def fits(cls, length: int, head: int) -> bool:  # noqa: ARG003
        """At least the encoding must be there."""
        return length > 0

    def read_rest(self, reading: Reading, inside: Inside) -> None:
        """Read names or addresses, unless the list goes on in another option of this code."""
        if self.code in inside.split:
            reading.take(SplitNames, group=self.group)
            return
        encoding = reading.read(SipEncoding, self.group).encoding
        if encoding == 0:
            put_names(reading, SipName.fields[0], self.group)
        elif encoding == 1 and not reading.left % 4:
            while reading.left:
                reading.read(SipAddress, self.group)


class SipEncoding(Header):
    """How the servers are named."""

    key = "dhcp"
    title = "DHCP SIP server encoding"
    rfc = "RFC 3361 §3"

    encoding: int = bits(
        8, "whether names or addresses follow", key="dhcp.option.sip_server.encoding", names=_ENCODINGS
    )


class SipName(Header):
    """The name of a server through which calls go."""

    key = "dhcp"
    title = "DHCP SIP server"
    rfc = "RFC 3361 §3.1"

    name: str = name_field("a server through which calls go", key="dhcp.option.sip_server.name", label="SIP server")


SipAddress = address_item(
    "SIP server", "a server through which calls go", "dhcp.option.sip_server.address", "RFC 3361 §3.2"
)


class DnsSelection(DhcpOption):
    """Which server to ask for names of which domains, where a host has several networks."""

    title = "DHCP DNS selection"
    rfc = "RFC 6731 §4.3"

    reserved: int = bits(6, "must be zero", key="dhcp.option.rdnss.reserved", default=0, minor=True)
    preference: int = bits(2, "how much to trust these servers", key="dhcp.option.rdnss.preference")
    primary: str = bits(32, "the server to ask first", key="dhcp.option.rdnss.primary_dns", kind=ADDRESS_IPV4)
    secondary: str = bits(32, "the server to ask next", key="dhcp.option.rdnss.secondary_dns", kind=ADDRESS_IPV4)

    def read_rest(self, reading: Reading, inside: Inside) -> None:  # noqa: ARG002
        """Keep the names of the domains as they are."""
        reading.take(SelectedDomains, group=self.group)


class SelectedDomains(Header):
    """The domains that are asked of these servers."""

    key = "dhcp"
    title = "DHCP domains of DNS servers"
    rfc = "RFC 6731 §4.3"

    domains: bytes = as_found("the domains to ask these servers about", key="dhcp.option.rdnss.domains")


NAMES: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {81: ClientFqdn, 119: DomainSearch, 120: SipServers, 146: DnsSelection}
)
"""The tables of these options by code."""
