"""Records that were never registered: Microsoft's WINS and WINS-R ([MS-DNSP] §2.2.2.2.4), and XPF (draft-bellis-dnsop-xpf)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import bits, flag
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, SECONDS
from netkit.packet.reading import Reading

__all__ = ["PRIVATE"]


class Wins(Header):
    """WINS: names that DNS does not have are asked for by WINS."""

    key = "dns"
    title = "DNS WINS record data"
    rfc = "[MS-DNSP] §2.2.2.2.4.18"

    reserved: int = bits(31, "unused", key="dns.wins.reserved", default=0, minor=True)
    local: bool = flag("not to be copied to other servers of the zone", key="dns.wins.local_flag", minor=True)
    lookup_timeout: int = bits(32, "how long to wait for WINS", key="dns.wins.lookup_timeout", kind=SECONDS)
    cache_timeout: int = bits(32, "how long to keep its answer", key="dns.wins.cache_timeout", kind=SECONDS)
    servers: int = bits(32, "how many servers of WINS follow", key="dns.wins.nb_wins_servers", minor=True)


class WinsServer(Header):
    """WINS: a server that is asked."""

    key = "dns"
    title = "DNS WINS record data"
    rfc = "[MS-DNSP] §2.2.2.2.4.18"

    server: str = bits(32, "a server of WINS", key="dns.wins.wins_server", kind=ADDRESS_IPV4, label="WINS server")


def _read_wins(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    for _ in range(reading.read(Wins, group).servers):
        reading.read(WinsServer, group)


class WinsReverse(Header):
    """WINS-R: addresses that DNS has no names for are asked about by NetBIOS."""

    key = "dns"
    title = "DNS WINS-R record data"
    rfc = "[MS-DNSP] §2.2.2.2.4.19"

    reserved: int = bits(31, "unused", key="dns.winsr.reserved", default=0, minor=True)
    local: bool = flag("not to be copied to other servers of the zone", key="dns.winsr.local_flag", minor=True)
    lookup_timeout: int = bits(32, "how long to wait for an answer", key="dns.winsr.lookup_timeout", kind=SECONDS)
    cache_timeout: int = bits(32, "how long to keep the answer", key="dns.winsr.cache_timeout", kind=SECONDS)


class WinsReverseDomain(Header):
    """WINS-R: what is put behind the names that are found."""

    key = "dns"
    title = "DNS WINS-R record data"
    rfc = "[MS-DNSP] §2.2.2.2.4.19"

    domain: str = name_field("is put behind the names that are found", key="dns.winsr.name_result_domain")


class Forwarded(Header):
    """XPF: whom a proxy asks for."""

    key = "dns"
    title = "DNS XPF record data"
    rfc = "draft-bellis-dnsop-xpf-04 §3"

    ip_version: int = bits(8, "the version of IP", key="dns.xpf.ip_version", label="IP version")
    protocol: int = bits(8, "what carried the question", key="dns.xpf.protocol", names={6: "TCP", 17: "UDP"})


class ForwardedIpv4(Header):
    """XPF: the addresses of the question, in IPv4."""

    key = "dns"
    title = "DNS XPF record data"
    rfc = "draft-bellis-dnsop-xpf-04 §3"

    source: str = bits(32, "who asks", key="dns.xpf.source_ipv4", kind=ADDRESS_IPV4)
    destination: str = bits(32, "who was asked", key="dns.xpf.destination_ipv4", kind=ADDRESS_IPV4)


class ForwardedIpv6(Header):
    """XPF: the addresses of the question, in IPv6."""

    key = "dns"
    title = "DNS XPF record data"
    rfc = "draft-bellis-dnsop-xpf-04 §3"

    source: str = bits(128, "who asks", key="dns.xpf.source_ipv6", kind=ADDRESS_IPV6)
    destination: str = bits(128, "who was asked", key="dns.xpf.destination_ipv6", kind=ADDRESS_IPV6)


class ForwardedPorts(Header):
    """XPF: the ports of the question."""

    key = "dns"
    title = "DNS XPF record data"
    rfc = "draft-bellis-dnsop-xpf-04 §3"

    source_port: int = bits(16, "the asker's port", key="dns.xpf.sport")
    destination_port: int = bits(16, "the port that was asked", key="dns.xpf.dport")


def _read_xpf(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    version = reading.read(Forwarded, group).ip_version
    if version in (4, 6):
        reading.read(ForwardedIpv4 if version == 4 else ForwardedIpv6, group)
        reading.read(ForwardedPorts, group)


PRIVATE: Mapping[int, ReadData] = MappingProxyType(
    {65281: _read_wins, 65282: in_order(WinsReverse, *WinsReverseDomain.fields), 65422: _read_xpf}
)
