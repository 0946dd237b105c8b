"""Who reads what: each number that names a protocol, with the function that reads it. The one place where protocols are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.message4 import is_proxy_dhcp, read_dhcp
from netkit.packet.application.dhcp.message6 import read_dhcpv6
from netkit.packet.application.dns.message import (
    read_dns,
    read_dns_over_tcp,
    read_llmnr,
    read_mdns,
)
from netkit.packet.application.http.message import (
    read_http,
    read_ssdp,
    recognise_http,
)
from netkit.packet.application.smtp import read_smtp
from netkit.packet.application.tls.record import PORTS as TLS_PORTS
from netkit.packet.application.tls.record import is_tls, read_tls
from netkit.packet.link.arp import read_arp
from netkit.packet.link.cooked import read_cooked, read_cooked2
from netkit.packet.link.ethernet import read_ethernet
from netkit.packet.link.llc import read_llc
from netkit.packet.link.loopback import read_loopback, read_null
from netkit.packet.link.ppp import read_cisco_hdlc, read_ppp, read_ppp_inside, read_ppp_unframed
from netkit.packet.link.pppoe import read_pppoe_discovery, read_pppoe_session
from netkit.packet.link.vlan import read_provider_vlan, read_vlan
from netkit.packet.network.authentication import read_authentication
from netkit.packet.network.icmp import (
    read_icmp,
)
from netkit.packet.network.icmp_extensions import read_extensions
from netkit.packet.network.icmpv6 import (
    read_icmpv6,
)
from netkit.packet.network.ipv4 import read_ipv4
from netkit.packet.network.ipv6 import read_ipv6
from netkit.packet.network.ipv6_extensions import read_destination, read_hop_by_hop
from netkit.packet.network.ipv6_fragment import read_fragment
from netkit.packet.network.ipv6_routing import read_routing
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.transport.tcp import read_tcp
from netkit.packet.transport.udp import read_udp
from netkit.packet.tunnel.esp import read_esp, read_udp_encapsulation
from netkit.packet.tunnel.ether_ip import read_ether_ip
from netkit.packet.tunnel.gre import read_gre
from netkit.packet.tunnel.ip_in_ip import read_ip_in_ip, read_ipv6_in_ip
from netkit.packet.tunnel.vxlan import read_vxlan, read_vxlan_generic
from netkit.packet.tunnel.wireguard import is_wireguard, read_wireguard

__all__ = ["READERS", "RECOGNISED", "reader_for", "reader_of"]

Recognise = Callable[[Reading], bool]


def _read_ip(reading: Reading) -> Next:
    """Read a packet that begins with its IP header; the first four bits say which version."""
    return "eth.type", (0x86DD if reading.left and reading.data[reading.position] >> 4 == 6 else 0x0800,)


_BY_NUMBER: dict[tuple[str, int], Read] = {
    ("link_type", 0): read_null,
    ("link_type", 1): read_ethernet,
    ("link_type", 9): read_ppp,
    ("link_type", 12): _read_ip,
    ("link_type", 14): _read_ip,
    ("link_type", 50): read_ppp,
    ("link_type", 51): read_pppoe_session,
    ("link_type", 101): _read_ip,
    ("link_type", 104): read_cisco_hdlc,
    ("link_type", 108): read_loopback,
    ("link_type", 113): read_cooked,
    ("link_type", 228): read_ipv4,
    ("link_type", 229): read_ipv6,
    ("link_type", 276): read_cooked2,
    ("eth.type", 0x0800): read_ipv4,
    ("eth.type", 0x0806): read_arp,
    ("eth.type", 0x6558): read_ethernet,
    ("eth.type", 0x8035): read_arp,
    ("eth.type", 0x8100): read_vlan,
    ("eth.type", 0x86DD): read_ipv6,
    ("eth.type", 0x8863): read_pppoe_discovery,
    ("eth.type", 0x8864): read_pppoe_session,
    ("eth.type", 0x8870): read_llc,
    ("eth.type", 0x88A8): read_provider_vlan,
    ("eth.type", 0x9100): read_vlan,
    ("chdlc.protocol", 0x0800): read_ipv4,
    ("chdlc.protocol", 0x6558): read_ethernet,
    ("chdlc.protocol", 0x86DD): read_ipv6,
    ("gre.proto", 0x0800): read_ipv4,
    ("gre.proto", 0x0806): read_arp,
    ("gre.proto", 0x6400): read_ethernet,
    ("gre.proto", 0x6558): read_ethernet,
    ("gre.proto", 0x86DD): read_ipv6,
    ("gre.proto", 0x880B): read_ppp_inside,
    ("gre.proto", 0x883E): read_ipv4,
    ("llc", 0): read_llc,
    ("llc.dsap", 0x06): read_ipv4,
    ("null.type", 2): read_ipv4,
    ("null.type", 24): read_ipv6,
    ("null.type", 28): read_ipv6,
    ("null.type", 30): read_ipv6,
    ("ppp.protocol", 0x0021): read_ipv4,
    ("ppp.protocol", 0x004B): read_llc,
    ("ppp.protocol", 0x0057): read_ipv6,
    ("pppoe.session", 0): read_ppp_unframed,
    ("sll.ltype", 3): read_ethernet,
    ("sll.ltype", 4): read_llc,
    ("sll.ltype", 7): read_ppp,
    ("ip.proto", 1): read_icmp,
    ("ip.proto", 4): read_ip_in_ip,
    ("ip.proto", 6): read_tcp,
    ("ip.proto", 17): read_udp,
    ("ip.proto", 41): read_ipv6_in_ip,
    ("ip.proto", 47): read_gre,
    ("ip.proto", 50): read_esp,
    ("ip.proto", 58): read_icmpv6,
    ("ip.proto", 94): read_ip_in_ip,
    ("ip.proto", 97): read_ether_ip,
    ("ip.proto", 143): read_ethernet,
    ("icmp.type", 42): read_extensions,
    ("ip.proto", 51): read_authentication,
    ("ipv6.nxt", 0): read_hop_by_hop,
    ("ipv6.nxt", 43): read_routing,
    ("ipv6.nxt", 44): read_fragment,
    ("ipv6.nxt", 60): read_destination,
    ("tcp.port", 25): read_smtp,
    ("tcp.port", 53): read_dns_over_tcp,
    ("tcp.port", 80): read_http,
    ("tcp.port", 587): read_smtp,
    ("tcp.port", 631): read_http,
    ("tcp.port", 1900): read_http,
    ("tcp.port", 2710): read_http,
    ("tcp.port", 2869): read_http,
    ("tcp.port", 3128): read_http,
    ("tcp.port", 3132): read_http,
    ("tcp.port", 3689): read_http,
    ("tcp.port", 5353): read_dns_over_tcp,
    ("tcp.port", 5985): read_http,
    ("tcp.port", 8080): read_http,
    ("tcp.port", 8088): read_http,
    ("tcp.port", 11371): read_http,
    **{("tcp.port", port): read_tls for port in TLS_PORTS},
    ("udp.port", 53): read_dns,
    ("udp.port", 67): read_dhcp,
    ("udp.port", 68): read_dhcp,
    ("udp.port", 546): read_dhcpv6,
    ("udp.port", 547): read_dhcpv6,
    ("udp.port", 1900): read_ssdp,
    ("udp.port", 4500): read_udp_encapsulation,
    ("udp.port", 4789): read_vxlan,
    ("udp.port", 4790): read_vxlan_generic,
    ("udp.port", 5353): read_mdns,
    ("udp.port", 5355): read_llmnr,
    ("vxlan.next_proto", 1): read_ipv4,
    ("vxlan.next_proto", 2): read_ipv6,
    ("vxlan.next_proto", 3): read_ethernet,
}

READERS: Mapping[tuple[str, int], Read] = MappingProxyType(_BY_NUMBER)

reader_of = _BY_NUMBER.get
"""Who reads a number of a name space, given both as a pair, or None: `READERS` without the little time that its being read-only costs."""

RECOGNISED: Mapping[str, tuple[tuple[Recognise, Read], ...]] = MappingProxyType(
    {
        "tcp.port": ((recognise_http, read_http), (is_tls, read_tls)),
        "udp.port": ((is_proxy_dhcp, read_dhcp), (is_wireguard, read_wireguard)),
    }
)
"""Who reads what no number names: for each name space, who knows its own beginning when it sees it, and who then reads it."""


def reader_for(following: Next, reading: Reading, declined: Read | None = None) -> Read | None:
    """Who reads what comes next, by its number or else by how it begins, if netkit has a table for it.

    A reader that finds nothing of its own there says so by opening no layer; then whoever comes after the one who `declined` is asked.
    """
    if following is None:
        return None
    if declined is not None:
        waiting = iter(_candidates(following, reading))
        return next(waiting, None) if declined in waiting else None
    space, numbers = following
    for number in numbers:
        if (reader := reader_of((space, number))) is not None:
            return reader
    return next(iter(_candidates(following, reading)), None)


def _candidates(following: tuple[str, tuple[int, ...]], reading: Reading) -> dict[Read, None]:
    """All who may read what comes next, in the order in which they are asked, each once."""
    space, numbers = following
    spaces = (space, "ip.proto") if space == "ipv6.nxt" else (space,)
    named = [READERS.get((each, number)) for each in spaces for number in numbers]
    recognised = [reader for recognise, reader in RECOGNISED.get(space, ()) if recognise(reading)]
    return dict.fromkeys(reader for reader in named + recognised if reader is not None)
