"""The authoritative side of DNS: zone files, and what a server that has them answers (RFC 1034 section 4.3.2)."""

from __future__ import annotations

from netkit.dns.zones.authority import Answered, Authority
from netkit.dns.zones.reading import read_zone
from netkit.dns.zones.zone import Zone

__all__ = ["Answered", "Authority", "Zone", "read_zone"]
