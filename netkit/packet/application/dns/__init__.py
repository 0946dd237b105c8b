"""DNS messages as they stand in a packet (RFC 1035 §4), with multicast DNS (RFC 6762) and LLMNR (RFC 4795)."""

from netkit.packet.application.dns.message import Dns, read_dns, read_dns_over_tcp, read_llmnr, read_mdns
from netkit.packet.application.dns.name import DomainName, read_name

__all__ = ["Dns", "DomainName", "read_dns", "read_dns_over_tcp", "read_llmnr", "read_mdns", "read_name"]
