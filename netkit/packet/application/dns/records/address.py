"""Records of addresses and networks: A, AAAA, A6, APL, WKS, ILNP's, EUI48 and EUI64, NSAP (RFC 1035 §3.4.1, RFC 3596 §2.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.kinds import EUI64, IPV4_PREFIX, IPV6_PREFIX, IPV6_SUFFIX, BytesKind
from netkit.packet.application.dns.records.reading import ReadData, add_name, in_order
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, ADDRESS_MAC, BYTES, LENGTH
from netkit.packet.reading import Reading

__all__ = ["ADDRESSES", "CHAOS_ADDRESS"]

CHAOS_ADDRESS = (1, 3)
"""Type A in class CH: no IPv4 address, but a name and a number (RFC 1035 §3.4.1 is for class IN alone)."""


class Ipv4Address(Header):
    """A: an IPv4 address."""

    key = "dns"
    title = "DNS A record data"
    rfc = "RFC 1035 §3.4.1"

    address: str = bits(32, "the IPv4 address that the name has", key="dns.a", kind=ADDRESS_IPV4)


class Ipv6Address(Header):
    """AAAA: an IPv6 address."""

    key = "dns"
    title = "DNS AAAA record data"
    rfc = "RFC 3596 §2.2"

    address: str = bits(128, "the IPv6 address that the name has", key="dns.aaaa", kind=ADDRESS_IPV6)


class AddressPrefixLength(Header):
    """A6: how much of the address stands elsewhere."""

    key = "dns"
    title = "DNS A6 record data"
    rfc = "RFC 2874 §3.1"

    prefix_length: int = bits(8, "how many bits of the address another name has", key="dns.a6.prefix_len")


class AddressSuffix(Header):
    """A6: the rest of the address."""

    key = "dns"
    title = "DNS A6 record data"
    rfc = "RFC 2874 §3.1"

    address_suffix: bytes = as_found("the end of the address", key="dns.a6.address_suffix", kind=IPV6_SUFFIX)


class AddressPrefixName(Header):
    """A6: who has the beginning of the address."""

    key = "dns"
    title = "DNS A6 record data"
    rfc = "RFC 2874 §3.1"

    prefix_name: str = name_field("the name that has the beginning of the address", key="dns.a6.prefix_name")


def _read_a6(reading: Reading, group: str, origin: int) -> None:
    length = reading.read(AddressPrefixLength, group).prefix_length
    if length > 128:
        return
    if length < 128:
        reading.take_exactly(AddressSuffix, (128 - length + 7) // 8, group)
    if length:
        add_name(reading, AddressPrefixName.fields[0], group, origin)


class AddressPrefix(Header):
    """APL: one range of addresses."""

    key = "dns"
    title = "DNS APL record data"
    rfc = "RFC 3123 §4"

    address_family: int = bits(
        16, "the kind of address", key="dns.apl.address_family", names={1: "IPv4", 2: "IPv6"}, minor=True
    )
    prefix: int = bits(8, "bits that the addresses of the range share", key="dns.apl.coded_prefix")
    negation: bool = flag("not this range", key="dns.apl.negation", minor=True)
    address_length: int = bits(7, "bytes of the address that follow", key="dns.apl.afdlength", kind=LENGTH, minor=True)


class AddressPart(Header):
    """APL: the first bytes of an address that is neither IPv4 nor IPv6."""

    key = "dns"
    title = "DNS APL record data"
    rfc = "RFC 3123 §4"

    address: bytes = as_found("the addresses of the range begin so", key="dns.apl.afdpart.data")


class AddressPartIpv4(Header):
    """APL: the first bytes of an IPv4 address, without the zeros at its end."""

    key = "dns"
    title = "DNS APL record data"
    rfc = "RFC 3123 §4.1"

    address: bytes = as_found("the range begins here", key="dns.apl.afdpart.ipv4", kind=IPV4_PREFIX)


class AddressPartIpv6(Header):
    """APL: the first bytes of an IPv6 address, without the zeros at its end."""

    key = "dns"
    title = "DNS APL record data"
    rfc = "RFC 3123 §4.2"

    address: bytes = as_found("the range begins here", key="dns.apl.afdpart.ipv6", kind=IPV6_PREFIX)


def _read_apl(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    while reading.left:
        prefix = reading.read(AddressPrefix, group)
        family, size = prefix.address_family, prefix.address_length
        part: type[Header] = AddressPart
        if family == 1 and size <= 4:
            part = AddressPartIpv4
        elif family == 2 and size <= 16:
            part = AddressPartIpv6
        reading.take_exactly(part, size, group)


class WellKnownServices(Header):
    """WKS: which services an address has."""

    key = "dns"
    title = "DNS WKS record data"
    rfc = "RFC 1035 §3.4.2"

    address: str = bits(32, "the address that has the services", key="dns.wks.address", kind=ADDRESS_IPV4)
    protocol: int = bits(8, "what carries them", key="dns.wks.protocol", names={6: "TCP", 17: "UDP"})


class _Ports(BytesKind):
    """One bit for each port, from port 0 on."""

    def digits(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return ", ".join(map(str, _set_bits(bytes(raw)))) or "no ports"


def _set_bits(octets: bytes) -> Iterator[int]:
    return (at * 8 + bit for at, octet in enumerate(octets) if octet for bit in range(8) if octet & 0x80 >> bit)


class WellKnownPorts(Header):
    """WKS: the ports of the services."""

    key = "dns"
    title = "DNS WKS record data"
    rfc = "RFC 1035 §3.4.2"

    bit_map: bytes = as_found("one bit for each port", key="dns.wks.bitmap", kind=_Ports(), label="Ports")


class NodeIdentifier(Header):
    """NID: who a node is, apart from where it is."""

    key = "dns"
    title = "DNS NID record data"
    rfc = "RFC 6742 §2.1"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.ilnp.nid.preference")
    node_id: bytes = bits(64, "which node it is", key="dns.ilnp.nid", kind=BYTES, label="Node ID")


class Locator32(Header):
    """L32: where a node is, in IPv4's terms."""

    key = "dns"
    title = "DNS L32 record data"
    rfc = "RFC 6742 §2.2"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.ilnp.l32.preference")
    locator: str = bits(32, "the network that the node is in", key="dns.ilnp.l32", kind=ADDRESS_IPV4)


class Locator64(Header):
    """L64: where a node is, in IPv6's terms."""

    key = "dns"
    title = "DNS L64 record data"
    rfc = "RFC 6742 §2.3"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.ilnp.l64.preference")
    locator: bytes = bits(64, "the network that the node is in", key="dns.ilnp.l64", kind=BYTES)


class LocatorPointer(Header):
    """LP: how much to prefer the name that has the locators."""

    key = "dns"
    title = "DNS LP record data"
    rfc = "RFC 6742 §2.4"

    preference: int = bits(16, "a cost: the lowest is used first", key="dns.ilnp.lp.preference")


class LocatorName(Header):
    """LP: the name that has the locators."""

    key = "dns"
    title = "DNS LP record data"
    rfc = "RFC 6742 §2.4"

    name: str = name_field("the name that has the locators", key="dns.ilnp.lp")


class HardwareAddress48(Header):
    """EUI48: the hardware address of an interface."""

    key = "dns"
    title = "DNS EUI48 record data"
    rfc = "RFC 7043 §3.1"

    address: str = bits(48, "the hardware address", key="dns.eui48", kind=ADDRESS_MAC)


class HardwareAddress64(Header):
    """EUI64: the hardware address of an interface, of the longer sort."""

    key = "dns"
    title = "DNS EUI64 record data"
    rfc = "RFC 7043 §4.1"

    address: str = bits(64, "the hardware address", key="dns.eui64", kind=EUI64)


class NsapAddress(Header):
    """NSAP: an address of OSI's networks."""

    key = "dns"
    title = "DNS NSAP record data"
    rfc = "RFC 1706 §5"

    address: bytes = variable("an address of an OSI network", key="dns.nsap.rdata", size=lambda _: 0)


ADDRESSES: Mapping[int, ReadData] = MappingProxyType(
    {
        1: in_order(Ipv4Address),
        11: in_order(WellKnownServices, *WellKnownPorts.fields),
        22: in_order(*NsapAddress.fields),
        28: in_order(Ipv6Address),
        38: _read_a6,
        42: _read_apl,
        104: in_order(NodeIdentifier),
        105: in_order(Locator32),
        106: in_order(Locator64),
        107: in_order(LocatorPointer, *LocatorName.fields),
        108: in_order(HardwareAddress48),
        109: in_order(HardwareAddress64),
    }
)
