"""The names that scapy gives to fields and layers, for people who come from there. scapy itself is not loaded.

A name that stands for several fields of the RFC's at once has all of them, in their order; where scapy writes letters for flags, those
stand in `LETTERS`, the lowest bit first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["LAYER_NAMES", "LETTERS", "SCAPY_NAMES"]

_TRAFFIC = ("differentiated_services", "explicit_congestion_notification")
_NEXT = {"nh": "next_header", "len": "extension_length"}
_DNS = {
    "id": "identification", "qr": "response", "opcode": "operation_code", "aa": "authoritative_answer", "tc": "truncation",
    "rd": "recursion_desired", "ra": "recursion_available", "z": "reserved", "ad": "authentic_data", "cd": "checking_disabled",
    "rcode": "response_code", "qdcount": "questions", "ancount": "answers", "nscount": "authority_records",
    "arcount": "additional_records",
}  # fmt: skip
_LENGTHS_OF_PPPOE = {"sessionid": "session_identifier", "len": "data_length"}
_TAG = {"prio": "priority", "dei": "drop_eligible", "vlan": "vlan_identifier"}
_ICMPV6 = {"cksum": "checksum"}

SCAPY_NAMES: Mapping[str, Mapping[str, str | tuple[str, ...]]] = MappingProxyType(
    {
        "ethernet": {"dst": "destination", "src": "source"},
        "ieee8023": {"dst": "destination", "src": "source", "len": "data_length"},
        "llc": {"dsap": "destination_service_access_point", "ssap": "source_service_access_point", "ctrl": "control"},
        "snap": {"OUI": "organization_code"},
        "snap_type": {"code": "type"},
        "vlan": _TAG,
        "vlan_length": _TAG | {"len": "data_length"},
        "provider_tag": _TAG,
        "arp": {
            "hwtype": "hardware_type", "ptype": "protocol_type", "hwlen": "hardware_length", "plen": "protocol_length",
            "op": "operation",
        },
        "arp_addresses": {
            "hwsrc": "sender_hardware_address", "psrc": "sender_protocol_address", "hwdst": "target_hardware_address",
            "pdst": "target_protocol_address",
        },
        "cooked": {"pkttype": "packet_type", "lladdrtype": "hardware_type", "lladdrlen": "address_length"},
        "cooked_type": {"proto": "protocol"},
        "cooked2": {
            "ifindex": "interface_index", "lladdrtype": "hardware_type", "pkttype": "packet_type", "lladdrlen": "address_length",
        },
        "ppp": {"proto": "protocol"},
        "pppoe_session": _LENGTHS_OF_PPPOE,
        "pppoe_discovery": _LENGTHS_OF_PPPOE,
        "ipv4": {
            "ihl": "internet_header_length", "tos": _TRAFFIC, "len": "total_length", "id": "identification",
            "flags": ("reserved", "dont_fragment", "more_fragments"), "frag": "fragment_offset", "ttl": "time_to_live",
            "proto": "protocol", "chksum": "checksum", "src": "source", "dst": "destination",
        },
        "ipv6": {
            "tc": _TRAFFIC, "fl": "flow_label", "plen": "payload_length", "nh": "next_header", "hlim": "hop_limit", "src": "source",
            "dst": "destination",
        },
        "hop_by_hop": _NEXT,
        "destination_options": _NEXT,
        "ipv6_routing": _NEXT | {"type": "routing_type", "segleft": "segments_left"},
        "segment_routing": {"lastentry": "last_entry"},
        "ipv6_fragment": {
            "nh": "next_header", "res1": "reserved", "offset": "fragment_offset", "res2": "reserved_bits", "m": "more_fragments",
            "id": "identification",
        },
        "icmp": {"chksum": "checksum"},
        "icmp_echo": {"id": "identifier", "seq": "sequence_number"},
        "icmp_timestamps": {
            "id": "identifier", "seq": "sequence_number", "ts_ori": "originate", "ts_rx": "receive", "ts_tx": "transmit",
        },
        "icmp_mask": {"id": "identifier", "seq": "sequence_number", "addr_mask": "address_mask"},
        "icmp_gateway": {"gw": "gateway"},
        "icmp_pointer": {"ptr": "pointer"},
        "icmp_unreachable": {"nexthopmtu": "next_hop_mtu"},
        "icmpv6": _ICMPV6,
        "icmpv6_echo": {"id": "identifier", "seq": "sequence_number"},
        "neighbor_solicitation": {"res": "reserved", "tgt": "target"},
        "neighbor_advertisement": {"R": "router", "S": "solicited", "O": "override", "res": "reserved", "tgt": "target"},
        "router_advertisement": {
            "chlim": "current_hop_limit", "M": "managed", "O": "other_configuration", "H": "home_agent", "prf": "preference", "P": "proxy",
            "res": "reserved", "routerlifetime": "router_lifetime", "reachabletime": "reachable_time",
            "retranstimer": "retransmission_timer",
        },
        "udp": {"sport": "source_port", "dport": "destination_port", "len": "length", "chksum": "checksum"},
        "tcp": {
            "sport": "source_port", "dport": "destination_port", "seq": "sequence_number", "ack": "acknowledgment_number",
            "dataofs": "data_offset",
            "flags": (
                "accurate_ecn", "congestion_window_reduced", "ecn_echo", "urgent", "acknowledgment", "push", "reset", "synchronize",
                "finish",
            ),
            "chksum": "checksum", "urgptr": "urgent_pointer",
        },
        "dns": _DNS,
        "dns_update": _DNS,
        "mdns": _DNS,
        "llmnr": {name: field for name, field in _DNS.items() if name in ("id", "qr", "opcode", "tc", "z", "rcode", "qdcount", "ancount",
                  "nscount", "arcount")} | {"c": "conflict", "t": "tentative"},
        "question_name": {"qname": "name"},
        "question_type": {"qtype": "type", "qclass": "class_"},
        "multicast_question": {"qtype": "type", "qclass": "class_", "unicastresponse": "unicast_response"},
        "record_name": {"rrname": "name"},
        "resource_record": {"rclass": "class_", "ttl": "time_to_live", "rdlen": "data_length"},
        "multicast_record": {"rclass": "class_", "ttl": "time_to_live", "rdlen": "data_length", "cacheflush": "cache_flush"},
        "opt": {"rclass": "payload_size", "extrcode": "extended_response_code", "z": ("dnssec_ok", "reserved"), "rdlen": "data_length"},
        "dhcp": {
            "op": "operation", "htype": "hardware_type", "hlen": "hardware_length", "xid": "transaction_id", "secs": "seconds",
            "flags": ("broadcast", "reserved"), "ciaddr": "client_address", "yiaddr": "your_address", "siaddr": "server_address",
            "giaddr": "relay_address",
        },
        "client_mac_of_dhcp": {"chaddr": "hardware_address"},
        "dhcp_server_name": {"sname": "server_name"},
        "boot_file": {"file": "boot_file"},
        "gre": {
            "chksum_present": "checksum_present", "seqnum_present": "sequence_number_present",
            "strict_route_source": "strict_source_route", "flags": "reserved", "proto": "protocol_type",
        },
        "gre_checksum": {"chksum": "checksum"},
        "gre_key": {"key": "tunnel_key"},
        "vxlan": {"gpid": "group_policy_identifier", "vni": "network_identifier", "reserved2": "reserved_5"},
        "esp": {"spi": "security_parameters_index", "seq": "sequence_number"},
        "authentication_header": {
            "nh": "next_header", "payloadlen": "payload_length", "spi": "security_parameters_index", "seq": "sequence_number",
            "icv": "integrity_check_value",
        },
        "data": {"load": "data"},
    }
)  # fmt: skip
"""By netkit's name of the table."""

LETTERS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ipv4": {"flags": ("MF", "DF", "evil")},
        "tcp": {"flags": ("F", "S", "R", "P", "A", "U", "E", "C", "N")},
    }
)

LAYER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "Ether": "ethernet", "Dot3": "ieee8023", "Dot1Q": "vlan", "Dot1AD": "provider_tag", "CookedLinux": "cooked",
        "CookedLinuxV2": "cooked_type", "IP": "ipv4", "IPv6ExtHdrHopByHop": "hop_by_hop", "IPv6ExtHdrDestOpt": "destination_options",
        "IPv6ExtHdrRouting": "ipv6_routing", "IPv6ExtHdrFragment": "ipv6_fragment", "AH": "authentication_header", "BOOTP": "dhcp",
        "LLMNRQuery": "llmnr", "PPPoE": "pppoe_session", "PPPoED": "pppoe_discovery", "HDLC": "ppp_framing", "TLS": "tls_record",
        "Raw": "data", "Padding": "ethernet_padding",
    }
)  # fmt: skip
"""scapy's classes whose names are not netkit's anyway, with netkit's names."""
