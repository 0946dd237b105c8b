"""DNS messages as they stand in a packet (RFC 1035 §4)."""

from netkit.packet.application.dns.message import Dns, read_dns, read_dns_over_tcp
from netkit.packet.application.dns.name import DomainName, read_name

__all__ = ["Dns", "DomainName", "read_dns", "read_dns_over_tcp", "read_name"]
