"""The data of resource records: one table for each type that is taken apart (RFC 1035 §3.3, RFC 3596 §2.2)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from netkit.packet.application.dns.name import name_field, read_name
from netkit.packet.field import Field, bits, variable
from netkit.packet.header import Header
from netkit.packet.kinds import ADDRESS_IPV4, ADDRESS_IPV6, LENGTH, SECONDS, Kind
from netkit.packet.reading import Reading
from netkit.packet.run import Run

__all__ = ["TYPES", "RecordData", "read_record_data"]

TYPES: Mapping[int, str] = MappingProxyType(
    {
        1: "A", 2: "NS", 5: "CNAME", 6: "SOA", 12: "PTR", 13: "HINFO", 15: "MX", 16: "TXT", 24: "SIG", 25: "KEY", 28: "AAAA",
        29: "LOC", 33: "SRV", 35: "NAPTR", 39: "DNAME", 41: "OPT", 43: "DS", 44: "SSHFP", 46: "RRSIG", 47: "NSEC", 48: "DNSKEY",
        50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA", 59: "CDS", 60: "CDNSKEY", 64: "SVCB", 65: "HTTPS", 99: "SPF", 250: "TSIG",
        251: "IXFR", 252: "AXFR", 255: "ANY", 257: "CAA",
    }
)  # fmt: skip


class RecordData(Header):
    """A record's data, kept whole."""

    key = "dns"
    title = "DNS record data"
    rfc = "RFC 1035 §3.2.1"

    data: bytes = variable("the record's data, kept whole", key="dns.data", size=lambda _: 0)


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


class MailPreference(Header):
    """MX: how much to prefer this mail exchange."""

    key = "dns"
    title = "DNS MX record data"
    rfc = "RFC 1035 §3.3.9"

    preference: int = bits(16, "a cost: mail goes to the lowest first", key="dns.mx.preference")


class StartOfAuthority(Header):
    """SOA: the numbers behind its two names."""

    key = "dns"
    title = "DNS SOA record data"
    rfc = "RFC 1035 §3.3.13"

    serial: int = bits(
        32,
        "the zone's version: other servers of the zone fetch it anew when this has grown",
        key="dns.soa.serial_number",
    )
    refresh: int = bits(32, "how often they look", key="dns.soa.refresh_interval", kind=SECONDS)
    retry: int = bits(32, "how soon they look again after a failure", key="dns.soa.retry_interval", kind=SECONDS)
    expire: int = bits(
        32, "after how long without the first server they stop answering", key="dns.soa.expire_limit", kind=SECONDS
    )
    minimum: int = bits(
        32, 'bounds how long "no such name" may be kept', key="dns.soa.minimum_ttl", kind=SECONDS, rfc="RFC 2308 §4"
    )


class _TextKind(Kind):
    r"""Characters of a TXT record: any bytes; those that are not ASCII are written as \xNN."""

    json_type = "string"
    counts = False
    plain = False

    def value(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return raw.decode("ascii", "backslashreplace") if isinstance(raw, bytes) else ""

    def raw_json(self, raw: Any, width: int) -> str:  # noqa: ARG002
        return raw.hex() if isinstance(raw, bytes) else ""

    def attribute(self, raw: Any, width: int) -> object:  # noqa: ARG002
        return raw

    def parse(self, value: object, width: int) -> bytes:  # noqa: ARG002
        if isinstance(value, str):
            value = re.sub(rb"\\x([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), value.encode("ascii"))
        if not isinstance(value, bytes) or len(value) > 255:
            raise ValueError("up to 255 bytes are wanted, or ASCII text")
        return value


class CharacterString(Header):
    """TXT: one string with its length before it."""

    key = "dns"
    title = "DNS TXT record data"
    rfc = "RFC 1035 §3.3.14"

    text_length: int = bits(
        8, "bytes of the string that follows", key="dns.txt.length", kind=LENGTH, minor=True, label="Text length"
    )
    text: bytes = variable("the text", key="dns.txt", size=lambda header: header.text_length, kind=_TextKind())


class NameServer(Header):
    """NS: a server of the zone."""

    key = "dns"
    title = "DNS NS record data"
    rfc = "RFC 1035 §3.3.11"

    name_server: str = name_field("a server that has the zone", key="dns.ns")


class Alias(Header):
    """CNAME: the name that this one is another name of."""

    key = "dns"
    title = "DNS CNAME record data"
    rfc = "RFC 1035 §3.3.1"

    canonical_name: str = name_field("the name that this one is another name of", key="dns.cname")


class Pointer(Header):
    """PTR: the name that belongs to an address."""

    key = "dns"
    title = "DNS PTR record data"
    rfc = "RFC 1035 §3.3.12"

    domain_name: str = name_field("the name that belongs to the address", key="dns.ptr.domain_name")


class MailExchange(Header):
    """MX: the machine that takes the mail."""

    key = "dns"
    title = "DNS MX record data"
    rfc = "RFC 1035 §3.3.9"

    mail_exchange: str = name_field("the machine that takes the mail", key="dns.mx.mail_exchange")


class StartOfAuthorityNames(Header):
    """SOA: its two names."""

    key = "dns"
    title = "DNS SOA record data"
    rfc = "RFC 1035 §3.3.13"

    primary_server: str = name_field("the server that the zone is kept on", key="dns.soa.mname")
    mailbox: str = name_field("who looks after the zone; the first dot stands for @", key="dns.soa.rname")


Origin = int
ReadData = Callable[[Reading, str, Origin, int], None]


def _names_and_tables(*entries: Field | type[Header]) -> ReadData:
    """A reader of data that are names and tables, one after the other."""

    def read(reading: Reading, group: str, origin: int, end: int) -> None:  # noqa: ARG001 - the reading has the end
        for entry in entries:
            if isinstance(entry, Field):
                name = read_name(reading.data, reading.position, reading.end, origin)
                reading.add(Run(entry, name, reading.position), group)
            else:
                reading.read(entry, group)

    return read


def _read_strings(reading: Reading, group: str, origin: int, end: int) -> None:  # noqa: ARG001
    while reading.position < end:
        reading.read(CharacterString, group)


_READERS: Mapping[int, ReadData] = MappingProxyType(
    {
        1: _names_and_tables(Ipv4Address),
        2: _names_and_tables(*NameServer.fields),
        5: _names_and_tables(*Alias.fields),
        6: _names_and_tables(*StartOfAuthorityNames.fields, StartOfAuthority),
        12: _names_and_tables(*Pointer.fields),
        15: _names_and_tables(MailPreference, *MailExchange.fields),
        16: _read_strings,
        28: _names_and_tables(Ipv6Address),
    }
)


def read_record_data(reading: Reading, record_type: int, group: str, origin: int) -> None:
    """Read the data of one record up to the present end; what its table leaves over is kept whole."""
    reader = _READERS.get(record_type)
    if reader is not None and reading.left:
        reader(reading, group, origin, reading.end)
    reading.take(RecordData, group=group)
