"""Records of text and of anything at all: TXT, SPF, HINFO, X25, ISDN, NULL, DHCID (RFC 1035 §3.3.14)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.records.kinds import CHARACTERS
from netkit.packet.application.dns.records.reading import ReadData, in_order, repeated
from netkit.packet.field import bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import LENGTH
from netkit.packet.reading import Reading

__all__ = ["TEXTS"]


class CharacterString(Header):
    """TXT: one string with its length before it."""

    key = "dns"
    title = "DNS TXT record data"
    rfc = "RFC 1035 §3.3.14"

    text_length: int = bits(
        8, "bytes of the string that follows", key="dns.txt.length", kind=LENGTH, minor=True, label="Text length"
    )
    text: bytes = variable("the text", key="dns.txt", size=lambda header: header.text_length, kind=CHARACTERS)


class SenderPolicy(Header):
    """SPF: one string of a sender policy; TXT has taken its place."""

    key = "dns"
    title = "DNS SPF record data"
    rfc = "RFC 4408 §3.1.1"

    text_length: int = bits(8, "bytes of the string that follows", key="dns.spf.length", kind=LENGTH, minor=True)
    text: bytes = variable(
        "who may send mail for the name", key="dns.spf", size=lambda header: header.text_length, kind=CHARACTERS
    )


class Processor(Header):
    """HINFO: the machine; in answers to ANY, the RFC that allows to say no more (RFC 8482)."""

    key = "dns"
    title = "DNS HINFO record data"
    rfc = "RFC 1035 §3.3.2"

    cpu_length: int = bits(
        8, "bytes of the text that follows", key="dns.hinfo.cpu_length", kind=LENGTH, minor=True, label="CPU length"
    )
    cpu: bytes = variable(
        "the kind of machine", key="dns.hinfo.cpu", size=lambda header: header.cpu_length, kind=CHARACTERS, label="CPU"
    )


class OperatingSystem(Header):
    """HINFO: the operating system."""

    key = "dns"
    title = "DNS HINFO record data"
    rfc = "RFC 1035 §3.3.2"

    os_length: int = bits(
        8, "bytes of the text that follows", key="dns.hinfo.os_length", kind=LENGTH, minor=True, label="OS length"
    )
    os: bytes = variable(
        "the operating system", key="dns.hinfo.os", size=lambda header: header.os_length, kind=CHARACTERS, label="OS"
    )


class X25Address(Header):
    """X25: an address of an X.25 network."""

    key = "dns"
    title = "DNS X25 record data"
    rfc = "RFC 1183 §3.1"

    address_length: int = bits(8, "digits of the address that follow", key="dns.x25.length", kind=LENGTH, minor=True)
    address: bytes = variable(
        "the address in the X.25 network",
        key="dns.x25.psdn_address",
        size=lambda header: header.address_length,
        kind=CHARACTERS,
        label="PSDN address",
    )


class IsdnAddress(Header):
    """ISDN: a telephone number."""

    key = "dns"
    title = "DNS ISDN record data"
    rfc = "RFC 1183 §3.2"

    address_length: int = bits(8, "digits of the number that follow", key="dns.idsn.length", kind=LENGTH, minor=True)
    address: bytes = variable(
        "the telephone number",
        key="dns.idsn.address",
        size=lambda header: header.address_length,
        kind=CHARACTERS,
        label="ISDN address",
    )


class IsdnSubaddress(Header):
    """ISDN: which of the machines behind the number."""

    key = "dns"
    title = "DNS ISDN record data"
    rfc = "RFC 1183 §3.2"

    subaddress_length: int = bits(
        8, "digits of the subaddress that follow", key="dns.idsn.sa.length", kind=LENGTH, minor=True
    )
    subaddress: bytes = variable(
        "which of the machines behind the number",
        key="dns.idsn.sa.address",
        size=lambda header: header.subaddress_length,
        kind=CHARACTERS,
    )


def _read_isdn(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    reading.read(IsdnAddress, group)
    if reading.left:
        reading.read(IsdnSubaddress, group)


class Anything(Header):
    """NULL: any bytes."""

    key = "dns"
    title = "DNS NULL record data"
    rfc = "RFC 1035 §3.3.10"

    data: bytes = variable("anything at all", key="dns.null", size=lambda _: 0)


class DhcpIdentifier(Header):
    """DHCID: a digest that says which DHCP client the name was given to."""

    key = "dns"
    title = "DNS DHCID record data"
    rfc = "RFC 4701 §3.1"

    data: bytes = variable(
        "a digest of whom the name was given to by DHCP", key="dns.dhcid.rdata", size=lambda _: 0, label="Identifier"
    )


TEXTS: Mapping[int, ReadData] = MappingProxyType(
    {
        10: in_order(*Anything.fields),
        13: in_order(Processor, OperatingSystem),
        16: repeated(CharacterString, least=1),
        19: in_order(X25Address),
        20: _read_isdn,
        49: in_order(*DhcpIdentifier.fields),
        99: repeated(SenderPolicy, least=1),
    }
)
