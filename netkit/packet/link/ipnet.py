"""Solaris's ipnet: what a capture of IP between a machine's own zones has before each packet (LINKTYPE_IPNET)."""

from __future__ import annotations

from types import MappingProxyType

from netkit.packet.field import bits
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Next, Reading

__all__ = ["Ipnet", "read_ipnet"]


class Ipnet(Header):
    """Which interface and which zones the packet was between."""

    key = "ipnet"
    title = "Solaris ipnet"
    rfc = "LINKTYPE_IPNET"

    version: int = bits(8, "which version of this header it is", key="ipnet.version", default=1, minor=True)
    family: int = bits(
        8,
        "which version of IP follows",
        key="ipnet.family",
        names=MappingProxyType({2: "IPv4", 26: "IPv6"}),
        repeats=True,
    )
    hook_type: int = bits(
        16, "which way the packet went", key="ipnet.htype", default=0,
        names=MappingProxyType({0: "in", 1: "out", 2: "within the machine"}),
    )  # fmt: skip
    data_length: int = bits(
        32, "bytes of the packet behind this header", key="ipnet.pktlen", kind=LENGTH, label="Length"
    )
    interface_index: int = bits(32, "the number of the interface", key="ipnet.ifindex", default=0)
    group_interface_index: int = bits(
        32, "the number of the interface of the group, if there is one", key="ipnet.grifindex", default=0, minor=True
    )
    source_zone: int = bits(32, "the zone that sent the packet", key="ipnet.zsrc", default=0)
    destination_zone: int = bits(32, "the zone that it is for", key="ipnet.zdst", default=0)


def read_ipnet(reading: Reading) -> Next:
    """Read the header, and end the packet where its length says."""
    ipnet = reading.open(Ipnet)
    if ipnet.data_length > reading.left and reading.complete:
        text = f"the length is {ipnet.data_length} bytes, but only {reading.left} are there"
        reading.report("ipnet.length.long", ipnet, "data_length", text)
    reading.limit(reading.position + ipnet.data_length, "ipnet.pktlen")
    return "ipnet.family", (ipnet.family,)
