"""The data of resource records: one file for each family of types, and a registry of who reads which type."""

from netkit.packet.application.dns.codes import TYPES
from netkit.packet.application.dns.records.whole import RecordData

__all__ = ["TYPES", "RecordData"]
