"""Records that are names, and what stands beside them: NS, CNAME, DNAME, PTR, SOA, RP, AFSDB, RT and others (RFC 1035 §3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import SECONDS

__all__ = ["NAMES"]


class NameServer(Header):
    """NS: a server of the zone."""

    key = "dns"
    title = "DNS NS record data"
    rfc = "RFC 1035 §3.3.11"

    name_server: str = name_field("a server that has the zone", key="dns.ns")


class Alias(Header):
    """CNAME: the name that this one is another name of."""

    key = "dns"
    title = "DNS CNAME record data"
    rfc = "RFC 1035 §3.3.1"

    canonical_name: str = name_field("the name that this one is another name of", key="dns.cname")


class TreeAlias(Header):
    """DNAME: the name that stands for this one in all names below it."""

    key = "dns"
    title = "DNS DNAME record data"
    rfc = "RFC 6672 §2.1"

    target: str = name_field("names below this one are found below that one instead", key="dns.dname")


class Pointer(Header):
    """PTR: the name that belongs to an address."""

    key = "dns"
    title = "DNS PTR record data"
    rfc = "RFC 1035 §3.3.12"

    domain_name: str = name_field("the name that belongs to the address", key="dns.ptr.domain_name")


class NsapPointer(Header):
    """NSAP-PTR: the name that belongs to an address of OSI's networks."""

    key = "dns"
    title = "DNS NSAP-PTR record data"
    rfc = "RFC 1348"

    owner: str = name_field("the name that belongs to the address", key="dns.nsap_ptr.owner")


class StartOfAuthorityNames(Header):
    """SOA: its two names."""

    key = "dns"
    title = "DNS SOA record data"
    rfc = "RFC 1035 §3.3.13"

    primary_server: str = name_field("the server that the zone is kept on", key="dns.soa.mname")
    mailbox: str = name_field("who looks after the zone; the first dot stands for @", key="dns.soa.rname")


class StartOfAuthority(Header):
    """SOA: the numbers behind its two names."""

    key = "dns"
    title = "DNS SOA record data"
    rfc = "RFC 1035 §3.3.13"

    serial: int = bits(
        32,
        "the zone's version: other servers of the zone fetch it anew when this has grown",
        key="dns.soa.serial_number",
    )
    refresh: int = bits(32, "how often they look", key="dns.soa.refresh_interval", kind=SECONDS)
    retry: int = bits(32, "how soon they look again after a failure", key="dns.soa.retry_interval", kind=SECONDS)
    expire: int = bits(
        32, "after how long without the first server they stop answering", key="dns.soa.expire_limit", kind=SECONDS
    )
    minimum: int = bits(
        32, 'bounds how long "no such name" may be kept', key="dns.soa.minimum_ttl", kind=SECONDS, rfc="RFC 2308 §4"
    )


class ResponsiblePerson(Header):
    """RP: whom to ask about a machine."""

    key = "dns"
    title = "DNS RP record data"
    rfc = "RFC 1183 §2.2"

    mailbox: str = name_field("who is responsible; the first dot stands for @", key="dns.rp.mailbox")
    text_name: str = name_field("the name whose TXT records say more", key="dns.rp.txt_rr")


class CellDatabase(Header):
    """AFSDB: what sort of server it is."""

    key = "dns"
    title = "DNS AFSDB record data"
    rfc = "RFC 1183 §1"

    subtype: int = bits(
        16, "what the server does", key="dns.afsdb.subtype", names={1: "an AFS cell database", 2: "a DCE authentication server"}
    )  # fmt: skip


class CellDatabaseName(Header):
    """AFSDB: the server."""

    key = "dns"
    title = "DNS AFSDB record data"
    rfc = "RFC 1183 §1"

    hostname: str = name_field("the server of the cell", key="dns.afsdb.hostname")


class RouteThrough(Header):
    """RT: how much to prefer this way."""

    key = "dns"
    title = "DNS RT record data"
    rfc = "RFC 1183 §3.3"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.rt.subtype")


class RouteThroughHost(Header):
    """RT: the machine that passes packets on."""

    key = "dns"
    title = "DNS RT record data"
    rfc = "RFC 1183 §3.3"

    intermediate_host: str = name_field("the machine that passes packets on", key="dns.rt.intermediate_host")


class KeyExchange(Header):
    """KX: how much to prefer this machine."""

    key = "dns"
    title = "DNS KX record data"
    rfc = "RFC 2230 §3.1"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.kx.preference")


class KeyExchanger(Header):
    """KX: the machine that agrees on keys for the name."""

    key = "dns"
    title = "DNS KX record data"
    rfc = "RFC 2230 §3.1"

    exchanger: str = name_field("the machine that agrees on keys for the name", key="dns.kx.key_exchange")


NAMES: Mapping[int, ReadData] = MappingProxyType(
    {
        2: in_order(*NameServer.fields),
        5: in_order(*Alias.fields),
        6: in_order(*StartOfAuthorityNames.fields, StartOfAuthority),
        12: in_order(*Pointer.fields),
        17: in_order(*ResponsiblePerson.fields),
        18: in_order(CellDatabase, *CellDatabaseName.fields),
        21: in_order(RouteThrough, *RouteThroughHost.fields),
        23: in_order(*NsapPointer.fields),
        36: in_order(KeyExchange, *KeyExchanger.fields),
        39: in_order(*TreeAlias.fields),
    }
)
