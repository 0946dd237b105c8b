"""The options by which a host learns the settings of its network, each a number, a text or a list of addresses (RFC 2132 §3 to §8)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dhcp.numbers4 import NUMBERS
from netkit.packet.application.dhcp.option4 import DhcpOption, address_item, addresses, number, text
from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, FLAG, LENGTH

__all__ = ["SETTINGS", "DhcpRouters", "DhcpServers", "DhcpSubnetMask", "InterfaceMtu"]


class DhcpSubnetMask(DhcpOption):
    """Which bits of the client's address name its network."""

    title = "DHCP subnet mask"
    rfc = "RFC 2132 §3.3"

    subnet_mask: str = bits(
        32,
        "the bits that are set name the network, the others the host",
        key="dhcp.option.subnet_mask",
        kind=ADDRESS_IPV4,
    )


class DhcpRouters(DhcpOption):
    """The ways out of this network."""

    title = "DHCP routers"
    rfc = "RFC 2132 §3.5"
    item = address_item("Router", "a way out of this network, the best first", "dhcp.option.router", rfc)


class DhcpServers(DhcpOption):
    """The servers that find names."""

    title = "DHCP DNS servers"
    rfc = "RFC 2132 §3.8"
    item = address_item(
        "DNS server", "a server to ask for names, the best first", "dhcp.option.domain_name_server", rfc
    )


class InterfaceMtu(DhcpOption):
    """The largest packet that this network carries."""

    title = "DHCP interface MTU"
    rfc = "RFC 2132 §5.1"

    interface_mtu: int = bits(
        16,
        "the largest packet that this link carries",
        key="dhcp.option.interface_mtu",
        kind=LENGTH,
        label="Interface MTU",
    )


class Plateau(Header):
    """A size of packet that path MTU discovery tries."""

    key = "dhcp"
    title = "DHCP path MTU plateau"
    rfc = "RFC 2132 §4.7"

    plateau: int = bits(16, "a size of packet to try", key="dhcp.option.path_mtu_plateau_table_item", kind=LENGTH)


class PathMtuPlateaus(DhcpOption):
    """Sizes of packets that path MTU discovery tries one after the other."""

    title = "DHCP path MTU plateaus"
    rfc = "RFC 2132 §4.7"
    item = Plateau


_ADDRESSES = (
    (4, "Time server", "a server that tells the time (RFC 868)", "time_server", "RFC 2132 §3.6"),
    (5, "Name server", "a server for names older than DNS", "name_server", "RFC 2132 §3.7"),
    (7, "Log server", "where to send logs", "log_server", "RFC 2132 §3.9"),
    (8, "Quotes server", "a server with a quote of the day", "quotes_server", "RFC 2132 §3.10"),
    (9, "LPR server", "a server with a printer", "lpr_server", "RFC 2132 §3.11"),
    (10, "Impress server", "an Imagen Impress server", "impress_server", "RFC 2132 §3.12"),
    (
        11,
        "Resource location server",
        "a server that finds resources (RFC 887)",
        "resource_location_server",
        "RFC 2132 §3.13",
    ),
    (41, "NIS server", "a server of Sun's network information service", "nis_server", "RFC 2132 §8.2"),
    (42, "NTP server", "a server to set the clock by, the best first", "ntp_server", "RFC 2132 §8.3"),
    (44, "NetBIOS name server", "a server for NetBIOS names (WINS)", "netbios_over_tcpip_name_server", "RFC 2132 §8.5"),
    (
        45,
        "NetBIOS datagram server",
        "passes NetBIOS datagrams on",
        "netbios_over_tcpip_dd_name_server",
        "RFC 2132 §8.6",
    ),
    (48, "X font server", "a server with fonts", "xwindows_system_font_server", "RFC 2132 §8.9"),
    (49, "X display manager", "a machine to log in to", "xwindows_system_display_manager", "RFC 2132 §8.10"),
    (65, "NIS+ server", "a server of NIS+", "nis_plus_server", "RFC 2132 §8.12"),
    (68, "Mobile IP home agent", "a home agent for mobile hosts", "mobile_ip_home_agent", "RFC 2132 §8.13"),
    (69, "SMTP server", "a server that takes mail", "smtp_server", "RFC 2132 §8.14"),
    (70, "POP3 server", "a server that keeps mail", "pop3_server", "RFC 2132 §8.15"),
    (71, "NNTP server", "a server of network news", "nntp_server", "RFC 2132 §8.16"),
    (72, "Web server", "a web server", "default_www_server", "RFC 2132 §8.17"),
    (73, "Finger server", "a finger server", "default_finger_server", "RFC 2132 §8.18"),
    (74, "IRC server", "a chat server", "default_irc_server", "RFC 2132 §8.19"),
    (75, "StreetTalk server", "a StreetTalk server", "streettalk_server", "RFC 2132 §8.20"),
    (
        76,
        "StreetTalk directory server",
        "a StreetTalk directory assistance server",
        "streettalk_da_server",
        "RFC 2132 §8.21",
    ),
    (85, "NDS server", "a server of Novell's directory", "novell_dss.ip", "RFC 2241 §2"),
    (92, "Associated address", "an address that this client has too", "associated_ip_option", "RFC 4388 §6.1"),
    (112, "NetInfo address", "the parent server of NetInfo", "netinfo_parent_server_address", "RFC 3679"),
    (118, "Subnet selection", "the subnet to give an address from", "subnet_selection_option", "RFC 3011 §2"),
    (136, "PANA agent", "who checks that a client may use the network", "pana_agent", "RFC 5192"),
    (138, "CAPWAP controller", "steers wireless access points", "capwap_access_controller", "RFC 5417 §2"),
    (142, "ANDSF server", "tells which networks to choose", "andsf_server", "RFC 6153"),
    (150, "TFTP server address", "where to fetch files from", "tftp_server_address", "RFC 5859"),
)

_TEXTS = (
    (12, "Host name", "the client's name, perhaps with its domain", "hostname", "RFC 2132 §3.14"),
    (14, "Merit dump file", "where to write memory after a crash", "merit_dump_file", "RFC 2132 §3.16"),
    (15, "Domain name", "the domain to add to short names", "domain_name", "RFC 2132 §3.17"),
    (17, "Root path", "where the client's root disk lies", "root_path", "RFC 2132 §3.19"),
    (18, "Extensions path", "a file with more options", "extension_path", "RFC 2132 §3.20"),
    (40, "NIS domain", "the domain of Sun's network information service", "nis_domain", "RFC 2132 §8.1"),
    (47, "NetBIOS scope", "which NetBIOS machines belong together", "netbios_over_tcpip_scope", "RFC 2132 §8.8"),
    (64, "NIS+ domain", "the domain of NIS+", "nis_plus_domain", "RFC 2132 §8.11"),
    (66, "TFTP server name", "where to fetch the boot file from", "tftp_server_name", "RFC 2132 §9.4"),
    (67, "Boot file name", "the file to start from", "bootfile_name", "RFC 2132 §9.5"),
    (86, "NDS tree name", "the tree of Novell's directory", "novell_ds_tree_name", "RFC 2241 §3"),
    (87, "NDS context", "the place in Novell's directory", "novell_ds_context", "RFC 2241 §4"),
    (100, "Time zone (POSIX)", "the time zone as POSIX writes it", "tz_pcode", "RFC 4833 §2"),
    (101, "Time zone (name)", "the time zone's name in the tz database", "tz_tcode", "RFC 4833 §2"),
    (113, "NetInfo tag", "the tag of NetInfo's parent server", "netinfo_parent_server_tag", "RFC 3679"),
    (114, "Captive portal", "where to ask what keeps this host from the Internet", "captive_portal", "RFC 8910 §2.1"),
    (137, "LoST server", "a server that maps places to services", "lost_server_domain_name", "RFC 5223 §3"),
    (160, "Captive portal", "where to ask what keeps this host from the Internet", "captive_portal", "RFC 7710 §2.1"),
    (161, "MUD URL", "where the device's maker says what it does", "mudurl", "RFC 8520 §10"),
    (209, "PXELINUX configuration", "the boot loader's configuration file", "pxe_config_file", "RFC 5071 §4"),
    (210, "PXELINUX path prefix", "what file names are added to", "pxe_path_prefix", "RFC 5071 §5"),
    (
        252,
        "Web proxy",
        "where the proxy settings are (WPAD)",
        "private_proxy_autodiscovery",
        "draft-ietf-wrec-wpad §4.4.1",
    ),
)

_FLAGS = (
    (19, "IP forwarding", "pass packets on for others", "ip_forwarding", "RFC 2132 §4.1"),
    (20, "Source routing", "pass on packets with source routes", "non_local_source_routing", "RFC 2132 §4.2"),
    (27, "All subnets are local", "all subnets have this link's MTU", "all_subnets_are_local", "RFC 2132 §5.2"),
    (29, "Mask discovery", "find the subnet mask with ICMP", "perform_mask_discovery", "RFC 2132 §5.4"),
    (30, "Mask supplier", "answer when others ask for the mask", "mask_supplier", "RFC 2132 §5.5"),
    (31, "Router discovery", "look for routers (RFC 1256)", "perform_router_discover", "RFC 2132 §5.6"),
    (34, "Trailers", "put headers behind the data (RFC 893)", "trailer_encapsulation", "RFC 2132 §6.1"),
    (36, "IEEE 802.3 frames", "send IEEE 802.3 frames, not Ethernet II", "ethernet_encapsulation", "RFC 2132 §6.3"),
    (39, "Keepalive garbage", "send a byte of garbage with keepalives", "tcp_keepalive_garbage", "RFC 2132 §7.3"),
)


SETTINGS: Mapping[int, type[DhcpOption]] = MappingProxyType(
    {1: DhcpSubnetMask, 3: DhcpRouters, 6: DhcpServers, 25: PathMtuPlateaus, 26: InterfaceMtu}
    | {code: addresses(label, meaning, f"dhcp.option.{key}", rfc) for code, label, meaning, key, rfc in _ADDRESSES}
    | {code: text(label, meaning, f"dhcp.option.{key}", rfc) for code, label, meaning, key, rfc in _TEXTS}
    | {code: number(8, label, meaning, f"dhcp.option.{key}", rfc, kind=FLAG) for code, label, meaning, key, rfc in _FLAGS}
    | dict(NUMBERS)
)  # fmt: skip
"""The tables of simple options by code."""
