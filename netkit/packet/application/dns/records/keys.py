"""Records of keys outside of DNSSEC: HIP (RFC 8005) and IPSECKEY (RFC 4025)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.reading import ReadData, add_name
from netkit.packet.field import as_found, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, LENGTH
from netkit.packet.reading import Reading

__all__ = ["KEYS"]

KEY_ALGORITHMS: Mapping[int, str] = MappingProxyType({1: "DSA", 2: "RSA", 3: "ECDSA"})


class HostIdentity(Header):
    """HIP: who a host is, apart from where it is."""

    key = "dns"
    title = "DNS HIP record data"
    rfc = "RFC 8005 §5"

    tag_length: int = bits(8, "bytes of the tag", key="dns.hip.hit.length", kind=LENGTH, minor=True, label="HIT length")
    key_algorithm: int = bits(8, "the kind of key", key="dns.hip.hit.pk.algo", names=KEY_ALGORITHMS)
    key_length: int = bits(16, "bytes of the key", key="dns.hip.pk.length", kind=LENGTH, minor=True)
    host_identity_tag: bytes = variable(
        "a digest of the key", key="dns.hip.hit", size=lambda header: header.tag_length, label="Host identity tag"
    )
    public_key: bytes = variable("the host's key", key="dns.hip.pk", size=lambda header: header.key_length)


class RendezvousServer(Header):
    """HIP: who knows where the host is."""

    key = "dns"
    title = "DNS HIP record data"
    rfc = "RFC 8005 §5"

    rendezvous_server: str = name_field("who knows where the host is", key="dns.hip.rendezvous_server")


def _read_hip(reading: Reading, group: str, origin: int) -> None:
    reading.read(HostIdentity, group)
    while reading.left:
        add_name(reading, RendezvousServer.fields[0], group, origin)


class IpsecKey(Header):
    """IPSECKEY: what follows."""

    key = "dns"
    title = "DNS IPSECKEY record data"
    rfc = "RFC 4025 §2.1"

    precedence: int = bits(8, "a cost: the lowest is used first", key="dns.ipseckey.gateway_precedence")
    gateway_type: int = bits(
        8,
        "how the gateway is written",
        key="dns.ipseckey.gateway_type",
        names={0: "no gateway", 1: "IPv4 address", 2: "IPv6 address", 3: "name"},
    )
    algorithm: int = bits(8, "the kind of key", key="dns.ipseckey.gateway_algorithm", names=KEY_ALGORITHMS)


class IpsecGatewayIpv4(Header):
    """IPSECKEY: a gateway by its IPv4 address."""

    key = "dns"
    title = "DNS IPSECKEY record data"
    rfc = "RFC 4025 §2.5"

    gateway: str = bits(32, "who takes the protected packets", key="dns.ipseckey.gateway_ipv4", kind=ADDRESS_IPV4)


class IpsecGatewayIpv6(Header):
    """IPSECKEY: a gateway by its IPv6 address."""

    key = "dns"
    title = "DNS IPSECKEY record data"
    rfc = "RFC 4025 §2.5"

    gateway: str = bits(128, "who takes the protected packets", key="dns.ipseckey.gateway_ipv6", kind=ADDRESS_IPV6)


class IpsecGatewayName(Header):
    """IPSECKEY: a gateway by its name."""

    key = "dns"
    title = "DNS IPSECKEY record data"
    rfc = "RFC 4025 §2.5"

    gateway: str = name_field("who takes the protected packets", key="dns.ipseckey.gateway_dns")


class IpsecPublicKey(Header):
    """IPSECKEY: the key."""

    key = "dns"
    title = "DNS IPSECKEY record data"
    rfc = "RFC 4025 §2.6"

    public_key: bytes = as_found("the key of IPsec", key="dns.ipseckey.public_key")


_GATEWAYS: Mapping[int, type[Header]] = MappingProxyType({1: IpsecGatewayIpv4, 2: IpsecGatewayIpv6})


def _read_ipseckey(reading: Reading, group: str, origin: int) -> None:
    gateway = reading.read(IpsecKey, group).gateway_type
    if gateway in _GATEWAYS:
        reading.read(_GATEWAYS[gateway], group)
    elif gateway == 3:
        add_name(reading, IpsecGatewayName.fields[0], group, origin)
    elif gateway:
        return
    reading.take(IpsecPublicKey, group=group)


KEYS: Mapping[int, ReadData] = MappingProxyType({45: _read_ipseckey, 55: _read_hip})
