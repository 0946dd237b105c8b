"""The options that are one number, one address or one moment each (RFC 2132 §3 to §8, RFC 6926 §6.2)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.kinds import SECONDS_SINCE_1900
from netkit.packet.application.dhcp.option4 import DhcpOption, number
from netkit.packet.kinds import ADDRESS_IPV4, FLAG, LENGTH, SECONDS, SIGNED

__all__ = ["NUMBERS"]

_NODE_TYPES = MappingProxyType(
    {
        1: "B: asks all by broadcast",
        2: "P: asks a server",
        4: "M: broadcast, then server",
        8: "H: server, then broadcast",
    }
)
_AUTO_CONFIGURE = MappingProxyType({0: "don't choose an address yourself", 1: "choose one if no server answers"})
_LEASE_STATES = MappingProxyType(
    {
        1: "available", 2: "active", 3: "expired", 4: "released", 5: "abandoned", 6: "reset", 7: "remote", 8: "in transition",
    }
)  # fmt: skip

NUMBERS: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {
        2: number(
            32, "Time offset", "local time, less universal time", "dhcp.option.time_offset", "RFC 2132 §3.4", kind=SIGNED
        ),
        13: number(16, "Boot file size", "in blocks of 512 bytes", "dhcp.option.boot_file_size", "RFC 2132 §3.15"),
        16: number(
            32, "Swap server", "where to put memory that is not needed", "dhcp.option.swap_server", "RFC 2132 §3.18", kind=ADDRESS_IPV4
        ),
        22: number(
            16, "Maximum reassembly size", "the largest packet to put together", "dhcp.option.max_datagram_reassembly_size",
            "RFC 2132 §4.4", kind=LENGTH,
        ),
        23: number(8, "Default TTL", "the TTL of the client's packets", "dhcp.option.default_ip_ttl", "RFC 2132 §4.5"),
        24: number(
            32, "Path MTU timeout", "how long a path's MTU holds", "dhcp.option.path_mtu_aging_timeout", "RFC 2132 §4.6", kind=SECONDS
        ),
        28: number(
            32, "Broadcast address", "reaches everyone on the subnet", "dhcp.option.broadcast_address", "RFC 2132 §5.3",
            kind=ADDRESS_IPV4,
        ),
        32: number(
            32, "Router solicitation address", "where to ask for routers", "dhcp.option.router_solicitation_address",
            "RFC 2132 §5.7", kind=ADDRESS_IPV4,
        ),
        35: number(
            32, "ARP cache timeout", "how long an ARP entry is kept", "dhcp.option.arp_cache_timeout", "RFC 2132 §6.2", kind=SECONDS
        ),
        37: number(8, "TCP default TTL", "the TTL of TCP segments", "dhcp.option.tcp_default_ttl", "RFC 2132 §7.1"),
        38: number(
            32, "Keepalive interval", "between keepalives; 0: send none", "dhcp.option.tcp_keepalive_interval", "RFC 2132 §7.2",
            kind=SECONDS,
        ),
        46: number(
            8, "NetBIOS node type", "how to find NetBIOS names", "dhcp.option.netbios_over_tcpip_node_type", "RFC 2132 §8.7",
            names=_NODE_TYPES,
        ),
        91: number(
            32, "Last transaction time", "since the client last asked", "dhcp.option.client_last_transaction_time",
            "RFC 4388 §6.1", kind=SECONDS,
        ),
        116: number(
            8, "Auto-configure", "may the client choose an address of 169.254.0.0/16?", "dhcp.option.dhcp_auto_configuration",
            "RFC 2563 §2", names=_AUTO_CONFIGURE,
        ),
        152: number(
            32, "Base time", "when the answer was made", "dhcp.option.bulk_lease.base_time", "RFC 6926 §6.2.3", kind=SECONDS_SINCE_1900
        ),
        153: number(
            32, "Start of state", "how long the address has been in its state", "dhcp.option.bulk_lease.start_time_of_state",
            "RFC 6926 §6.2.4", kind=SECONDS,
        ),
        154: number(
            32, "Query start time", "what changed after this", "dhcp.option.bulk_lease.query_start_time", "RFC 6926 §6.2.5",
            kind=SECONDS_SINCE_1900,
        ),
        155: number(
            32, "Query end time", "what changed before this", "dhcp.option.bulk_lease.query_end_time", "RFC 6926 §6.2.6",
            kind=SECONDS_SINCE_1900,
        ),
        156: number(
            8, "Lease state", "what the server knows of the address", "dhcp.option.bulk_lease.dhcp_state", "RFC 6926 §6.2.7",
            names=_LEASE_STATES,
        ),
        157: number(
            8, "Data source", "whether another server told it", "dhcp.option.bulk_lease.data_source", "RFC 6926 §6.2.8", kind=FLAG
        ),
    }
)  # fmt: skip
"""The tables of these options by code."""
