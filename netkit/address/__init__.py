"""Addresses: their text and their bytes, what they mean, how blocks are divided and put together, and which route a packet takes.

>>> from netkit.address import parse_prefix, host_range, look_up, Table, parse_table, parse_address
>>> str(host_range(parse_prefix("192.0.2.64/26")).last)
'192.0.2.126'
>>> table = Table(parse_table(["0.0.0.0/0 R1", "203.0.113.0/24 R2"]))
>>> look_up(table, parse_address("203.0.113.9")).route.label
'R2'

Texts and numbers are at hand at once, for every packet needs them; the rest is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from netkit.address.ipv4_text import loose_ipv4, parse_ipv4
from netkit.address.ipv6_text import parse_ipv6
from netkit.address.mac_text import parse_eui64, parse_mac
from netkit.address.text import format_eui64, format_ipv4, format_ipv6, format_ipv6_full, format_mac

if TYPE_CHECKING:
    from netkit.address.address import Address, parse_address
    from netkit.address.embedded import Embedded, find_embedded, teredo_port, translated, translation_of
    from netkit.address.history import AddressClass, address_class, classful_length
    from netkit.address.hosts import HostRange, broadcast_address, host_bits_for, host_range
    from netkit.address.identifier import (
        address_with_identifier,
        identifier_of,
        link_local_from_mac,
        mac_from_identifier,
        modified_eui64,
        reserved_identifier,
    )
    from netkit.address.ipv6_form import Departure, departures
    from netkit.address.mac import BROADCAST, Mac, NamedMac, named_mac
    from netkit.address.multicast_mapping import multicast_mac, solicited_node, solicited_node_mac
    from netkit.address.need import Need, parse_need
    from netkit.address.plan import Plan, Subnet, plan_subnets
    from netkit.address.prefix import Prefix, mask_number, on_link
    from netkit.address.prefix_text import parse_address_with_length, parse_prefix
    from netkit.address.reverse import reverse_name, reverse_zones
    from netkit.address.routing.lookup import Lookup, Table, common_bits, look_up
    from netkit.address.routing.route import Route
    from netkit.address.routing.text import parse_route, parse_table
    from netkit.address.routing.trie import Trie
    from netkit.address.span import Span, parse_span
    from netkit.address.special.lookup import (
        globally_reachable,
        is_multicast,
        ranges_inside,
        ranges_of,
        router_may_forward,
        special_range,
    )
    from netkit.address.special.multicast_ipv6 import MulticastParts, multicast_parts
    from netkit.address.special.range import Range
    from netkit.address.stable_identifier import StableIdentifier, make_stable_identifier
    from netkit.address.summary import Summary, common_prefix, prefixes_between, summarize
    from netkit.address.unique_local import UniqueLocalParts, unique_local_parts
    from netkit.address.vendor import Vendor, vendor_of

__all__ = [
    "BROADCAST",
    "Address",
    "AddressClass",
    "Departure",
    "Embedded",
    "HostRange",
    "Lookup",
    "Mac",
    "MulticastParts",
    "NamedMac",
    "Need",
    "Plan",
    "Prefix",
    "Range",
    "Route",
    "Span",
    "StableIdentifier",
    "Subnet",
    "Summary",
    "Table",
    "Trie",
    "UniqueLocalParts",
    "Vendor",
    "address_class",
    "address_with_identifier",
    "broadcast_address",
    "classful_length",
    "common_bits",
    "common_prefix",
    "departures",
    "find_embedded",
    "format_eui64",
    "format_ipv4",
    "format_ipv6",
    "format_ipv6_full",
    "format_mac",
    "globally_reachable",
    "host_bits_for",
    "host_range",
    "identifier_of",
    "is_multicast",
    "link_local_from_mac",
    "look_up",
    "loose_ipv4",
    "mac_from_identifier",
    "make_stable_identifier",
    "mask_number",
    "modified_eui64",
    "multicast_mac",
    "multicast_parts",
    "named_mac",
    "on_link",
    "parse_address",
    "parse_address_with_length",
    "parse_eui64",
    "parse_ipv4",
    "parse_ipv6",
    "parse_mac",
    "parse_need",
    "parse_prefix",
    "parse_route",
    "parse_span",
    "parse_table",
    "plan_subnets",
    "prefixes_between",
    "ranges_inside",
    "ranges_of",
    "reserved_identifier",
    "reverse_name",
    "reverse_zones",
    "router_may_forward",
    "solicited_node",
    "solicited_node_mac",
    "special_range",
    "summarize",
    "teredo_port",
    "translated",
    "translation_of",
    "unique_local_parts",
    "vendor_of",
]

_MODULES = MappingProxyType(
    {
        "address": "Address parse_address",
        "embedded": "Embedded find_embedded teredo_port translated translation_of",
        "history": "AddressClass address_class classful_length",
        "hosts": "HostRange broadcast_address host_bits_for host_range",
        "identifier": "address_with_identifier identifier_of link_local_from_mac mac_from_identifier modified_eui64 reserved_identifier",
        "ipv6_form": "Departure departures",
        "mac": "BROADCAST Mac NamedMac named_mac",
        "multicast_mapping": "multicast_mac solicited_node solicited_node_mac",
        "need": "Need parse_need",
        "plan": "Plan Subnet plan_subnets",
        "prefix": "Prefix mask_number on_link",
        "prefix_text": "parse_address_with_length parse_prefix",
        "reverse": "reverse_name reverse_zones",
        "routing.lookup": "Lookup Table common_bits look_up",
        "routing.route": "Route",
        "routing.text": "parse_route parse_table",
        "routing.trie": "Trie",
        "span": "Span parse_span",
        "special.lookup": "globally_reachable is_multicast ranges_inside ranges_of router_may_forward special_range",
        "special.multicast_ipv6": "MulticastParts multicast_parts",
        "special.range": "Range",
        "stable_identifier": "StableIdentifier make_stable_identifier",
        "summary": "Summary common_prefix prefixes_between summarize",
        "unique_local": "UniqueLocalParts unique_local_parts",
        "vendor": "Vendor vendor_of",
    }
)
"""Where each name is that is imported when it is first asked for."""


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names.split():
            return getattr(import_module(f"netkit.address.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
