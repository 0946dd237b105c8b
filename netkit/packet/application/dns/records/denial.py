"""Records that say which names and types there are: NSEC, NSEC3, NSEC3PARAM, NXT, CSYNC (RFC 4034 §4, RFC 5155)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from netkit.packet.application.dns.name import name_field
from netkit.packet.application.dns.records.bitmap import check_bitmap, read_bitmap
from netkit.packet.application.dns.records.kinds import HASH, TYPE_BITMAP, TYPE_BITS
from netkit.packet.application.dns.records.reading import ReadData, in_order
from netkit.packet.field import as_found, bits, flag, variable
from netkit.packet.header import Header
from netkit.packet.kinds import HEXADECIMAL, LENGTH
from netkit.packet.reading import Reading

__all__ = ["DENIAL"]


class NextSecure(Header):
    """NSEC: the next name of the zone that exists."""

    key = "dns"
    title = "DNS NSEC record data"
    rfc = "RFC 4034 §4.1.1"

    next_domain_name: str = name_field(
        "the next name that exists; there is none between", key="dns.nsec.next_domain_name"
    )


class Next(Header):
    """NXT: the next name of the zone that exists, before there was NSEC."""

    key = "dns"
    title = "DNS NXT record data"
    rfc = "RFC 2535 §5.2"

    next_domain_name: str = name_field(
        "the next name that exists; there is none between", key="dns.nxt.next_domain_name"
    )


class NextTypes(Header):
    """NXT: the types of records that the name has."""

    key = "dns"
    title = "DNS NXT record data"
    rfc = "RFC 2535 §5.2"

    types: bytes = as_found("the types of records that the name has", key="dns.nxt.type_bitmap", kind=TYPE_BITS)


HASHES: Mapping[int, str] = MappingProxyType({1: "SHA-1"})


class NextSecure3(Header):
    """NSEC3: how names are hashed."""

    key = "dns"
    title = "DNS NSEC3 record data"
    rfc = "RFC 5155 §3.2"

    hash_algorithm: int = bits(8, "how names are hashed", key="dns.nsec3.algo", names=HASHES)
    reserved: int = bits(7, "must be zero", key="dns.nsec3.flags.reserved", default=0, minor=True)
    opt_out: bool = flag(
        "there may be unsigned delegations between", key="dns.nsec3.flags.opt_out", rfc="RFC 5155 §3.1.2.1", minor=True
    )
    iterations: int = bits(16, "how many times more it is hashed", key="dns.nsec3.iterations")
    salt_length: int = bits(8, "bytes of the salt", key="dns.nsec3.salt_length", kind=LENGTH, minor=True)
    salt: bytes = variable(
        "what is hashed along with the name", key="dns.nsec3.salt_value", size=lambda header: header.salt_length
    )


class NextHash(Header):
    """NSEC3: the next hash of a name that exists."""

    key = "dns"
    title = "DNS NSEC3 record data"
    rfc = "RFC 5155 §3.2"

    hash_length: int = bits(8, "bytes of the hash", key="dns.nsec3.hash_length", kind=LENGTH, minor=True)
    next_hash: bytes = variable(
        "the next hash of a name that exists; there is none between",
        key="dns.nsec3.hash_value",
        size=lambda header: header.hash_length,
        kind=HASH,
        label="Next hashed owner name",
    )


class NextSecure3Parameters(Header):
    """NSEC3PARAM: how the names of the zone are hashed."""

    key = "dns"
    title = "DNS NSEC3PARAM record data"
    rfc = "RFC 5155 §4.2"

    hash_algorithm: int = bits(8, "how names are hashed", key="dns.nsec3.algo", names=HASHES)
    flags: int = bits(8, "must be zero", key="dns.nsec3param.flags", kind=HEXADECIMAL, minor=True)
    iterations: int = bits(16, "how many times more they are hashed", key="dns.nsec3.iterations")
    salt_length: int = bits(8, "bytes of the salt", key="dns.nsec3.salt_length", kind=LENGTH, minor=True)
    salt: bytes = variable(
        "what is hashed along with a name", key="dns.nsec3.salt_value", size=lambda header: header.salt_length
    )


def _read_nsec3(reading: Reading, group: str, origin: int) -> None:
    reading.read(NextSecure3, group)
    reading.read(NextHash, group)
    read_bitmap(reading, group, origin)


def _read_nsec(reading: Reading, group: str, origin: int) -> None:
    _read_next_name(reading, group, origin)
    read_bitmap(reading, group, origin)


_read_next_name = in_order(*NextSecure.fields)


class ChildSynchronisation(Header):
    """CSYNC: what the zone above is to copy from this one."""

    key = "dns"
    title = "DNS CSYNC record data"
    rfc = "RFC 7477 §2.1.1"

    serial: int = bits(32, "the zone's version that this is of", key="dns.csync.soa")
    reserved: int = bits(14, "must be zero", key="dns.csync.flags.reserved", default=0, minor=True)
    serial_minimum: bool = flag("not before the zone has this version", key="dns.csync.flags.soaminimum", minor=True)
    immediate: bool = flag("at once, without asking anyone", key="dns.csync.flags.immediate", minor=True)


class ChildTypes(Header):
    """CSYNC: the types of records that are to be copied."""

    key = "dns"
    title = "DNS CSYNC record data"
    rfc = "RFC 7477 §2.1.1.2"

    types: bytes = as_found("the types of records to copy", key="dns.csync.type_bitmap", kind=TYPE_BITMAP)


def _read_csync(reading: Reading, group: str, origin: int) -> None:  # noqa: ARG001 - there are no names in it
    reading.read(ChildSynchronisation, group)
    if reading.left:
        check_bitmap(reading, "dns.csync.type_bitmap")
        reading.run(ChildTypes.fields[0], reading.left, group)


DENIAL: Mapping[int, ReadData] = MappingProxyType(
    {
        30: in_order(*Next.fields, *NextTypes.fields),
        47: _read_nsec,
        50: _read_nsec3,
        51: in_order(NextSecure3Parameters),
        62: _read_csync,
    }
)
