"""Who reads what: each number that names a protocol, with the function that reads it; those below the applications are `carriers.py`'s."""

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
from netkit.packet.carriers import CARRIERS
from netkit.packet.reading import Next, Read, Reading
from netkit.packet.tunnel.wireguard import is_wireguard, read_wireguard

__all__ = ["READERS", "RECOGNISED", "reader_for", "reader_of"]

Recognise = Callable[[Reading], bool]


_BY_NUMBER: dict[tuple[str, int], Read] = {
    **CARRIERS,
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
    ("udp.port", 5353): read_mdns,
    ("udp.port", 5355): read_llmnr,
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
